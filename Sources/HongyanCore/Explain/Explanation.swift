/// Why a customer got a rule's message at a moment, or why not, or when they would: values only,
/// for terminal and JSON.
public struct Explanation: Sendable {
    public let customer: CustomerID
    /// Set when another customer stands for this one.
    public let mergedInto: CustomerID?
    /// Masks itself.
    public let phone: PhoneNumber?
    public let rule: CompiledRule
    public let at: Timestamp
    public let zone: Zone
    /// The book by which everything but the past is told.
    public let book: Digest
    /// What the ledger has, ascending by time: the last ``mostPast``.
    public let past: [Past]
    /// How many decisions came before those.
    public let earlierCount: Int
    public let story: TriggerStory
    /// The rows behind the story, and how far the rule has read.
    public let history: TriggerHistory
    public let isInAudience: Bool
    /// Every sub-condition of the audience, outermost first; empty for everybody.
    public let audience: [ConditionTrace]
    /// What the gates would say now; nil when the store has no such customer any more.
    public let present: Present?

    public static let mostPast = 20

    /// A decision of the ledger.
    public struct Past: Sendable {
        public let record: DecisionRecord
        /// It was made by another book than today's.
        public let isOtherBook: Bool
        /// The gates that held or dropped it, with what they rested on; thresholds are today's.
        public let gates: [GateNote]
        public init(record: DecisionRecord, isOtherBook: Bool, gates: [GateNote]) {
            self.record = record
            self.isOtherBook = isOtherBook
            self.gates = gates
        }
    }

    /// A decision computed now, of which the ledger has nothing.
    public struct Present: Sendable {
        public let decision: Decision
        /// No occurrence waits: the gates are asked as if one fell due now.
        public let isHypothetical: Bool
        public let gates: [GateNote]
        /// When all gates would pass if nothing but time went on; nil when none such lies within
        /// their reach.
        public let earliest: Timestamp?
        public init(
            decision: Decision, isHypothetical: Bool, gates: [GateNote], earliest: Timestamp?
        ) {
            self.decision = decision
            self.isHypothetical = isHypothetical
            self.gates = gates
            self.earliest = earliest
        }
    }

    public init(
        customer: CustomerID, mergedInto: CustomerID?, phone: PhoneNumber?, rule: CompiledRule,
        at: Timestamp, zone: Zone, book: Digest, past: [Past], earlierCount: Int,
        story: TriggerStory, history: TriggerHistory, isInAudience: Bool,
        audience: [ConditionTrace], present: Present?
    ) {
        self.customer = customer
        self.mergedInto = mergedInto
        self.phone = phone
        self.rule = rule
        self.at = at
        self.zone = zone
        self.book = book
        self.past = past
        self.earlierCount = earlierCount
        self.story = story
        self.history = history
        self.isInAudience = isInAudience
        self.audience = audience
        self.present = present
    }
}

/// One gate's word with what it was measured by, what it rests on and when it would say otherwise.
public struct GateNote: Sendable {
    public let verdict: Verdict
    /// As workspace files write it: `4 per month`, `evening: daily 18:00-20:30`; nil where there is
    /// none.
    public let threshold: String?
    /// Where the threshold was written; nil where there is none or it is not known.
    public let origin: SettingOrigin?
    /// Rows of the store, in the order of their times.
    public let evidence: [Evidence]
    public let next: Next

    public enum Evidence: Hashable, Sendable {
        /// Takes a slot of the cap, or is the last of the rule.
        case sent(ClearedSend)
        case consent(Consent)
        case optOut(OptOut)
        case template(TemplateStanding)
        case stop(Stop)
        /// Who receives marketing on the number.
        case holder(CustomerID)
        /// Messages the rule cleared since a moment.
        case cleared(Int, since: Timestamp)
    }

    /// When the gate would pass, seen from a moment at which it was asked.
    public enum Next: Hashable, Sendable {
        /// It passes.
        case now
        case at(Timestamp)
        /// Not for this occurrence, or not for this customer, as long as the rule is what it is.
        case never
        /// When a person, the customer or the data change it; time alone does not.
        case onChange
    }

    public init(
        verdict: Verdict, threshold: String?, origin: SettingOrigin?, evidence: [Evidence],
        next: Next
    ) {
        self.verdict = verdict
        self.threshold = threshold
        self.origin = origin
        self.evidence = evidence
        self.next = next
    }
}
