import Testing

/// `tag/computed-constant`
@Suite("check tag/computed-constant")
struct TagComputedConstantTests {
    private func findings(_ expression: String) -> [String] {
        let tags = Workspace.tags.replacing(
            "  orders: {", with: "  score: {computed: \"\(expression)\"}\n  orders: {")
        return CheckCase.findings("tag/computed-constant", ["rules/tags.yaml": tags])
    }

    @Test("says that a tag is the same, or missing, for everybody")
    func finds() {
        #expect(
            findings("3 * 4") == ["rules/tags.yaml:13:21 the tag 'score' is the same for everybody"]
        )
        #expect(
            findings("points / 0") == [
                "rules/tags.yaml:13:21 the tag 'score' is missing for everybody"
            ])
    }

    @Test(
        "is content with a tag that hangs on the customer or the day",
        arguments: [
            "points / 4", "days until birthday", "orders",
        ])
    func passes(_ expression: String) {
        #expect(findings(expression) == [])
    }
}
