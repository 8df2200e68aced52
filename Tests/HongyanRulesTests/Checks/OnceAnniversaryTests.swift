import HongyanCore
import HongyanRules
import Testing

/// `once/anniversary`
@Suite("check once/anniversary")
struct OnceAnniversaryTests {
    private let trigger = "{date: birthday, before: 3d, at: 10:00}"

    @Test("finds a span that swallows the next birthday")
    func finds() {
        #expect(
            CheckCase.rule("once/anniversary", trigger: trigger, adding: "once: per 365d") == [
                "rules/r.yaml:6:7 'per 365d' skips an anniversary that comes back sooner"
            ])
        let rule = CheckCase.ruleText("r", trigger: trigger, "once: per 365d")
        #expect(
            CheckCase.fixes("once/anniversary", ["rules/r.yaml": rule]) == [
                "per 365d -> per year"
            ])
    }

    @Test("is content with a shorter one, with per year, and with dates that come once")
    func passes() {
        #expect(
            CheckCase.rule("once/anniversary", trigger: trigger, adding: "once: per 300d") == [])
        #expect(
            CheckCase.rule("once/anniversary", trigger: trigger, adding: "once: per year") == [])
        #expect(
            CheckCase.rule(
                "once/anniversary", trigger: "{date: coupon_expires, at: 10:00}",
                adding: "once: per 365d") == [])
    }
}
