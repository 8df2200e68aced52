import HongyanCore
import HongyanRules
import Testing

/// `holdout/no-goal`
@Suite("check holdout/no-goal")
struct HoldoutNoGoalTests {
    @Test("finds a control group with nothing to compare")
    func finds() {
        #expect(
            CheckCase.rule("holdout/no-goal", adding: "holdout: 5%") == [
                "rules/r.yaml:6:10 a control group without a 'goal' measures nothing"
            ])
    }

    @Test("is content with a goal, and without a control group")
    func passes() {
        let goal = "goal: {event: order.placed, within: 3d}"
        #expect(CheckCase.rule("holdout/no-goal", adding: "holdout: 5%\n" + goal) == [])
        #expect(CheckCase.rule("holdout/no-goal", adding: "holdout: 0%") == [])
    }
}
