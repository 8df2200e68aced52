internal import GRDB
public import HongyanCore

/// The ledger as its tables stand, read by statements that the engine never uses: for judges who
/// must not believe the engine's own questions.
public struct RawLedger: Hashable, Sendable {
    public struct Decision: Hashable, Sendable {
        public let at: Timestamp
        public let rule: RuleID
        public let customer: CustomerID
        public let key: String
        public let due: Timestamp
        /// `send`, `hold` or `drop`.
        public let outcome: String
        public let reason: String?
        public let until: Timestamp?
        public let message: Digest?
        public let verdicts: String
    }
    public struct Message: Hashable, Sendable {
        public let id: Digest
        public let rule: RuleID
        public let customer: CustomerID
        public let key: String
        public let text: String
        public let state: String
        public let clearedAt: Timestamp
        public let notBefore: Timestamp?
        public let takesSlot: Bool
    }
    public struct Submission: Hashable, Sendable {
        public let id: Digest
        public let message: Digest
        public let attempt: Int
        public let state: String
        public let providerID: String?
    }
    public struct Charge: Hashable, Sendable {
        public let submission: Digest
        public let parts: Int
        public let amount: Money
    }

    /// In the order in which they were written.
    public let decisions: [Decision]
    public let messages: [Message]
    public let submissions: [Submission]
    public let charges: [Charge]
    /// The providers' ids of replies.
    public let replies: Set<String>
    /// Firings outside the audience, by rule, in all.
    public let outside: [String: Int]
}

extension SQLiteStore {
    /// All of it in one snapshot; meant for small stores.
    public func rawLedger() throws(StoreError) -> RawLedger {
        try read { db in
            RawLedger(
                decisions: try RawRows.decisions(db), messages: try RawRows.messages(db),
                submissions: try RawRows.submissions(db), charges: try RawRows.charges(db),
                replies: try RawRows.replies(db), outside: try RawRows.outside(db))
        }
    }
}

private enum RawRows {
    static func decisions(_ db: Database) throws -> [RawLedger.Decision] {
        var rows: [RawLedger.Decision] = []
        let sql = """
            SELECT d.at, d.rule, COALESCE(c.id, ''), d.key, d.due, d.decision, d.reason, d.until,
                d.message, d.verdicts
            FROM decisions d LEFT JOIN customers c ON c.row = d.customer ORDER BY d.row
            """
        try db.cachedStatement(sql: sql).each { row in
            rows.append(
                RawLedger.Decision(
                    at: row.time(0), rule: RuleID(row.text(1)), customer: CustomerID(row.text(2)),
                    key: row.text(3), due: row.time(4), outcome: row.text(5), reason: row[6],
                    until: row.timeIfAny(7), message: row.isNull(8) ? nil : row.digest(8),
                    verdicts: row.text(9)))
        }
        return rows
    }

    static func messages(_ db: Database) throws -> [RawLedger.Message] {
        var rows: [RawLedger.Message] = []
        let sql = """
            SELECT m.id, m.rule, COALESCE(c.id, ''), m.key, m.text, m.state, m.cleared_at,
                m.not_before, m.takes_slot
            FROM messages m LEFT JOIN customers c ON c.row = m.customer ORDER BY m.row
            """
        try db.cachedStatement(sql: sql).each { row in
            rows.append(
                RawLedger.Message(
                    id: row.digest(0), rule: RuleID(row.text(1)), customer: CustomerID(row.text(2)),
                    key: row.text(3), text: row.text(4), state: row.text(5),
                    clearedAt: row.time(6), notBefore: row.timeIfAny(7),
                    takesSlot: row.int(8) == 1))
        }
        return rows
    }

    static func submissions(_ db: Database) throws -> [RawLedger.Submission] {
        var rows: [RawLedger.Submission] = []
        let sql = "SELECT id, message, attempt, state, provider_id FROM submissions ORDER BY id"
        try db.cachedStatement(sql: sql).each { row in
            rows.append(
                RawLedger.Submission(
                    id: row.digest(0), message: row.digest(1), attempt: row.int(2),
                    state: row.text(3), providerID: row[4]))
        }
        return rows
    }

    static func charges(_ db: Database) throws -> [RawLedger.Charge] {
        var rows: [RawLedger.Charge] = []
        let sql = "SELECT submission, parts, amount FROM charges ORDER BY submission"
        try db.cachedStatement(sql: sql).each { row in
            rows.append(
                RawLedger.Charge(
                    submission: row.digest(0), parts: row.int(1), amount: Money(units: row[2])))
        }
        return rows
    }

    static func replies(_ db: Database) throws -> Set<String> {
        var ids: Set<String> = []
        try db.cachedStatement(sql: "SELECT id FROM replies").each { ids.insert($0.text(0)) }
        return ids
    }

    static func outside(_ db: Database) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        let sql = "SELECT rule, SUM(count) FROM misses GROUP BY rule ORDER BY rule"
        try db.cachedStatement(sql: sql).each { counts[$0.text(0)] = $0.int(1) }
        return counts
    }
}
