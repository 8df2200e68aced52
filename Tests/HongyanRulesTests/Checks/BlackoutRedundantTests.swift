import HongyanCore
import HongyanRules
import Testing

/// `blackout/redundant`
@Suite("check blackout/redundant")
struct BlackoutRedundantTests {
    private func found(_ blackouts: String) -> [String] {
        CheckCase.policy("blackout/redundant", ["blackouts": blackouts])
    }

    @Test("finds a blackout inside another")
    func finds() {
        #expect(
            found("{exam: 06-07 .. 06-09, day: 06-08}") == [
                "rules/policy.yaml:8:40 the blackout 'day' lies wholly in 'exam'"
            ])
        #expect(found("{exam: 06-07 .. 06-09, day: 2026-06-08}").count == 1)
        #expect(found("{a: 2026-06-01 .. 2026-06-09, b: 2026-06-08}").count == 1)
    }

    @Test("finds one of two equal ones")
    func equal() {
        #expect(found("{a: lunar 01-01, b: lunar 01-01}").count == 1)
        #expect(found("{a: 12-30 .. 01-02, b: 12-30 .. 01-02}").count == 1)
    }

    @Test("is content when each closes a day of its own")
    func passes() {
        #expect(found("{a: 06-07 .. 06-09, b: 06-09 .. 06-10}") == [])
        #expect(found("{a: 2026-06-07, b: 06-01 .. 06-06}") == [])
    }
}
