import Testing

/// `condition/part-covered`
@Suite("check condition/part-covered")
struct ConditionPartCoveredTests {
    @Test("points at the branch that lets nobody in")
    func finds() {
        #expect(
            CheckCase.audience("condition/part-covered", "tier in [gold, platinum] or tier = gold")
                == [
                    "rules/r.yaml:6:39 the branch 'tier = gold' is covered by the others"
                ])
    }

    @Test("sees that two branches cover a third together")
    func together() {
        #expect(
            CheckCase.audience(
                "condition/part-covered",
                "points < 10 and tier = gold or points >= 10 or points between 3 and 20 and tier = gold"
            ).count == 1)
    }

    @Test("is content when each lets somebody in")
    func passes() {
        #expect(
            CheckCase.audience("condition/part-covered", "tier = silver or tier = gold") == [])
    }
}
