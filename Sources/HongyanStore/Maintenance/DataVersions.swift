internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Which data the store holds; reads ends of indexes only.
    public func dataVersion() throws(StoreError) -> DataVersion {
        let kinds = schema.events.map(\.kind.rawValue)
        return try read { db in
            let seq = try Meta.int(db, .seq) ?? 0
            var oldest: Int64?
            var newest = try db.int(
                "SELECT at FROM decisions WHERE row = (SELECT MAX(row) FROM decisions)")
            for kind in kinds {
                let first: SQL = """
                    SELECT MIN(at) FROM events INDEXED BY events_due
                    WHERE slot = 0 AND kind = \(kind) HAVING MIN(at) IS NOT NULL
                    """
                let last: SQL = """
                    SELECT MAX(at) FROM events INDEXED BY events_due
                    WHERE slot = 0 AND kind = \(kind) HAVING MAX(at) IS NOT NULL
                    """
                if let at = try db.int(first) { oldest = min(oldest ?? at, at) }
                if let at = try db.int(last) { newest = max(newest ?? at, at) }
            }
            var parts = ["seq \(seq)"]
            for table in Self.journals {
                let length = try db.int("SELECT COALESCE(MAX(row), 0) FROM \(sql: table)") ?? 0
                parts.append("\(table) \(length)")
            }
            return DataVersion(
                seq: Seq(seq), newest: newest.map { Timestamp(milliseconds: $0) },
                oldest: oldest.map { Timestamp(milliseconds: $0) }, hash: Digest(hashing: parts))
        }
    }

    /// Tables that only grow, beside what has a seq.
    private static let journals = [
        "decisions", "ledger", "consent_events", "optout_events", "complaints", "template_log",
    ]

    /// What a rule, or all, had spent by a moment in the period of a budget that it lies in.
    func spentBefore(
        _ moment: Timestamp, by rule: RuleID?, _ period: Budget.Period, zone: Zone
    ) throws(StoreError) -> Money {
        let all = try spent(by: rule, after: period.start(at: moment, zone: zone))
        return all - (try spent(by: rule, after: moment))
    }
}
