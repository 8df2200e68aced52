/// What a store knows of one customer for one trigger up to a moment: the rows from which its
/// occurrences, past, cancelled and to come, are told.
public struct TriggerHistory: Sendable {
    /// An event with the seq it was given.
    public struct Event: Hashable, Sendable {
        public let seq: Seq
        public let event: IncomingEvent
        public init(seq: Seq, event: IncomingEvent) {
            self.seq = seq
            self.event = event
        }
    }
    public struct Signal: Hashable, Sendable {
        public let key: String
        public let day: CivilDay
        public let fetchedAt: Timestamp
        public let fields: [String: Value]
        public init(key: String, day: CivilDay, fetchedAt: Timestamp, fields: [String: Value]) {
            self.key = key
            self.day = day
            self.fetchedAt = fetchedAt
            self.fields = fields
        }
    }
    public struct Reply: Hashable, Sendable {
        public let seq: Seq
        public let id: String
        public let at: Timestamp
        public let text: String
        public init(seq: Seq, id: String, at: Timestamp, text: String) {
            self.seq = seq
            self.id = id
            self.at = at
            self.text = text
        }
    }
    /// `enters`: what the samples said.
    public struct Membership: Hashable, Sendable {
        public let isInside: Bool
        /// nil when the customer was inside from the baseline on.
        public let entered: Timestamp?
        public init(isInside: Bool, entered: Timestamp?) {
            self.isInside = isInside
            self.entered = entered
        }
    }

    /// Of the kinds the trigger reads, ascending by (at, seq); the latest when there are many.
    public var events: [Event] = []
    /// For the customer's key and the days around now, ascending by day.
    public var signals: [Signal] = []
    /// Ascending by (at, seq).
    public var replies: [Reply] = []
    /// nil when no sample saw the customer inside.
    public var membership: Membership?
    /// The rule's last sample; nil when there was none.
    public var lastSample: Timestamp?
    /// What fell due at or before this is backlog; nil when the rule has never run.
    public var activeFrom: Timestamp?
    /// Until when the rule has read; nil when it has never run.
    public var throughTime: Timestamp?

    public init() {}
}
