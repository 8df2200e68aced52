/// What a rule waits for. Each kind is a query over an interval of due times and seqs.
public enum Trigger: Hashable, Sendable {
    /// An event arrives and matches. Key: event id. Due: at + after.
    case event(EventTrigger)
    /// No `unless` event within `within` after the last event of the same key.
    /// Key: the `key` field, else the event id. Due: at + within + settle.
    case absence(AbsenceTrigger)
    /// The silence after the last event of that kind crosses a span. Key: local day of that event.
    /// Due: at + for.
    case dormant(DormantTrigger)
    /// An anniversary or date tag comes near. Key: `2026` (solar year), `lunar 2026` (lunar year),
    /// or the date. Due: (date − before) at the time of day.
    case date(DateTrigger)
    /// An outside fact holds for a target day. Key: target day. Due: (day − before) at the time of
    /// day.
    case signal(SignalTrigger)
    /// The clock. Key: the planned instant, ISO 8601 in the workspace zone. Due: that instant.
    case schedule(ScheduleTrigger)
    /// A customer comes to match a condition. Key: local day of entry. Due: the sampling instant.
    case enters(EntersTrigger)
    /// A customer answers with a keyword. Key: reply id. Due: at.
    case reply(ReplyTrigger)

    /// The word used in reports: `event`, `absence` …
    public var kindName: String {
        switch self {
        case .event: "event"
        case .absence: "absence"
        case .dormant: "dormant"
        case .date: "date"
        case .signal: "signal"
        case .schedule: "schedule"
        case .enters: "enters"
        case .reply: "reply"
        }
    }
}

public struct EventTrigger: Hashable, Sendable {
    public let event: EventKind
    /// Over the event's fields and the customer's tags, judged at the decision.
    public let `where`: Condition
    public let after: Span
    public init(event: EventKind, where condition: Condition = .constant(true), after: Span = .zero)
    {
        self.event = event
        self.where = condition
        self.after = after
    }
}

public struct AbsenceTrigger: Hashable, Sendable {
    public let event: EventKind
    public let `where`: Condition
    public let unless: EventKind
    public let within: Span
    /// The field of `event` that restarts the timer when it comes again.
    public let key: String?
    /// The field both events must share for `unless` to cancel.
    public let same: String?
    /// Added to the due time, so that a canceller of the last second is seen.
    public static let settle = Span.seconds(60)
    public init(
        event: EventKind, where condition: Condition = .constant(true), unless: EventKind,
        within: Span, key: String? = nil, same: String? = nil
    ) {
        self.event = event
        self.where = condition
        self.unless = unless
        self.within = within
        self.key = key
        self.same = same
    }
    /// From the event to the due time.
    public var delay: Span { within + AbsenceTrigger.settle }
}

public struct DormantTrigger: Hashable, Sendable {
    public let event: EventKind
    /// The latest-event tag of that kind.
    public let tag: TagName
    public let span: Span
    public let backlog: Backlog
    public init(event: EventKind, tag: TagName, span: Span, backlog: Backlog) {
        self.event = event
        self.tag = tag
        self.span = span
        self.backlog = backlog
    }
}

/// What fell due before the rule was there.
public enum Backlog: String, Hashable, Sendable, CaseIterable { case skip, include }

public struct DateTrigger: Hashable, Sendable {
    public let tag: TagName
    /// An anniversary recurs; a date fires once.
    public let isAnniversary: Bool
    /// Whole days before the date.
    public let daysBefore: Int
    public let at: MinuteOfDay
    public init(tag: TagName, isAnniversary: Bool, daysBefore: Int, at: MinuteOfDay) {
        self.tag = tag
        self.isAnniversary = isAnniversary
        self.daysBefore = daysBefore
        self.at = at
    }
}

public struct SignalTrigger: Hashable, Sendable {
    public let signal: SignalKind
    public let by: TagName
    /// Over the signal's fields.
    public let when: Condition
    public let daysBefore: Int
    public let at: MinuteOfDay
    /// From the signal's definition: older facts never fire.
    public let freshFor: Span
    public init(
        signal: SignalKind, by: TagName, when: Condition, daysBefore: Int, at: MinuteOfDay,
        freshFor: Span
    ) {
        self.signal = signal
        self.by = by
        self.when = when
        self.daysBefore = daysBefore
        self.at = at
        self.freshFor = freshFor
    }
}

public enum ScheduleTrigger: Hashable, Sendable {
    case cron(Cron)
    case once(Timestamp)
}

public struct EntersTrigger: Hashable, Sendable {
    public let condition: Condition
    /// Whole days between samples.
    public let everyDays: Int
    public let at: MinuteOfDay
    public init(condition: Condition, everyDays: Int, at: MinuteOfDay) {
        self.condition = condition
        self.everyDays = everyDays
        self.at = at
    }
}

public struct ReplyTrigger: Hashable, Sendable {
    /// Compared with the whole reply after folding width, case and surrounding space and
    /// punctuation.
    public let keywords: [String]
    public init(keywords: [String]) { self.keywords = keywords }
}
