import HongyanCore
import HongyanRules
import Testing

/// `once/cadence`
@Suite("check once/cadence")
struct OnceCadenceTests {
    private func found(_ cron: String, _ once: String) -> [String] {
        CheckCase.rule(
            "once/cadence", trigger: "{schedule: \"\(cron)\"}", adding: "once: \(once)")
    }

    @Test("finds a span as long as the schedule's step")
    func finds() {
        #expect(
            found("0 18 * * 5", "per 7d") == [
                "rules/r.yaml:6:7 as long as the schedule's step: one late message drops the next"
            ])
        #expect(found("0 10 * * *", "per 24h").count == 1)
        let rule = CheckCase.ruleText("r", trigger: "{schedule: \"0 18 * * 5\"}", "once: per 7d")
        #expect(
            CheckCase.fixes("once/cadence", ["rules/r.yaml": rule]) == [
                "per 7d -> per occurrence"
            ])
    }

    @Test("is content with a shorter or a longer one, and with uneven steps")
    func passes() {
        #expect(found("0 18 * * 5", "per 6d") == [])
        #expect(found("0 10 * * *", "per 7d") == [])
        #expect(found("0 10 * * 1-5", "per 1d") == [])
        #expect(found("0 18 * * 5", "per occurrence") == [])
    }
}
