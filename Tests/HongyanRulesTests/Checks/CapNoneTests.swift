import HongyanCore
import HongyanRules
import Testing

/// `cap/none`
@Suite("check cap/none")
struct CapNoneTests {
    @Test("finds marketing without a cap")
    func finds() {
        #expect(
            CheckCase.policy("cap/none", ["caps": "{}"]) == [
                "rules/policy.yaml:5:1 no cap binds the marketing of everybody"
            ])
    }

    @Test("a cap for some people or for another purpose is none")
    func others() {
        let some = "{a: {count: 1 per 7d, audience: rich}}"
        let other = "{a: {count: 1 per 7d, purpose: service}}"
        #expect(CheckCase.policy("cap/none", ["caps": some]).count == 1)
        #expect(CheckCase.policy("cap/none", ["caps": other]).count == 1)
    }

    @Test("is content with one, and without marketing")
    func passes() {
        #expect(CheckCase.policy("cap/none", ["caps": "{year: 100 per year}"]) == [])
        #expect(
            CheckCase.findings(
                "cap/none",
                [
                    "rules/policy.yaml": CheckCase.policyText(["caps": "{}"]),
                    "rules/r.yaml": Workspace.rule + "\nenabled: false\n",
                ]) == [])
    }

    @Test("says nothing of a cap that could not be read")
    func faulty() {
        #expect(CheckCase.policy("cap/none", ["caps": "{week: 2 per fortnight}"]) == [])
    }
}
