import Foundation
import HongyanCore
import Testing

@testable import hongyan

struct SystemClockTests {
    @Test("the system clock tells the machine's time in milliseconds")
    func now() {
        let before = Int64(Date().timeIntervalSince1970 * 1_000) - 1
        let now = SystemClock().now().milliseconds
        let after = Int64(Date().timeIntervalSince1970 * 1_000) + 1
        #expect((before...after).contains(now))
    }
}
