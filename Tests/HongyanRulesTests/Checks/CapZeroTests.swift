import HongyanCore
import HongyanRules
import Testing

/// `cap/zero`
@Suite("check cap/zero")
struct CapZeroTests {
    @Test("finds a cap that lets nothing leave")
    func finds() {
        #expect(
            CheckCase.policy("cap/zero", ["caps": "{week: \"0 per 7d\"}"]) == [
                "rules/policy.yaml:5:14 the cap 'week' of 0 lets no marketing message leave"
            ])
    }

    @Test("leaving some people out is what an audience is for")
    func passes() {
        let cap = "{week: {count: \"0 per 7d\", audience: rich}}"
        #expect(CheckCase.policy("cap/zero", ["caps": cap]) == [])
        #expect(CheckCase.policy("cap/zero", ["caps": "{week: \"1 per 7d\"}"]) == [])
    }

    @Test("emergencies meet no cap, so none stops them")
    func emergency() {
        let cap = "{none: {count: \"0 per 7d\", purpose: emergency}}"
        #expect(CheckCase.policy("cap/zero", ["caps": cap]) == [])
    }
}
