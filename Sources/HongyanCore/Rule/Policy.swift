/// `policy.yaml`, checked: what the workspace allows.
public struct Policy: Hashable, Sendable {
    public let windows: [Window]
    /// In these no marketing leaves, whatever a rule's window says.
    public let blackouts: [Blackout]
    /// The workspace's own and those of its preset; ``RuleBook/caps`` has the packs' as well.
    public let caps: [Cap]
    /// Without brackets: `云杉商城`.
    public let signature: String
    /// The words that end a marketing message: `拒收请回复R`.
    public let optOutWords: String
    /// Of 10,000 buckets, that no marketing rule reaches.
    public let globalHoldoutBuckets: Int
    public let maxParts: Int
    /// The steps a template's version takes before it may be sent, in order, each by the role that
    /// takes it; empty when no approval is asked.
    public let approval: [String]
    /// By which `workdays` and `restdays` are told: the built-in table and the workspace's own
    /// notices.
    public let calendar: WorkCalendar
    public let retention: RetentionPeriods
    /// What a refusal by reply binds.
    public let optOutScope: OptOutScope
    /// A service rule may confirm a refusal with one message.
    public let confirmsOptOut: Bool
    /// What is asked of consents.
    public let consent: ConsentTerms
    /// How texts are audited before they leave.
    public let content: ContentPolicy
    /// The law that the workspace says it is under; nil when it names none.
    public let law: PolicyPack?
    /// What the workspace itself lays down under `terms:`.
    public let terms: [PolicyStatement]
    public init(
        windows: [Window], blackouts: [Blackout], caps: [Cap], signature: String,
        optOutWords: String, globalHoldoutBuckets: Int, maxParts: Int, approval: [String] = [],
        calendar: WorkCalendar = .mainland, retention: RetentionPeriods = .standard,
        optOutScope: OptOutScope = .all, confirmsOptOut: Bool = false,
        consent: ConsentTerms = .standard, content: ContentPolicy = .standard,
        law: PolicyPack? = nil, terms: [PolicyStatement] = []
    ) {
        self.consent = consent
        self.windows = windows
        self.blackouts = blackouts
        self.caps = caps
        self.signature = signature
        self.optOutWords = optOutWords
        self.globalHoldoutBuckets = globalHoldoutBuckets
        self.maxParts = maxParts
        self.optOutScope = optOutScope
        self.confirmsOptOut = confirmsOptOut
        self.approval = approval
        self.calendar = calendar
        self.retention = retention
        self.content = content
        self.law = law
        self.terms = terms
    }
}

/// What a refusal by reply binds: all marketing, or that of the signature it answered.
///
/// 网络交易监督管理办法 16 forbids to send again under another name after a refusal, so `all` is
/// the default and the stricter one; `signature` is for workspaces that send for several shops.
public enum OptOutScope: String, Hashable, Sendable, CaseIterable {
    case all, signature
}

/// When something may be sent: spans of the local day on some days.
public struct Window: Hashable, Sendable {
    public enum Days: Hashable, Sendable {
        /// 1 Monday … 7 Sunday, public holidays or not.
        case weekdays(Set<Int>)
        /// The days on which one works, by ``WorkCalendar``: made-up weekends among them.
        case workdays
        /// All others: public holidays and weekends that are not worked.
        case restdays
    }

    public let name: String
    /// A span across midnight belongs to the day on which it starts.
    public let days: Days
    public let spans: [DaySpan]

    public init(name: String, days: Days, spans: [DaySpan]) {
        self.name = name
        self.days = days
        self.spans = spans
    }

    public init(name: String, weekdays: Set<Int> = Set(1...7), spans: [DaySpan]) {
        self.init(name: name, days: .weekdays(weekdays), spans: spans)
    }

    /// Whether a year without a notice leaves it undecided.
    public var needsCalendar: Bool { days == .workdays || days == .restdays }

    /// Its weekdays in a week without public holidays.
    public var ordinaryWeekdays: Set<Int> {
        switch days {
        case .weekdays(let weekdays): weekdays
        case .workdays: Set(1...5)
        case .restdays: [6, 7]
        }
    }
}

/// A half-open span of the local day, `[from, to)`; `to <= from` means across midnight.
public struct DaySpan: Hashable, Sendable {
    public let from: MinuteOfDay
    public let to: MinuteOfDay
    public init(from: MinuteOfDay, to: MinuteOfDay) {
        self.from = from
        self.to = to
    }
}

/// A closed stretch of local dates, both ends included, each year or in one year.
public struct Blackout: Hashable, Sendable {
    public enum Days: Hashable, Sendable {
        /// One stretch of dates.
        case dates(from: CivilDay, through: CivilDay)
        /// Each year; `from` after `through` runs across the new year.
        case yearly(from: Anniversary, through: Anniversary)
    }
    public let name: String
    public let days: Days
    public init(name: String, days: Days) {
        self.name = name
        self.days = days
    }
}
