/// What a run's decisions tell beside their counts: who displaced whom, how long occurrences
/// waited, and how long texts were.
public struct RunDetails: Hashable, Sendable {
    /// Messages of a rule that a cap kept back because a rule's message had taken the last slot.
    public struct Collision: Hashable, Sendable {
        public let rule: RuleID
        public let winner: RuleID
        /// The reason's code: `cap.day`.
        public let cap: String
        public let count: Int
        public init(rule: RuleID, winner: RuleID, cap: String, count: Int) {
            self.rule = rule
            self.winner = winner
            self.cap = cap
            self.count = count
        }
    }

    /// How long an occurrence was held, from its first decision to its last.
    public enum Length: Int, Hashable, Comparable, Sendable, CaseIterable {
        case hour, sixHours, day, threeDays, longer

        /// The first that a wait fits into: up to one hour, six hours, a day, three days.
        public init(_ span: Span) {
            let hours: [Int64] = [1, 6, 24, 72]
            let fitting = hours.firstIndex { span <= .hours($0) }
            self = Length.allCases[fitting ?? hours.count]
        }

        /// `1h`, `6h`, `24h`, `72h`, `longer`.
        public var code: String { ["1h", "6h", "24h", "72h", "longer"][rawValue] }

        public static func < (left: Length, right: Length) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// Occurrences of a rule that were held and then decided for good.
    public struct Wait: Hashable, Sendable {
        public let rule: RuleID
        public let length: Length
        public let sent: Int
        public let dropped: Int
        public init(rule: RuleID, length: Length, sent: Int, dropped: Int) {
            self.rule = rule
            self.length = length
            self.sent = sent
            self.dropped = dropped
        }
    }

    /// Messages by the number of their parts.
    public struct PartsCount: Hashable, Sendable {
        public let parts: Int
        public let messages: Int
        public init(parts: Int, messages: Int) {
            self.parts = parts
            self.messages = messages
        }
    }

    /// Most first, then by rule, winner and cap.
    public let collisions: [Collision]
    /// By rule, then length.
    public let waits: [Wait]
    /// Ascending by parts.
    public let parts: [PartsCount]

    public static let none = RunDetails(RunDetailsTally())

    public init(_ tally: RunDetailsTally) {
        collisions = tally.collisions.map { name, count in
            Collision(rule: name.rule, winner: name.winner, cap: name.cap, count: count)
        }.sorted {
            if $0.count != $1.count { return $0.count > $1.count }
            if $0.rule != $1.rule { return $0.rule < $1.rule }
            if $0.winner != $1.winner { return $0.winner < $1.winner }
            return $0.cap.utf8.lexicographicallyPrecedes($1.cap.utf8)
        }
        waits = tally.waits.map { name, counts in
            Wait(
                rule: name.rule, length: name.length, sent: counts.sent, dropped: counts.dropped)
        }.sorted { $0.rule == $1.rule ? $0.length < $1.length : $0.rule < $1.rule }
        parts = tally.parts.map { PartsCount(parts: $0.key, messages: $0.value) }
            .sorted { $0.parts < $1.parts }
    }
}

/// Counts up ``RunDetails``.
public struct RunDetailsTally: Sendable {
    struct CollisionName: Hashable, Sendable {
        let rule: RuleID
        let winner: RuleID
        let cap: String
    }
    struct WaitName: Hashable, Sendable {
        let rule: RuleID
        let length: RunDetails.Length
    }
    private(set) var collisions: [CollisionName: Int] = [:]
    private(set) var waits: [WaitName: (sent: Int, dropped: Int)] = [:]
    private(set) var parts: [Int: Int] = [:]

    public init() {}

    /// Messages of so many parts each.
    public mutating func sent(parts: Int, messages: Int = 1) {
        self.parts[parts, default: 0] += messages
    }

    /// Drops with a winner.
    public mutating func displaced(
        _ rule: RuleID, by winner: RuleID, cap: String, count: Int = 1
    ) {
        collisions[CollisionName(rule: rule, winner: winner, cap: cap), default: 0] += count
    }

    /// Occurrences that came to their end after a wait; those that never waited do not count.
    public mutating func ended(_ rule: RuleID, after wait: Span, isSent: Bool, count: Int = 1) {
        guard wait > .zero else { return }
        let name = WaitName(rule: rule, length: RunDetails.Length(wait))
        if isSent {
            waits[name, default: (0, 0)].sent += count
        } else {
            waits[name, default: (0, 0)].dropped += count
        }
    }
}
