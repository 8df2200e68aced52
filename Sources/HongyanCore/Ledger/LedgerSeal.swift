/// One day of the ledger, sealed: a hash over every row that was written on it, chained to the day
/// before.
public struct LedgerSeal: Hashable, Sendable {
    /// One table's share of the day.
    public struct Part: Hashable, Sendable {
        public let table: String
        public let count: Int
        public let hash: Fingerprint
        public init(table: String, count: Int, hash: Fingerprint) {
            self.table = table
            self.count = count
            self.hash = hash
        }
    }
    /// A local day of the workspace zone.
    public let day: CivilDay
    /// Of the day before; zeros for the first.
    public let previous: Fingerprint
    public let hash: Fingerprint
    public let sealedAt: Timestamp
    /// In the order in which they are hashed.
    public let parts: [Part]
    public init(
        day: CivilDay, previous: Fingerprint, hash: Fingerprint, sealedAt: Timestamp, parts: [Part]
    ) {
        self.day = day
        self.previous = previous
        self.hash = hash
        self.sealedAt = sealedAt
        self.parts = parts
    }

    /// The hash of a day: over the hash of the day before, the day, the moment of sealing and, for
    /// each part, its table's name, count and hash.
    public static func hash(
        day: CivilDay, previous: Fingerprint, sealedAt: Timestamp, parts: [Part]
    ) -> Fingerprint {
        var hasher = SHA256()
        hasher.absorb("hongyan.seal.1\n\(day)\n\(sealedAt.milliseconds)\n".utf8)
        hasher.absorb(previous.bytes)
        for part in parts {
            hasher.absorb("\(part.table)\n\(part.count)\n".utf8)
            hasher.absorb(part.hash.bytes)
        }
        return hasher.finish()
    }

    /// How long after midnight a day is sealed: answers that are under way still belong to it.
    public static let delay = Span.minutes(10)
}

/// One thing that is not as it was when its day was sealed.
public struct LedgerFinding: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// The row says something else now.
        case changed
        /// The row is gone.
        case missing
        /// The row was put in afterwards.
        case added
        /// The day's own seal, or its link to the day before, is not what it was.
        case seal
        /// A day between two sealed ones has no seal.
        case unsealed
        /// A personal field (the text, the number, a consent's proof) is another one now.
        case personal
        /// The working copy of what the journal says is another one.
        case copy
    }
    public let day: CivilDay
    public let table: String
    /// The row's number, or the name of what is beside it; empty for a whole day.
    public let row: String
    public let kind: Kind
    public init(day: CivilDay, table: String, row: String, kind: Kind) {
        self.day = day
        self.table = table
        self.row = row
        self.kind = kind
    }
}

/// What a look at the seals came to.
public struct LedgerVerification: Hashable, Sendable {
    public var days = 0
    public var rows = 0
    /// Rows whose personal fields were erased; the seal holds without them.
    public var erased = 0
    /// Rows of days so old that they were deleted whole; their counts and hashes stay.
    public var retired = 0
    /// Encrypted numbers that were not opened, for want of the key: they and their hashes are as
    /// they were after the last change of keys, and what they say was not asked.
    public var unopened = 0
    /// From this day on the ledger is whole; nil while nothing was deleted for its age.
    public var reaches: CivilDay?
    /// In order of day, table, row; at most ``most``.
    public var findings: [LedgerFinding] = []
    /// The last seal that was looked at.
    public var last: LedgerSeal?
    public init() {}
    public static let most = 1_000
}
