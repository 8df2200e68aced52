/// One firing of a rule for one customer. `(rule, customer, key)` names it for ever; it gets one
/// final decision.
public struct Occurrence: Hashable, Sendable {
    public let rule: RuleID
    public let customer: CustomerID
    /// See ``Trigger`` for what each kind uses. Never holds a rule version, the tick's time or a
    /// value that corrections change.
    public let key: String
    public let due: Timestamp
    public let cause: Cause
    /// It fell due before the rule was active and is included by `backlog: include`.
    public let isBacklog: Bool

    /// What it came from, so that it can be read again at a wake-up.
    public enum Cause: Hashable, Sendable {
        /// The event's seq.
        case event(Seq)
        /// The local date it is about: an anniversary, a coupon's end, the last order's day.
        case day(CivilDay)
        /// The signal's key (city) and target day.
        case signal(key: String, day: CivilDay)
        /// A clock instant: schedules and samples.
        case instant(Timestamp)
        /// The reply's seq.
        case reply(Seq)
    }

    public init(
        rule: RuleID, customer: CustomerID, key: String, due: Timestamp, cause: Cause,
        isBacklog: Bool = false
    ) {
        self.rule = rule
        self.customer = customer
        self.key = key
        self.due = due
        self.cause = cause
        self.isBacklog = isBacklog
    }

    /// The same occurrence after a later event of its key started the timer anew.
    public func restarted(by cause: Cause, due: Timestamp) -> Occurrence {
        Occurrence(rule: rule, customer: customer, key: key, due: due, cause: cause)
    }

    /// The order inside one rule: due, customer id, key.
    public static func comesBefore(_ left: Occurrence, _ right: Occurrence) -> Bool {
        if left.due != right.due { return left.due < right.due }
        if left.customer != right.customer { return left.customer < right.customer }
        return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }
}

/// How far a rule has read: everything with `due ≤ throughTime` and `seq ≤ throughSeq` has been
/// asked for.
public struct Cursor: Hashable, Sendable {
    public var throughTime: Timestamp
    public var throughSeq: Seq
    /// What fell due at or before this is backlog.
    public var activeFrom: Timestamp
    public var triggerFingerprint: Digest
    /// Set when the fuse blew; a person resumes it.
    public var trippedAt: Timestamp?
    /// When a person last reset the fuse: it counts anew from there.
    public var resumedAt: Timestamp?
    public init(
        throughTime: Timestamp, throughSeq: Seq, activeFrom: Timestamp, triggerFingerprint: Digest,
        trippedAt: Timestamp? = nil, resumedAt: Timestamp? = nil
    ) {
        self.throughTime = throughTime
        self.throughSeq = throughSeq
        self.activeFrom = activeFrom
        self.triggerFingerprint = triggerFingerprint
        self.trippedAt = trippedAt
        self.resumedAt = resumedAt
    }
}

/// The question a tick asks of each rule: due in `(fromTime, toTime]` with seq ≤ fromSeq, plus seq
/// in `(fromSeq, toSeq]` with due ≤ toTime; and, unless the backlog is included, due > activeFrom.
public struct Interval: Hashable, Sendable {
    public let fromTime: Timestamp
    public let toTime: Timestamp
    public let fromSeq: Seq
    public let toSeq: Seq
    public let activeFrom: Timestamp
    public init(
        fromTime: Timestamp, toTime: Timestamp, fromSeq: Seq, toSeq: Seq, activeFrom: Timestamp
    ) {
        self.fromTime = fromTime
        self.toTime = toTime
        self.fromSeq = fromSeq
        self.toSeq = toSeq
        self.activeFrom = activeFrom
    }
}
