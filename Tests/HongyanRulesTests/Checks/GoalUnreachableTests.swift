import HongyanCore
import HongyanRules
import Testing

/// `goal/unreachable`
@Suite("check goal/unreachable")
struct GoalUnreachableTests {
    @Test("finds a goal that leaves no time")
    func finds() {
        #expect(
            CheckCase.rule(
                "goal/unreachable", adding: "goal: {event: order.placed, within: 0d}") == [
                    "rules/r.yaml:6:37 a goal within 0s is never reached"
                ])
    }

    @Test("is content with a minute")
    func passes() {
        #expect(
            CheckCase.rule("goal/unreachable", adding: "goal: {event: order.placed, within: 1m}")
                == [])
    }
}
