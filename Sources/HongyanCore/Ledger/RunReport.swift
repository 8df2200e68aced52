/// What a run did, counted from the ledger: the facts of every report form.
public struct RunReport: Hashable, Sendable {
    public let from: Timestamp
    public let through: Timestamp
    public let book: Digest
    public let zone: Zone
    /// In the book's order of decision.
    public let rules: [RuleFunnel]
    /// Cleared messages by local day and hour; ascending; hours without any are absent.
    public let byHour: [HourCount]
    /// Customers by number of marketing messages cleared to them in the run, ascending; 0 is
    /// absent.
    public let touches: [TouchCount]
    public let channels: [ChannelTotals]
    /// Messages of the run by state at its end.
    public let states: [StateCount]
    public let samples: [Sample]
    /// What the run assumed, as sentences' keys with values: `events` → `repeat-last 28d`.
    public let assumptions: [Assumption]
    public let customers: Int
    /// Rules that waited for a template at the start, by the approvals of the snapshot.
    public let templateWaits: [TemplateWait]
    public let details: RunDetails
    public let frame: RunFrame
    /// nil where nobody asked.
    public let data: DataVersion?

    public init(
        from: Timestamp, through: Timestamp, book: Digest, zone: Zone, rules: [RuleFunnel],
        byHour: [HourCount], touches: [TouchCount], channels: [ChannelTotals], states: [StateCount],
        samples: [Sample], assumptions: [Assumption], customers: Int,
        templateWaits: [TemplateWait] = [], details: RunDetails = .none,
        frame: RunFrame = .none, data: DataVersion? = nil
    ) {
        self.from = from
        self.through = through
        self.book = book
        self.zone = zone
        self.rules = rules
        self.byHour = byHour
        self.touches = touches
        self.channels = channels
        self.states = states
        self.samples = samples
        self.assumptions = assumptions
        self.customers = customers
        self.templateWaits = templateWaits
        self.details = details
        self.frame = frame
        self.data = data
    }

    /// From occurrences to sends. `occurrences = outsideAudience + sent + Σ dropped + stillHeld`.
    public struct RuleFunnel: Hashable, Sendable {
        public let rule: RuleID
        public let title: String
        public let purpose: Purpose
        public let occurrences: Int
        public let outsideAudience: Int
        public let sent: Int
        public let parts: Int
        public let cost: Money
        /// By reason code, most first, then code.
        public let dropped: [ReasonCount]
        /// Occurrences that were held at least once, by reason of the hold.
        public let held: [ReasonCount]
        public let stillHeld: Int
        public init(
            rule: RuleID, title: String, purpose: Purpose, occurrences: Int, outsideAudience: Int,
            sent: Int, parts: Int, cost: Money, dropped: [ReasonCount], held: [ReasonCount],
            stillHeld: Int
        ) {
            self.rule = rule
            self.title = title
            self.purpose = purpose
            self.occurrences = occurrences
            self.outsideAudience = outsideAudience
            self.sent = sent
            self.parts = parts
            self.cost = cost
            self.dropped = dropped
            self.held = held
            self.stillHeld = stillHeld
        }
    }
    public struct ReasonCount: Hashable, Sendable {
        public let reason: String
        public let count: Int
        public init(reason: String, count: Int) {
            self.reason = reason
            self.count = count
        }
    }
    public struct HourCount: Hashable, Sendable {
        public let day: CivilDay
        /// 0–23.
        public let hour: Int
        public let rule: RuleID
        public let sent: Int
        public let cost: Money
        public init(day: CivilDay, hour: Int, rule: RuleID, sent: Int, cost: Money = .zero) {
            self.day = day
            self.hour = hour
            self.rule = rule
            self.sent = sent
            self.cost = cost
        }
    }
    public struct TouchCount: Hashable, Sendable {
        public let messages: Int
        public let customers: Int
        public init(messages: Int, customers: Int) {
            self.messages = messages
            self.customers = customers
        }
    }
    public struct ChannelTotals: Hashable, Sendable {
        public let channel: ChannelID
        public let messages: Int
        public let parts: Int
        /// What was charged at acceptance.
        public let charged: Money
        public init(channel: ChannelID, messages: Int, parts: Int, charged: Money) {
            self.channel = channel
            self.messages = messages
            self.parts = parts
            self.charged = charged
        }
    }
    public struct StateCount: Hashable, Sendable {
        public let state: MessageState
        public let count: Int
        public init(state: MessageState, count: Int) {
            self.state = state
            self.count = count
        }
    }
    /// A rendered message, with its number masked.
    public struct Sample: Hashable, Sendable {
        public let rule: RuleID
        public let at: Timestamp
        public let number: PhoneNumber
        public let text: String
        public let parts: Int
        public init(rule: RuleID, at: Timestamp, number: PhoneNumber, text: String, parts: Int) {
            self.rule = rule
            self.at = at
            self.number = number
            self.text = text
            self.parts = parts
        }
    }
    public struct Assumption: Hashable, Sendable {
        public let key: String
        public let value: String
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }
}

/// One row of the decision ledger, as `simulate --decisions` writes it.
public struct DecisionRecord: Hashable, Sendable {
    public let at: Timestamp
    public let rule: RuleID
    public let customer: CustomerID
    public let occurrence: String
    public let due: Timestamp
    /// `send`, `hold`, `drop`.
    public let decision: String
    public let reason: String?
    public let until: Timestamp?
    public let text: String?
    public let parts: Int?
    public let cost: Money?
    public let channel: ChannelID?
    /// `gate=seen` pairs joined by spaces, refusals marked `!`, holds `~`.
    public let verdicts: String
    public let book: Digest
    public init(
        at: Timestamp, rule: RuleID, customer: CustomerID, occurrence: String, due: Timestamp,
        decision: String, reason: String?, until: Timestamp?, text: String?, parts: Int?,
        cost: Money?, channel: ChannelID?, verdicts: String, book: Digest
    ) {
        self.at = at
        self.rule = rule
        self.customer = customer
        self.occurrence = occurrence
        self.due = due
        self.decision = decision
        self.reason = reason
        self.until = until
        self.text = text
        self.parts = parts
        self.cost = cost
        self.channel = channel
        self.verdicts = verdicts
        self.book = book
    }
}
