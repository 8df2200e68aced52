import HongyanCore
import HongyanRules
import Testing

/// `rule/key-ignored`
@Suite("check rule/key-ignored")
struct RuleKeyIgnoredTests {
    private func found(_ purpose: String, _ lines: String) -> [String] {
        let rule = """
            rule: r
            title: 例
            purpose: \(purpose)
            trigger: {event: cart.updated}
            message: hello
            \(lines)
            """
        let templates = CheckCase.templateText("您好").replacing("marketing", with: purpose)
        return CheckCase.findings(
            "rule/key-ignored", ["rules/r.yaml": rule, "rules/templates.yaml": templates])
    }

    @Test("finds keys that urgent messages do not meet")
    func finds() {
        #expect(
            found("verification", "window: day\nclosed: drop\nlate: skip 30m") == [
                "rules/r.yaml:6:1 'window' does nothing, verification messages do not meet it",
                "rules/r.yaml:7:1 'closed' does nothing, verification messages do not meet it",
                "rules/r.yaml:8:1 'late' does nothing, verification messages do not meet it",
            ])
        #expect(found("emergency", "once: ever\nlimit: 5/day\nholdout: 5%\nrollout: 5%").count == 4)
    }

    @Test("service messages meet them, and urgent ones may have a priority and a goal")
    func passes() {
        #expect(found("service", "window: day\nclosed: drop\nlate: skip 30m\nonce: ever") == [])
        #expect(
            found("verification", "priority: 90\ngoal: {event: order.placed, within: 1d}") == [])
    }
}
