import HongyanCore
import HongyanRules
import Testing

/// `message/no-goal`
@Suite("check message/no-goal")
struct MessageNoGoalTests {
    private func found(_ weight: Int, _ lines: String = "") -> [String] {
        CheckCase.findings(
            "message/no-goal",
            [
                "rules/r.yaml": CheckCase.ruleText("r", lines).replacing(
                    "message: hello",
                    with: "message: [{template: hello, weight: 1}, "
                        + "{template: other, weight: \(weight)}]"),
                "rules/templates.yaml": """
                templates:
                  hello: {purpose: marketing, text: 您好}
                  other: {purpose: marketing, text: 再见}
                """,
            ])
    }

    @Test("finds variants with nothing to compare")
    func finds() {
        #expect(found(1) == ["rules/r.yaml:5:10 2 variants without a 'goal' compare nothing"])
    }

    @Test("is content with a goal, and with one variant that is sent")
    func passes() {
        #expect(found(1, "goal: {event: order.placed, within: 3d}") == [])
        #expect(found(0) == [])
    }
}
