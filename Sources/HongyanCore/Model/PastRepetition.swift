/// The events of `(from − period, from]` that come again: shifted by one period, then by two, until
/// the end.
///
/// A repeated event is another event: its id gets the suffix `~1`, `~2` …, and so does each text
/// field that a rule uses as a key, or the copies would fall to the original's decision.
public struct PastRepetition: Hashable, Sendable {
    public let from: Timestamp
    /// Whole weeks, so that weekdays keep their pattern.
    public let period: Span
    /// Nothing comes later.
    public var end: Timestamp
    /// Names of the fields that get the suffix.
    public let keys: Set<String>

    /// - Parameter days: rounded up to whole weeks.
    public init(days: Int, from: Timestamp, end: Timestamp, keys: Set<String>) {
        self.from = from
        self.end = end
        self.keys = keys
        period = .days(Int64(max(1, (days + 6) / 7) * 7))
    }

    /// The rounds of which something comes in `(after, through]`: `body` gets each one's part of
    /// that stretch, how far it is shifted, and its number from 1.
    public func eachRound<E: Error>(
        after: Timestamp, through: Timestamp,
        _ body: (_ low: Timestamp, _ high: Timestamp, _ shift: Span, _ round: Int64) throws(E)
            -> Void
    ) throws(E) {
        var round = max(0, (after - from).milliseconds / period.milliseconds) + 1
        while from + shift(round - 1) < through {
            let low = max(after, from + shift(round - 1))
            let high = min(through, from + shift(round))
            if low < high { try body(low, high, shift(round), round) }
            round += 1
        }
    }

    /// How often each event comes again, on the average.
    public var timesAgain: Double {
        guard end < .distantFuture else { return 0 }
        return Double((end - from).milliseconds) / Double(period.milliseconds)
    }

    private func shift(_ round: Int64) -> Span {
        Span(milliseconds: period.milliseconds * round)
    }
}

/// A store that lets its own past come again, without anybody reading it out and handing it in.
public protocol PastRepeating: AnyObject {
    /// From now on the past comes again with ``takeRepeated(through:book:)``.
    /// - Returns: Whether the store does that; otherwise the events are to be handed in.
    func beginRepeating(_ repetition: PastRepetition) throws(StoreError) -> Bool

    /// When somebody must look next: at the moment of an event of a kind that an immediate rule
    /// waits for, else at the whole minute at or after the next event; nil when none comes.
    func nextRepeated(immediate: Set<EventKind>, book: RuleBook) throws(StoreError) -> Timestamp?

    /// Takes in what has come by now.
    func takeRepeated(through now: Timestamp, book: RuleBook) throws(StoreError)
}
