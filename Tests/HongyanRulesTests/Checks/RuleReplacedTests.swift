import HongyanCore
import HongyanRules
import Testing

/// `rule/replaced`
@Suite("check rule/replaced")
struct RuleReplacedTests {
    private func found(_ title: String, _ message: String, _ trigger: String) -> [String] {
        let old = """
            rule: r
            title: \(title)
            purpose: marketing
            trigger: \(trigger)
            message: \(message)
            """
        let templates = """
            templates:
              hello: {purpose: marketing, text: 您好}
              other: {purpose: marketing, text: 再见}
            """
        return CheckCase.findings(
            "rule/replaced", ["rules/templates.yaml": templates],
            history: CheckCase.history(
                ["rules/r.yaml": old, "rules/templates.yaml": templates]))
    }

    @Test("finds another rule under an old id")
    func finds() {
        #expect(
            found("生日", "other", "{date: birthday, at: 10:00}") == [
                "rules/r.yaml:1:7 'r' was another rule, with trigger 'date'"
            ])
    }

    @Test("is content when only some of it changed")
    func passes() {
        #expect(found("例", "other", "{date: birthday, at: 10:00}") == [])
        #expect(found("生日", "hello", "{date: birthday, at: 10:00}") == [])
        #expect(found("生日", "other", "{event: order.placed}") == [])
    }
}
