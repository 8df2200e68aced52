/// What one occurrence came to in a run: the last word of the ledger on it.
public struct OccurrenceOutcome: Hashable, Sendable {
    public enum End: Hashable, Sendable {
        case sent(SentMessage)
        case dropped(Reason)
        /// Still waiting when the run ended.
        case held(until: Timestamp, Reason)
    }
    public let rule: RuleID
    public let position: Position
    public let customer: CustomerID
    public let due: Timestamp
    public let firstDecidedAt: Timestamp
    public let end: End

    public init(
        rule: RuleID, position: Position, customer: CustomerID, due: Timestamp,
        firstDecidedAt: Timestamp, end: End
    ) {
        self.rule = rule
        self.position = position
        self.customer = customer
        self.due = due
        self.firstDecidedAt = firstDecidedAt
        self.end = end
    }

    /// Where it stands among the outcomes of one rule: the same in every copy of one snapshot.
    public struct Position: Hashable, Comparable, Sendable {
        /// The store's own number of the customer.
        public let row: Int64
        public let key: String
        public init(row: Int64, key: String) {
            self.row = row
            self.key = key
        }
        public static func < (left: Position, right: Position) -> Bool {
            if left.row != right.row { return left.row < right.row }
            return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
        }
    }

    public var message: SentMessage? {
        if case .sent(let message) = end { message } else { nil }
    }
}

/// A message that was cleared to leave, as the ledger keeps it.
public struct SentMessage: Hashable, Sendable {
    public let at: Timestamp
    /// Masks itself.
    public let number: PhoneNumber
    public let text: String
    public let parts: Int
    public let cost: Money
    public let channel: ChannelID
    public init(
        at: Timestamp, number: PhoneNumber, text: String, parts: Int, cost: Money,
        channel: ChannelID
    ) {
        self.at = at
        self.number = number
        self.text = text
        self.parts = parts
        self.cost = cost
        self.channel = channel
    }

    /// The same to be shown to others: its text blotted out by the book that it was made by.
    func blotted(by book: RuleBook) -> SentMessage {
        SentMessage(
            at: at, number: number, text: book.blotted(text), parts: parts, cost: cost,
            channel: channel)
    }

    /// What the customer reads and what it costs; not when.
    func reads(as other: SentMessage) -> Bool {
        text == other.text && parts == other.parts && cost == other.cost
            && channel == other.channel && number == other.number
    }
}
