/// Everything that a store holds about one person, table by table: what PIPL 45 (个人信息保护法)
/// entitles them to see and to take along.
public struct PersonRecord: Sendable {
    public enum Field: Hashable, Sendable {
        case text(String)
        case number(Int64)
        case time(Timestamp)
        /// JSON as it stands in the store.
        case json(String)
        case missing
    }

    public struct Table: Sendable {
        public let name: String
        /// In the order of the rows; each with its columns in their order.
        public let rows: [[(column: String, field: Field)]]
        public init(name: String, rows: [[(column: String, field: Field)]]) {
            self.name = name
            self.rows = rows
        }
    }

    public let customer: CustomerID
    /// With all digits: the record is the person's own.
    public let phone: String?
    /// Ascending by name; those without rows are absent.
    public let tables: [Table]

    public init(customer: CustomerID, phone: String?, tables: [Table]) {
        self.customer = customer
        self.phone = phone
        self.tables = tables
    }
}

/// What an erasure took away and what it left, and why it had to.
public struct ErasureReport: Hashable, Sendable {
    /// The person was erased before; nothing was left to do.
    public let wasErased: Bool
    /// Messages that waited and will not be sent.
    public let withdrawn: Int
    /// Messages whose number and text are gone; the rows stay.
    public let blankedMessages: Int
    public let blankedReplies: Int
    public let deletedEvents: Int
    /// Refusals, which go on to hold by the number's hash.
    public let keptOptOuts: Int
    /// Proofs of consent, withdrawn by the erasure where they stood.
    public let keptConsents: Int

    public init(
        wasErased: Bool, withdrawn: Int = 0, blankedMessages: Int = 0, blankedReplies: Int = 0,
        deletedEvents: Int = 0, keptOptOuts: Int = 0, keptConsents: Int = 0
    ) {
        self.wasErased = wasErased
        self.withdrawn = withdrawn
        self.blankedMessages = blankedMessages
        self.blankedReplies = blankedReplies
        self.deletedEvents = deletedEvents
        self.keptOptOuts = keptOptOuts
        self.keptConsents = keptConsents
    }
}
