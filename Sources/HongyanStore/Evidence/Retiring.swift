internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Deletes sealed days for their age, the oldest first, some rows at a time. Counts and hashes
    /// stay, so that the chain still holds and says from when on the ledger reaches.
    ///
    /// - Parameters:
    ///   - table: One of ``retiredTables``.
    ///   - day: The last that may go.
    ///   - limit: Rows of this call, one transaction of one day.
    /// - Returns: How many rows went, and whether none is left.
    /// - Throws: ``StoreError/refused(_:)`` for a table that stays, and for a day younger than the
    ///   law lets go.
    public func retireSealed(
        table: String, through day: CivilDay, limit: Int, at now: Timestamp
    ) throws(StoreError) -> (rows: Int, isDone: Bool) {
        try write(durably: false, noting: { _, _ in }) { db in
            try Retiring(db: db, now: now, limit: limit).batch(of: table, through: day)
        }
    }

    /// What is deleted by days, in this order: what refers to others goes before them.
    public static let retiredTables = ["ledger", "decisions", "messages", "complaints"]
}

/// One transaction of deleting old days.
struct Retiring {
    let db: Database
    let now: Timestamp
    let limit: Int

    private struct Share {
        let day: CivilDay
        let after: Int64
        let through: Int64
    }

    func batch(of table: String, through day: CivilDay) throws -> (rows: Int, isDone: Bool) {
        guard SQLiteStore.retiredTables.contains(table) else {
            throw StoreError.refused("'\(table)' is kept as long as the store")
        }
        var next: Share?
        try db.cachedStatement(sql: Self.finding(table)).each([table.db, day.db]) { row in
            next = Share(
                day: CivilDay(number: Int32(truncatingIfNeeded: row[0] as Int64)), after: row[1],
                through: row[2])
        }
        guard let share = next else { return (0, true) }
        guard Verifier.mayBeRetired(share.day, at: now) else {
            throw StoreError.refused(
                "the ledger of \(share.day) is younger than the law lets it go")
        }
        let range = [share.after.db, share.through.db]
        if table == "messages",
            try db.cachedStatement(sql: Self.findingWaiting).firstInt(range) != nil
        {
            return (0, true)
        }
        let rows = try delete(from: table, share)
        try db.cachedStatement(sql: Self.marking).run([now.db, table.db, share.day.db])
        if rows < limit {
            try db.cachedStatement(sql: Self.forgettingMarks).run([share.day.db, table.db])
        }
        return (rows, false)
    }

    private func delete(from table: String, _ share: Share) throws -> Int {
        var last = share.after
        var count = 0
        let sql = """
            SELECT MAX(row), COUNT(*) FROM (SELECT row FROM \(table)
                WHERE row > ? AND row <= ? ORDER BY row LIMIT ?)
            """
        try db.cachedStatement(sql: sql).each([share.after.db, share.through.db, limit.db]) { row in
            last = row[0]
            count = row.int(1)
        }
        guard count > 0 else { return 0 }
        let range = [share.after.db, last.db]
        for sql in Self.beside[table] ?? [] { try db.cachedStatement(sql: sql).run(range) }
        try db.cachedStatement(
            sql: "DELETE FROM seal_prints WHERE slot = 0 AND name = ? AND row > ? AND row <= ?"
        ).run([table.db] + range)
        try db.cachedStatement(sql: "DELETE FROM \(table) WHERE row > ? AND row <= ?").run(range)
        return count
    }

    /// The oldest day of a table that still has rows, or was not marked. The last row of all stays
    /// until another one follows: SQLite would give its number again, and what has a sealed number
    /// is never sealed.
    private static func finding(_ table: String) -> String {
        """
        SELECT p.day, p.after, p.through FROM seal_parts p
        WHERE p.slot = 0 AND p.name = ? AND p.day <= ? AND (p.retired_at IS NULL
            OR EXISTS (SELECT 1 FROM seal_marks m
                WHERE m.slot = 0 AND m.day = p.day AND m.name = p.name))
            AND p.through < (SELECT MAX(row) FROM \(table))
        ORDER BY p.day LIMIT 1
        """
    }
    private static let findingWaiting = """
        SELECT 1 FROM messages WHERE row > ? AND row <= ?
            AND state IN ('queued', 'claimed', 'written') LIMIT 1
        """
    private static let marking = """
        UPDATE seal_parts SET retired_at = ?
        WHERE slot = 0 AND name = ? AND day = ? AND retired_at IS NULL
        """
    private static let forgettingMarks = """
        DELETE FROM seal_marks WHERE slot = 0 AND day = ? AND name = ?
        """
    /// What goes along with rows after one and up to another. A submission's working copy stays as
    /// long as the journal speaks of it: its last line is its last response.
    private static let beside: [String: [String]] = [
        "ledger": [
            """
            DELETE FROM receipts WHERE slot = 0 AND (channel, provider_id, at, outcome, code) IN (
                SELECT channel, provider_id, happened_at, outcome, code FROM ledger
                WHERE row > ?1 AND row <= ?2 AND kind = 'receipt')
            """,
            """
            DELETE FROM charges WHERE slot = 0 AND submission IN (\(lastLines))
            """,
            """
            DELETE FROM refunds WHERE slot = 0 AND submission IN (\(lastLines))
            """,
            """
            DELETE FROM submission_parts WHERE slot = 0 AND submission IN (\(lastLines))
            """,
            """
            DELETE FROM submissions WHERE slot = 0 AND id IN (\(lastLines))
            """,
        ],
        "messages": [
            // A question that never left was not asked; one that left was, for good.
            """
            DELETE FROM consent_asks WHERE message IN (
                SELECT id FROM messages WHERE row > ?1 AND row <= ?2 AND takes_slot = 0)
            """
        ],
    ]
    private static let lastLines = """
        SELECT l.submission FROM ledger l
        WHERE l.row > ?1 AND l.row <= ?2 AND l.submission IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM ledger n INDEXED BY ledger_responses
                WHERE n.slot = 0 AND n.submission = l.submission AND n.kind = 'response'
                AND n.row > ?2)
        """
}
