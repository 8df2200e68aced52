internal import GRDB
public import HongyanCore

extension SQLiteStore {
    private static let columns = """
        d.at, d.rule, COALESCE(c.id, ''), d.key, d.due, d.decision, d.reason, d.until,
        m.text, m.parts, m.cost, m.channel, d.verdicts, d.book
        FROM decisions d
        LEFT JOIN customers c ON c.row = d.customer
        LEFT JOIN messages m ON m.slot = 0 AND m.id = d.message
        """

    /// Calls `body` with each ledger row of `(from, through]`, in order of (at, rule, customer id, occurrence key).
    public func forEachDecision(
        from: Timestamp, through: Timestamp, _ body: (DecisionRecord) throws -> Void
    ) throws {
        try queue.read { db in
            let sql = """
                SELECT \(Self.columns) WHERE d.slot = 0 AND d.at > ? AND d.at <= ?
                ORDER BY d.at, d.rule, 3, d.key, d.row
                """
            try db.makeStatement(sql: sql).each([from.db, through.db]) { row in
                try body(DecisionRecord(row))
            }
        }
    }

    /// What one rule decided about one customer, oldest first.
    public func decisions(of customer: CustomerID, rule: RuleID) throws(StoreError)
        -> [DecisionRecord]
    {
        try read { db in
            var records: [DecisionRecord] = []
            let sql = """
                SELECT \(Self.columns) WHERE d.slot = 0 AND d.rule = ?
                AND d.customer = (SELECT COALESCE(merged_into, row) FROM customers WHERE slot = 0 AND id = ?)
                ORDER BY d.at, d.row
                """
            try db.makeStatement(sql: sql).each([rule.db, customer.db]) { row in
                records.append(DecisionRecord(row))
            }
            return records
        }
    }
}

extension DecisionRecord {
    fileprivate init(_ row: Row) {
        self.init(
            at: row.time(0), rule: RuleID(row.text(1)), customer: CustomerID(row.text(2)),
            occurrence: row.text(3), due: row.time(4), decision: row.text(5), reason: row[6],
            until: row.timeIfAny(7), text: row[8], parts: (row[9] as Int64?).map { Int($0) },
            cost: (row[10] as Int64?).map { Money(units: $0) },
            channel: (row[11] as String?).map { ChannelID($0) }, verdicts: row.text(12),
            book: row.digest(13))
    }
}
