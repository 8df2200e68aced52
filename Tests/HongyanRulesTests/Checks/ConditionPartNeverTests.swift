import Testing

/// `condition/part-never`
@Suite("check condition/part-never")
struct ConditionPartNeverTests {
    @Test("points at the branch that never holds")
    func finds() {
        #expect(
            CheckCase.audience(
                "condition/part-never", "city = '上海' or points > 100 and points < 10") == [
                    "rules/r.yaml:6:26 the branch 'points > 100 and points < 10' never holds"
                ])
    }

    @Test("sees what stands beside the or")
    func beside() {
        #expect(
            CheckCase.audience(
                "condition/part-never", "tier = gold and (points > 5 or tier = silver)") == [
                    "rules/r.yaml:6:42 the branch 'tier = silver' never holds"
                ])
    }

    @Test("is content when each branch can hold")
    func passes() {
        #expect(
            CheckCase.audience(
                "condition/part-never", "tier = gold and (points > 5 or city = '上海')") == [])
    }

    @Test("keeps quiet where the whole never holds: that is said once")
    func whole() {
        #expect(
            CheckCase.audience(
                "condition/part-never", "tier = gold and (tier = silver or tier = bronze)") == [])
    }
}
