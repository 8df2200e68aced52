internal import GRDB
internal import HongyanCore

/// Who holds which number: the first customer that came with it may receive marketing on it.
struct NumberBook {
    private let db: Database
    private let key: Digest

    init(_ db: Database, key: Digest) {
        self.db = db
        self.key = key
    }

    func hash(_ number: PhoneNumber) -> Digest { Digest(keyed: key, hashing: [number.e164]) }

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
