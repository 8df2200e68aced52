/// When a message that was certainly not accepted goes again: the one retry policy.
public enum RetryPolicy {
    /// After the first attempt; doubles with each further one.
    public static let firstDelay = Span.seconds(2)
    public static let maxAttempts = 5

    /// When the next attempt may start: 2, 4, 8 and 16 seconds after attempts 1 to 4.
    ///
    /// - Parameter attempt: The one that was throttled, from 1.
    /// - Returns: nil when that was the last.
    public static func retryAt(attempt: Int, now: Timestamp) -> Timestamp? {
        guard attempt < maxAttempts else { return nil }
        let doublings = max(0, attempt - 1)
        return now + Span(milliseconds: firstDelay.milliseconds << Int64(doublings))
    }
}
