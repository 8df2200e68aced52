internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Streams the decisions of `(from, through]` in order of (at, rule, customer, occurrence key).
    ///
    /// The customer of a `missed` row is empty.
    public func forEachDecision(
        from: Timestamp, through: Timestamp, _ body: (DecisionRecord) throws -> Void
    ) throws(StoreError) {
        try read { db in
            try db.cachedStatement(sql: DecisionRows.inTime).each([from.db, through.db]) { row in
                try body(DecisionRows.record(row))
            }
        }
    }

    /// The decisions of one customer and rule, ascending by time; for `explain`.
    public func decisions(
        of customer: CustomerID, rule: RuleID
    ) throws(StoreError) -> [DecisionRecord] {
        try read { db in
            guard let row = try CustomerIndex(db).row(of: customer) else { return [] }
            var records: [DecisionRecord] = []
            try db.cachedStatement(sql: DecisionRows.ofCustomer).each([row.db, rule.db]) { row in
                records.append(DecisionRows.record(row))
            }
            return records
        }
    }
}

enum DecisionRows {
    static func record(_ row: StoredRow) -> DecisionRecord {
        DecisionRecord(
            at: row.time(0), rule: RuleID(row.text(1)), customer: CustomerID(row.text(2)),
            occurrence: row.text(3), due: row.time(4), decision: row.text(5), reason: row[6],
            until: row.timeIfAny(7), text: row[8],
            parts: (row[9] as Int64?).map { Int($0) },
            cost: (row[10] as Int64?).map { Money(units: $0) },
            channel: (row[11] as String?).map { ChannelID($0) }, verdicts: row.text(12),
            book: row.digest(13))
    }

    private static let columns = """
        d.at, d.rule, COALESCE(c.id, '') AS person, d.key, d.due, d.decision, d.reason, d.until,
        m.text, m.parts, m.cost, m.channel, d.verdicts, d.book
        """
    static let inTime = """
        SELECT \(columns) FROM decisions d INDEXED BY decisions_at
        LEFT JOIN customers c ON c.row = d.customer
        LEFT JOIN messages m ON m.slot = 0 AND m.id = d.message
        WHERE d.slot = 0 AND d.at > ? AND d.at <= ?
        ORDER BY d.at, d.rule, person, d.key, d.row
        """
    static let ofCustomer = """
        SELECT \(columns) FROM decisions d INDEXED BY decisions_customer
        CROSS JOIN customers c ON c.row = d.customer
        LEFT JOIN messages m ON m.slot = 0 AND m.id = d.message
        WHERE d.slot = 0 AND d.customer = ? AND d.rule = ? ORDER BY d.at, d.row
        """
}
