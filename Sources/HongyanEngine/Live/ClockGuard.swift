public import HongyanCore

/// Notices when the wall clock cannot be trusted: it jumped against the monotonic clock, or the
/// daemon was away for longer than anyone could mean. Marketing by a wrong clock leaves at night.
public struct ClockGuard: Sendable {
    /// A jump larger than this, forward or back, stops the scheduler.
    public static let maxStep = Span.minutes(5)
    /// A gap since the last tick larger than this stops it too.
    public static let maxGap = Span.days(7)

    public enum Verdict: Hashable, Sendable {
        case fine
        /// The wall clock moved by this against the monotonic clock since the last look.
        case stepped(by: Span)
        /// So long ago was the last tick.
        case gap(Span)
    }

    private var wall: Timestamp?
    private var monotonic = Span.zero

    public init() {}

    /// At the start: is the store's last tick near enough?
    public static func judgeStart(lastTick: Timestamp?, now: Timestamp) -> Verdict {
        guard let lastTick else { return .fine }
        if now < lastTick - maxStep { return .stepped(by: now - lastTick) }
        return now - lastTick > maxGap ? .gap(now - lastTick) : .fine
    }

    /// At each step: did wall time go on as monotonic time did?
    public mutating func check(wall now: Timestamp, monotonic elapsed: Span) -> Verdict {
        defer {
            wall = now
            monotonic = elapsed
        }
        guard let wall else { return .fine }
        let step = (now - wall) - (elapsed - monotonic)
        return abs(step.milliseconds) > Self.maxStep.milliseconds ? .stepped(by: step) : .fine
    }
}
