import Testing

/// `condition/any-value`
@Suite("check condition/any-value")
struct ConditionAnyValueTests {
    @Test("says that an or is met whatever the value is")
    func finds() {
        #expect(
            CheckCase.audience("condition/any-value", "tier != gold or tier != platinum") == [
                "rules/r.yaml:6:11 'tier != gold or tier != platinum' holds whatever the value is"
            ])
        #expect(
            CheckCase.audience("condition/any-value", "city = '上海' and (points < 5 or points > 4)")
                .count == 1)
    }

    @Test(
        "is content when some value is left out",
        arguments: [
            "tier != gold and tier != platinum", "points < 5 or points > 5",
            "tier in [bronze, silver, gold, platinum] or rich", "tier != gold or tier is missing",
        ])
    func passes(_ condition: String) {
        #expect(CheckCase.audience("condition/any-value", condition) == [])
    }
}
