import HongyanCore
import HongyanRules
import Testing

/// `closed/past-date`
@Suite("check closed/past-date")
struct ClosedPastDateTests {
    private func found(_ trigger: String, _ closed: String) -> [String] {
        CheckCase.rule("closed/past-date", trigger: trigger, adding: "closed: \(closed)")
    }

    @Test("finds a message that waits until the day is over")
    func finds() {
        #expect(
            found("{date: coupon_expires, at: 21:00}", "defer 24h") == [
                "rules/r.yaml:6:9 may wait for 'day' until the day it is about is over"
            ])
    }

    @Test("is content when there is a day left, no wait, or no time to wait")
    func passes() {
        #expect(found("{date: coupon_expires, before: 1d, at: 21:00}", "defer 24h") == [])
        #expect(found("{date: coupon_expires, at: 10:00}", "defer 24h") == [])
        #expect(found("{date: coupon_expires, at: 21:00}", "defer 11h") == [])
        #expect(found("{date: coupon_expires, at: 21:00}", "drop") == [])
    }
}
