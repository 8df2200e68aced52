internal import GRDB
internal import HongyanCore

/// Who holds which number: the first customer that came with it may receive marketing on it.
///
/// It knows how the store keeps numbers: as digits, or sealed under its keys.
struct NumberBook {
    private let db: Database
    private let lock: NumberLock

    init(_ db: Database, lock: NumberLock) {
        self.db = db
        self.lock = lock
    }

    /// The look-up hash of a number.
    func hash(_ number: PhoneNumber) throws -> Digest {
        if let sealed = number.sealed { return sealed.hash }
        let plain = Digest(keyed: SQLiteStore.plainNumberKey, hashing: [number.e164])
        switch lock {
        case .none: return plain
        case .open(let cipher): return cipher.hash(plain)
        case .closed: throw NumberLock.closedFault
        }
    }

    /// What is written down of a number: its text, and the hash beside it.
    func kept(_ number: PhoneNumber) throws -> (text: DatabaseValue, hash: Digest) {
        let hash = try hash(number)
        switch lock {
        case .none:
            guard number.sealed == nil else { throw NumberLock.closedFault }
            return (number.e164.db, hash)
        case .open(let cipher):
            guard let sealed = number.sealed else {
                return (try cipher.seal(number, hash: hash).db, hash)
            }
            if sealed.generation == cipher.current { return (sealed.text.db, hash) }
            guard let opened = cipher.open(sealed) else { throw NumberLock.damageFault }
            return (try cipher.seal(opened, hash: hash).db, hash)
        case .closed:
            // It came from this store and goes back as it was.
            guard let sealed = number.sealed else { throw NumberLock.closedFault }
            return (sealed.text.db, hash)
        }
    }

    /// What a stored text says, sealed as it is: for those who need no digits.
    static func number(_ text: String, _ hash: Digest) -> PhoneNumber {
        SealedNumber(text: text, hash: hash).map { PhoneNumber(sealed: $0) }
            ?? PhoneNumber(e164: text)
    }

    /// The same with its digits, where the key is at hand.
    /// - Throws: When the text was not sealed by this store's keys.
    func shown(_ text: String, _ hash: Digest) throws -> PhoneNumber {
        try shown(Self.number(text, hash))
    }

    /// A number that came from the store with its digits, where the key is at hand.
    func shown(_ number: PhoneNumber) throws -> PhoneNumber {
        guard let sealed = number.sealed, case .open(let cipher) = lock else { return number }
        guard let opened = cipher.open(sealed) else { throw NumberLock.damageFault }
        return opened
    }

    /// The same for those who cannot do without digits.
    func opened(_ text: String, _ hash: Digest) throws -> PhoneNumber {
        let number = try shown(text, hash)
        if number.sealed != nil { throw NumberLock.closedFault }
        return number
    }

    /// A customer has the number now; the first one keeps it.
    /// - Parameter isNew: the customer was made just now and has no consents yet.
    func take(_ hash: Digest, by customer: Int64, isNew: Bool = false) throws {
        try db.cachedStatement(sql: Self.taking).run([hash.db, customer.db])
        if isNew { return }
        // A consent given before any number was known binds to the first.
        try db.cachedStatement(sql: Self.binding).run([hash.db, customer.db])
    }

    /// A customer has lost the number: the next oldest one with it becomes the holder.
    func release(_ hash: Digest, by customer: Int64) throws {
        let blob = hash.db
        try db.cachedStatement(sql: Self.moving).run([blob, customer.db, blob, customer.db])
    }

    private static let taking = """
        INSERT INTO numbers (slot, hash, holder) VALUES (0, ?, ?)
        ON CONFLICT (slot, hash) DO UPDATE SET holder = excluded.holder WHERE holder IS NULL
        """
    private static let binding = """
        UPDATE consents SET number_hash = ? WHERE slot = 0 AND customer = ? AND number_hash IS NULL
        """
    private static let moving = """
        UPDATE numbers SET holder = (SELECT MIN(c.row) FROM customers c
            WHERE c.slot = 0 AND c.number_hash = ? AND c.row <> ? AND c.merged_into IS NULL)
        WHERE slot = 0 AND hash = ? AND holder = ?
        """
}

/// Finds customers by their outside ids, following merges; makes stubs for unknown ones.
struct CustomerIndex {
    private let find: Statement
    private let insert: Statement
    private let db: Database

    init(_ db: Database) throws {
        self.db = db
        find = try db.cachedStatement(sql: Self.finding)
        insert = try db.cachedStatement(sql: Self.inserting)
    }

    func row(of id: CustomerID) throws -> Int64? { try find.firstInt([id.db]) }

    /// A stub has an id and nothing else.
    func rowOrStub(_ id: CustomerID, _ seqs: inout SeqIssuer) throws -> Int64 {
        if let row = try row(of: id) { return row }
        try insert.run([id.db, seqs.next().db])
        return db.lastInsertedRowID
    }

    static let finding = """
        SELECT COALESCE(merged_into, row) FROM customers WHERE slot = 0 AND id = ?
        """
    private static let inserting = "INSERT INTO customers (slot, id, seq) VALUES (0, ?, ?)"
}
