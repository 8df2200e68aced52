import HongyanCore
import HongyanRules
import Testing

/// `rollout/zero`
@Suite("check rollout/zero")
struct RolloutZeroTests {
    @Test("finds a rollout to nobody")
    func finds() {
        #expect(
            CheckCase.rule("rollout/zero", adding: "rollout: 0%") == [
                "rules/r.yaml:6:10 a rollout of 0% reaches nobody and uses up what falls due"
            ])
    }

    @Test("is content with the smallest one, and with a rule at rest")
    func passes() {
        #expect(CheckCase.rule("rollout/zero", adding: "rollout: 0.01%") == [])
        #expect(CheckCase.rule("rollout/zero", adding: "rollout: 0%\nenabled: false") == [])
    }
}
