import HongyanCore
import HongyanRules
import Testing

/// `rule/shadowed`
@Suite("check rule/shadowed")
struct RuleShadowedTests {
    /// `a` with lines beside `b`; one slot a day.
    private func found(
        _ first: String, _ second: String = "priority: 40", cap: String = "1 per day"
    ) -> [String] {
        CheckCase.findings(
            "rule/shadowed",
            [
                "rules/r.yaml": nil, "rules/a.yaml": CheckCase.ruleText("a", first),
                "rules/b.yaml": CheckCase.ruleText("b", second)
                    .replacing("message: hello", with: "message: other"),
                "rules/policy.yaml": CheckCase.policyText(["caps": "{day: \"\(cap)\"}"]),
                "rules/templates.yaml": """
                templates:
                  hello: {purpose: marketing, text: 您好}
                  other: {purpose: marketing, text: 再见}
                """,
            ])
    }

    @Test("finds a rule whose slot another one takes first")
    func finds() {
        #expect(
            found("priority: 60") == [
                "rules/b.yaml:4:10 'a' decides first and takes the slot of the cap 'day'"
            ])
    }

    @Test("is content when there are slots for both")
    func slots() { #expect(found("priority: 60", cap: "2 per day") == []) }

    static let gaps = [
        "audience: tier = gold", "rollout: 50%", "holdout: 5%", "once: ever", "enabled: false",
        "window: evening",
    ]

    @Test("is content when the first leaves somebody to the second", arguments: gaps)
    func passes(_ lines: String) {
        #expect(found("priority: 60\n" + lines) == [])
    }

    @Test("a narrower audience behind a wide one is shadowed all the same")
    func narrower() {
        #expect(found("priority: 60", "priority: 40\naudience: tier = gold").count == 1)
    }
}
