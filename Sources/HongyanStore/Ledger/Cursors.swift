internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func latestSeq() throws(StoreError) -> Seq {
        if let seq = try outlook({ $0.seq }) { return seq }
        return try read { db in
            let seq = Seq(try Meta.int(db, .seq) ?? 0)
            self.learn { $0.seq = seq }
            return seq
        }
    }

    public func cursors() throws(StoreError) -> [RuleID: HongyanCore.Cursor] {
        try read { db in
            var cursors: [RuleID: HongyanCore.Cursor] = [:]
            try db.cachedStatement(sql: CursorRows.reading).each { row in
                cursors[RuleID(row.text(0))] = HongyanCore.Cursor(
                    throughTime: row.time(1), throughSeq: Seq(row[2]), activeFrom: row.time(3),
                    triggerFingerprint: row.digest(4), trippedAt: row.timeIfAny(5),
                    resumedAt: row.timeIfAny(6))
            }
            return cursors
        }
    }

    public func saveCursors(_ cursors: [RuleID: HongyanCore.Cursor]) throws(StoreError) {
        guard !cursors.isEmpty else { return }
        try write(durably: false, noting: { _, _ in }) { db in
            for rule in cursors.keys.sorted() {
                if let cursor = cursors[rule] { try CursorRows.save(db, cursor, of: rule) }
            }
        }
    }
}

enum CursorRows {
    static let reading = """
        SELECT rule, through_time, through_seq, active_from, fingerprint, tripped_at, resumed_at
        FROM cursors WHERE slot = 0
        """

    static func save(_ db: Database, _ cursor: HongyanCore.Cursor, of rule: RuleID) throws {
        try db.cachedStatement(sql: saving).run([
            rule.db, cursor.throughTime.db, cursor.throughSeq.db, cursor.activeFrom.db,
            cursor.triggerFingerprint.db, cursor.trippedAt.db, cursor.resumedAt.db,
        ])
    }

    // A person may have resumed the rule while the page was decided: that word stands.
    private static let saving = """
        INSERT INTO cursors (slot, rule, through_time, through_seq, active_from, fingerprint,
            tripped_at, resumed_at)
        VALUES (0, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (slot, rule) DO UPDATE SET
            through_time = excluded.through_time, through_seq = excluded.through_seq,
            active_from = excluded.active_from, fingerprint = excluded.fingerprint,
            resumed_at = COALESCE(MAX(resumed_at, excluded.resumed_at), resumed_at,
                excluded.resumed_at),
            tripped_at = CASE WHEN excluded.tripped_at <= resumed_at THEN NULL
                ELSE excluded.tripped_at END
        """
}
