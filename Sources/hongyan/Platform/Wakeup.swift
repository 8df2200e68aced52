import Foundation
import HongyanCore

/// Lets the engine's thread sleep until its next work or until a carrier says something.
///
/// A class: the thread that sleeps and those that wake it share it.
final class Wakeup: @unchecked Sendable {
    // Safe: `isRung` is touched under the condition's lock only.
    private let condition = NSCondition()
    private var isRung = false

    func ring() {
        condition.lock()
        isRung = true
        condition.signal()
        condition.unlock()
    }

    /// Returns at once when it was rung since the last wait.
    func wait(_ span: Span) {
        let until = Date(timeIntervalSinceNow: Double(max(0, span.milliseconds)) / 1_000)
        condition.lock()
        while !isRung, condition.wait(until: until) {}
        isRung = false
        condition.unlock()
    }
}
