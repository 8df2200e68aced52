internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Sets a scratch copy back to a moment: events, refusals, consents and ledger rows after it
    /// go.
    ///
    /// Latest-event tags are rebuilt for the customers concerned. Holds and queue stay only when
    /// nothing was decided
    /// after the moment; otherwise what was queued then counts as sent. Plain tags and signals
    /// stay as they are:
    /// the store keeps no history of them.
    /// - Returns: The removed events, ascending by (at, seq): the future, should the run want it.
    public func rewind(to moment: Timestamp) throws(StoreError) -> [IncomingEvent] {
        let schema = schema
        let future = try write { db in
            let future = try EventRows.read(
                db, schema, from: moment, through: .distantFuture)
            let isPast = try Self.isAfterLastDecision(db, moment)
            try Self.removeEvents(db, schema, after: moment.milliseconds)
            for sql in Self.rewindSteps(moment.milliseconds) {
                try db.cachedStatement(literal: sql).execute()
            }
            if !isPast {
                for sql in Self.dropWaiting() { try db.cachedStatement(literal: sql).execute() }
            }
            return future
        }
        forgetPages()
        return future
    }

    private static func isAfterLastDecision(
        _ db: Database, _ moment: Timestamp
    ) throws -> Bool {
        let last = try db.int("SELECT MAX(at) FROM decisions WHERE slot = 0") ?? Int64.min
        return last <= moment.milliseconds
    }

    private static func removeEvents(
        _ db: Database, _ schema: TagSchema, after moment: Int64
    ) throws {
        try db.execute(sql: "DROP TABLE IF EXISTS temp.rewound")
        try db.execute(
            sql: """
                CREATE TEMP TABLE rewound AS
                SELECT DISTINCT customer, kind FROM main.events WHERE slot = 0 AND at > ?
                """, arguments: [moment])
        try db.execute(sql: "DELETE FROM events WHERE slot = 0 AND at > ?", arguments: [moment])
        for tag in schema.tags {
            guard case .latest(let kind) = tag.source else { continue }
            let name = kind.rawValue
            let column = TagColumns.name(tag.name)
            let last: (String) -> SQL = { (expression: String) in
                """
                (SELECT \(sql: expression) FROM events e WHERE e.slot = 0
                 AND e.customer = customers.row AND e.kind = \(name)
                 ORDER BY e.at DESC, e.seq LIMIT 1)
                """
            }
            var sets: SQL = "\(sql: column) = \(last("e.at"))"
            if tag.isTracked { sets += ", \(sql: TagColumns.seq(tag.name)) = \(last("e.seq"))" }
            try db.execute(
                literal: """
                    UPDATE customers SET \(sets)
                    WHERE row IN (SELECT customer FROM temp.rewound WHERE kind = \(name))
                    """)
        }
        try db.execute(sql: "DROP TABLE temp.rewound")
    }

    private static func rewindSteps(_ moment: Int64) -> [SQL] {
        [
            "DELETE FROM decisions WHERE slot = 0 AND at > \(moment)",
            """
            DELETE FROM occurrences WHERE slot = 0 AND (first_decided_at > \(moment) OR (
                state = 'sent' AND EXISTS (SELECT 1 FROM messages m WHERE m.slot = 0
                    AND m.rule = occurrences.rule AND m.customer = occurrences.customer
                    AND m.key = occurrences.key AND m.cleared_at > \(moment))))
            """,
            "DELETE FROM messages WHERE slot = 0 AND cleared_at > \(moment)",
            """
            DELETE FROM submission_parts WHERE slot = 0 AND submission IN (
                SELECT id FROM submissions WHERE slot = 0 AND written_at > \(moment))
            """,
            "DELETE FROM submissions WHERE slot = 0 AND written_at > \(moment)",
            "DELETE FROM receipts WHERE slot = 0 AND at > \(moment)",
            "DELETE FROM charges WHERE slot = 0 AND at > \(moment)",
            "DELETE FROM refunds WHERE slot = 0 AND at > \(moment)",
            "DELETE FROM replies WHERE slot = 0 AND at > \(moment)",
            "DELETE FROM reply_reviews WHERE slot = 0 AND at > \(moment)",
            """
            UPDATE reply_reviews SET resolved_at = NULL, resolved_by = NULL, resolution = NULL,
                note = NULL WHERE slot = 0 AND resolved_at > \(moment)
            """,
            "DELETE FROM portability WHERE slot = 0 AND at > \(moment)",
            "DELETE FROM optouts WHERE slot = 0 AND at > \(moment)",
            "UPDATE optouts SET lifted_at = NULL WHERE slot = 0 AND lifted_at > \(moment)",
            "DELETE FROM consents WHERE slot = 0 AND at > \(moment)",
            "UPDATE consents SET withdrawn = NULL WHERE slot = 0 AND withdrawn > \(moment)",
            "DELETE FROM consent_asks WHERE slot = 0 AND at > \(moment)",
            "DELETE FROM misses WHERE slot = 0 AND hour > \(moment)",
            """
            DELETE FROM memberships WHERE slot = 0 AND rule IN (
                SELECT rule FROM samples WHERE slot = 0 AND instant > \(moment))
            """,
            "DELETE FROM samples WHERE slot = 0 AND instant > \(moment)",
            "UPDATE once_rows SET previous_at = NULL WHERE slot = 0 AND previous_at > \(moment)",
            """
            UPDATE once_rows SET previous_at = NULL, last_at = COALESCE(
                (SELECT MAX(m.cleared_at) FROM messages m WHERE m.slot = 0 AND m.takes_slot = 1
                 AND m.customer = once_rows.customer AND m.rule = once_rows.rule),
                previous_at, last_at)
            WHERE slot = 0 AND last_at > \(moment)
            """,
            "DELETE FROM once_rows WHERE slot = 0 AND last_at > \(moment)",
        ]
    }

    private static func dropWaiting() -> [SQL] {
        [
            "DELETE FROM occurrences WHERE slot = 0 AND state = 'held'",
            """
            UPDATE messages SET state = 'unknown', not_before = NULL
            WHERE slot = 0 AND state IN ('queued', 'claimed', 'written')
            """,
        ]
    }
}
