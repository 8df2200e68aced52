import HongyanCore
import HongyanRules
import Testing

/// `window/outside-law-hours`
@Suite("check window/outside-law-hours")
struct WindowOutsideLawHoursTests {
    private func found(_ spans: String) -> [String] {
        CheckCase.policy("window/outside-law-hours", ["windows": "{day: \"daily \(spans)\"}"])
    }

    @Test("finds marketing before eight and after ten at night")
    func finds() {
        #expect(
            found("09:00-12:00, 18:00-23:30") == [
                "rules/policy.yaml:4:16 "
                    + "'day' lets marketing leave at 18:00-23:30, beyond 08:00-22:00"
            ])
        #expect(found("07:59-12:00").count == 1)
    }

    @Test("is content within 08:00-22:00")
    func passes() { #expect(found("08:00-22:00") == []) }

    @Test("a window that no marketing rule uses may be open at night")
    func unused() {
        let windows = "{day: \"daily 09:00-20:00\", night: \"daily 20:00-24:00\"}"
        #expect(CheckCase.policy("window/outside-law-hours", ["windows": windows]) == [])
    }
}
