internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func sample(
        _ rule: CompiledRule, at instant: Timestamp, book: RuleBook
    ) throws(StoreError) {
        guard case .enters(let trigger) = rule.trigger else { return }
        let zone = book.workspace.zone
        try write { db in
            let last = try Self.lastSample(db, of: rule.id)
            if let last, instant <= last.instant { return }
            // A changed condition starts from a baseline of its own.
            let isBaseline = last?.fingerprint != rule.triggerFingerprint
            let judge = ConditionSQL(now: instant, zone: zone)
            try Self.match(db, judge.holds(trigger.condition))
            let name = rule.id.rawValue
            if isBaseline {
                try db.execute(
                    literal: "DELETE FROM memberships WHERE slot = 0 AND rule = \(name)")
            } else {
                try db.execute(
                    literal: """
                        UPDATE memberships SET inside = 0
                        WHERE slot = 0 AND rule = \(name) AND inside = 1 AND NOT EXISTS (
                            SELECT 1 FROM temp.matching m WHERE m.row = memberships.customer)
                        """)
            }
            let entered = isBaseline ? nil : instant.milliseconds
            try db.execute(
                literal: """
                    INSERT INTO memberships (slot, rule, customer, inside, entered)
                    SELECT 0, \(name), m.row, 1, \(entered) FROM temp.matching m WHERE 1
                    ON CONFLICT (slot, rule, customer) DO UPDATE
                    SET inside = 1, entered = excluded.entered WHERE inside = 0
                    """)
            try db.cachedStatement(sql: Self.savingSample).run([
                rule.id.db, instant.db, rule.triggerFingerprint.db,
            ])
        }
    }

    /// Judges every customer once, for the leaving and the entering.
    private static func match(_ db: Database, _ matches: SQL) throws {
        try db.execute(
            sql: "CREATE TEMP TABLE IF NOT EXISTS matching (row INTEGER PRIMARY KEY)")
        try db.execute(sql: "DELETE FROM temp.matching")
        try db.execute(
            literal: """
                INSERT INTO temp.matching (row) SELECT c.row FROM customers c
                WHERE c.slot = 0 AND c.merged_into IS NULL AND \(matches) ORDER BY c.row
                """)
    }

    private static func lastSample(
        _ db: Database, of rule: RuleID
    ) throws -> (instant: Timestamp, fingerprint: Digest)? {
        var last: (instant: Timestamp, fingerprint: Digest)?
        let sql = "SELECT instant, fingerprint FROM samples WHERE slot = 0 AND rule = ?"
        try db.cachedStatement(sql: sql).each([rule.db]) { row in
            last = (row.time(0), row.digest(1))
        }
        return last
    }

    static let savingSample = """
        INSERT INTO samples (slot, rule, instant, fingerprint) VALUES (0, ?, ?, ?)
        ON CONFLICT (slot, rule) DO UPDATE SET
            instant = excluded.instant, fingerprint = excluded.fingerprint
        """
}
