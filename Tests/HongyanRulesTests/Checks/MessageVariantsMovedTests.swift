import HongyanCore
import HongyanRules
import Testing

/// `message/variants-moved`
@Suite("check message/variants-moved")
struct MessageVariantsMovedTests {
    private func files(_ variants: [(String, Int)]) -> [String: String?] {
        let list = variants.map { "{template: \($0.0), weight: \($0.1)}" }.joined(separator: ", ")
        return [
            "rules/r.yaml": CheckCase.ruleText("r", "goal: {event: order.placed, within: 1d}")
                .replacing("message: hello", with: "message: [\(list)]"),
            "rules/templates.yaml": """
            templates:
              hello: {purpose: marketing, text: 您好}
              other: {purpose: marketing, text: 再见}
            """,
        ]
    }

    private func found(_ old: [(String, Int)], _ new: [(String, Int)]) -> [String] {
        CheckCase.findings(
            "message/variants-moved", files(new), history: CheckCase.history(files(old)))
    }

    @Test("says how many customers change to another text")
    func finds() {
        #expect(
            found([("hello", 1), ("other", 1)], [("hello", 4), ("other", 1)]) == [
                "rules/r.yaml:5:10 about 30% of the customers change to another variant"
            ])
        #expect(found([("hello", 1), ("other", 1)], [("other", 1), ("hello", 1)]).count == 1)
    }

    @Test("is content with the same shares in other numbers, and at the end of a test")
    func passes() {
        #expect(found([("hello", 1), ("other", 1)], [("hello", 50), ("other", 50)]) == [])
        #expect(found([("hello", 1), ("other", 1)], [("hello", 1)]) == [])
    }
}
