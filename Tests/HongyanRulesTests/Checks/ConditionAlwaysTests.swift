import Testing

/// `condition/always`
@Suite("check condition/always")
struct ConditionAlwaysTests {
    @Test("says that an audience leaves nobody out")
    func finds() {
        #expect(
            CheckCase.audience("condition/always", "orders >= 0") == [
                "rules/r.yaml:6:11 the audience always holds and leaves nobody out"
            ])
    }

    @Test("says that nobody enters what everybody is in")
    func enters() {
        let rule = Workspace.rule.replacing(
            "{event: cart.updated}", with: "{enters: orders > -1, every: 1d, at: 03:00}")
        #expect(
            CheckCase.findings("condition/always", ["rules/r.yaml": rule]) == [
                "rules/r.yaml:4:19 everybody always matches, so nobody ever enters"
            ])
    }

    @Test(
        "is content when a value may be missing, and when somebody wrote true",
        arguments: [
            "points >= 0 or points < 0", "orders >= 1", "true",
        ])
    func passes(_ condition: String) {
        #expect(CheckCase.audience("condition/always", condition) == [])
    }
}
