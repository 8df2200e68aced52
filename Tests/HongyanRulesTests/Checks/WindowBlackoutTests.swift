import HongyanCore
import HongyanRules
import Testing

/// `window/blackout`
@Suite("check window/blackout")
struct WindowBlackoutTests {
    private func found(
        _ trigger: String, _ closed: String, blackouts: String = "{exam: 06-07 .. 06-09}"
    ) -> [String] {
        CheckCase.findings(
            "window/blackout",
            [
                "rules/r.yaml": CheckCase.ruleText("r", trigger: trigger, "closed: \(closed)"),
                "rules/policy.yaml": CheckCase.policyText(["blackouts": blackouts]),
            ])
    }

    @Test("finds a yearly schedule that is due in a blackout each year")
    func finds() {
        #expect(
            found("{schedule: \"0 10 7 6 *\"}", "drop") == [
                "rules/r.yaml:4:10 every due day falls into the blackout 'exam', "
                    + "all of it is dropped"
            ])
    }

    @Test("is content when it can wait until the blackout ends")
    func waits() {
        #expect(found("{schedule: \"0 10 7 6 *\"}", "defer 3d") == [])
        #expect(found("{schedule: \"0 10 7 6 *\"}", "defer 2d").count == 1)
    }

    @Test("is content when one due day of the year is outside")
    func someDays() { #expect(found("{schedule: \"0 10 7 6,7 *\"}", "drop") == []) }

    @Test("a single moment is asked of the year it names")
    func once() {
        let blackouts = "{sale: 2026-12-24 .. 2026-12-26}"
        #expect(found("{at: \"2026-12-25 10:00\"}", "drop", blackouts: blackouts).count == 1)
        #expect(found("{at: \"2027-12-25 10:00\"}", "drop", blackouts: blackouts) == [])
    }
}
