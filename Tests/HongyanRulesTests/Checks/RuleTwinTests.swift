import HongyanCore
import HongyanRules
import Testing

/// `rule/twin`
@Suite("check rule/twin")
struct RuleTwinTests {
    private func found(_ first: String, _ second: String, trigger: String) -> [String] {
        CheckCase.findings(
            "rule/twin",
            [
                "rules/r.yaml": nil, "rules/a.yaml": CheckCase.ruleText("a", first),
                "rules/b.yaml": CheckCase.ruleText("b", trigger: trigger, second),
            ])
    }

    @Test("finds a copy that was not changed")
    func finds() {
        #expect(
            found("", "audience: tier = gold", trigger: "{event: cart.updated}") == [
                "rules/b.yaml:5:10 sends the same text as 'a' for the same trigger"
            ])
    }

    @Test("is content with another delay, or other people")
    func passes() {
        #expect(found("", "", trigger: "{event: cart.updated, after: 2d}") == [])
        #expect(
            found(
                "audience: tier = silver", "audience: tier = gold", trigger: "{event: cart.updated}"
            )
                == [])
    }
}
