import HongyanCore
import HongyanRules
import Testing

/// `schedule/closed`
@Suite("check schedule/closed")
struct ScheduleClosedTests {
    @Test("finds a moment at which the window is closed")
    func finds() {
        #expect(
            CheckCase.rule(
                "schedule/closed", trigger: "{at: \"2026-12-12 22:00\"}", adding: "closed: drop")
                == [
                    "rules/r.yaml:4:15 "
                        + "'day' is closed then and opens too late, all of it is dropped"
                ])
    }

    @Test("is content when it can wait, or the window is open")
    func passes() {
        #expect(
            CheckCase.rule(
                "schedule/closed", trigger: "{at: \"2026-12-12 22:00\"}",
                adding: "closed: defer 11h"
            ) == [])
        #expect(
            CheckCase.rule(
                "schedule/closed", trigger: "{at: \"2026-12-12 19:59\"}", adding: "closed: drop")
                == [])
    }
}
