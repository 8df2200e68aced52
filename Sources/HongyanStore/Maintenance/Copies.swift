internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Copies the store to a new file while others use it.
    /// - Throws: ``StoreError/refused(_:)`` when the file exists.
    public func backup(to path: String) throws(StoreError) {
        if Self.isThere(path) { throw .refused("\(path) exists already") }
        try Self.mapped {
            let target = try DatabaseQueue(path: path)
            try queue.backup(to: target)
            try target.close()
        }
    }

    /// A copy that a dry run may write into: no journal on disk, no waiting for the disk.
    public func scratchCopy(to path: String) throws(StoreError) -> SQLiteStore {
        let (zone, schema) = (zone, schema)
        let target = try Self.mapped {
            let target = try DatabaseQueue(
                path: path, configuration: Self.baseConfiguration(zone: zone))
            try queue.backup(to: target)
            try target.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = MEMORY")
                try db.execute(sql: "PRAGMA synchronous = OFF")
            }
            return target
        }
        return SQLiteStore(
            queue: target, path: nil, schema: schema, zone: zone, numberKey: numberKey)
    }

    /// Takes a scratch copy to how things stood at a moment: later events, replies, refusals, consents, signals and
    /// ledger rows go, latest-event tags are computed again, and every cursor stands at the moment.
    ///
    /// Holds and queued messages are taken along only when the moment is not before the last tick; of an earlier one
    /// nobody knows what waited then.
    /// - Returns: The events that were removed, ascending by (at, seq): what a dry run over history feeds in again.
    public func rewind(to moment: Timestamp) throws(StoreError) -> [IncomingEvent] {
        let schema = schema
        let later = try events(from: moment, through: .distantFuture)
        try write { db in
            let at = moment.milliseconds
            let lastTick = try Meta.int(db, .lastTick) ?? Int64.min
            if !later.isEmpty { try Self.forgetLaterEvents(db, schema: schema, after: at) }
            for sql in Self.rewindSteps { try db.execute(sql: sql, arguments: ["at": at]) }
            if at < lastTick {
                try db.execute(sql: "DELETE FROM occurrences WHERE slot = 0 AND state = 'held'")
                try db.execute(
                    sql: """
                        UPDATE messages SET state = 'withdrawn', takes_slot = 0, reason = 'rewound'
                        WHERE slot = 0 AND state IN ('queued', 'claimed', 'written')
                        """)
            }
            let seq = try Meta.int(db, .seq) ?? 0
            try db.execute(
                sql: """
                    UPDATE cursors SET through_time = :at, through_seq = :seq,
                        active_from = MIN(active_from, :at),
                        tripped_at = CASE WHEN tripped_at > :at THEN NULL ELSE tripped_at END
                    WHERE slot = 0
                    """, arguments: ["at": at, "seq": seq])
            try Meta.set(db, .lastTick, .null)
        }
        forgetPages()
        return later
    }

    private static func forgetLaterEvents(_ db: Database, schema: TagSchema, after at: Int64) throws {
        try db.execute(sql: "CREATE TEMP TABLE rewound (customer INTEGER PRIMARY KEY)")
        try db.execute(
            sql: "INSERT INTO rewound SELECT DISTINCT customer FROM events WHERE slot = 0 AND at > ?",
            arguments: [at])
        try db.execute(sql: "DELETE FROM events WHERE slot = 0 AND at > ?", arguments: [at])
        for tag in schema.tags {
            guard case .latest(let kind) = tag.source else { continue }
            try db.execute(
                sql: """
                    UPDATE customers SET \(TagColumns.name(tag.name)) = (SELECT MAX(e.at) FROM events e
                        WHERE e.slot = 0 AND e.customer = customers.row AND e.kind = ?)
                    WHERE row IN (SELECT customer FROM rewound)
                    """, arguments: [kind.rawValue])
        }
        try db.execute(sql: "DROP TABLE rewound")
    }

    private static let rewindSteps = [
        """
        DELETE FROM charges WHERE slot = 0 AND submission IN (SELECT s.id FROM submissions s
            WHERE s.slot = 0 AND s.written_at > :at)
        """,
        "DELETE FROM submissions WHERE slot = 0 AND written_at > :at",
        "DELETE FROM receipts WHERE slot = 0 AND at > :at",
        "DELETE FROM messages WHERE slot = 0 AND cleared_at > :at",
        "DELETE FROM decisions WHERE slot = 0 AND at > :at",
        "DELETE FROM occurrences WHERE slot = 0 AND first_decided_at > :at",
        "DELETE FROM misses WHERE slot = 0 AND hour >= :at",
        "DELETE FROM once_rows WHERE slot = 0 AND last_at > :at AND previous_at IS NULL",
        """
        UPDATE once_rows SET last_at = previous_at, previous_at = NULL
        WHERE slot = 0 AND last_at > :at
        """,
        "DELETE FROM replies WHERE slot = 0 AND at > :at",
        "DELETE FROM optouts WHERE slot = 0 AND at > :at",
        "UPDATE optouts SET lifted_at = NULL WHERE slot = 0 AND lifted_at > :at",
        "DELETE FROM consents WHERE slot = 0 AND at > :at",
        "UPDATE consents SET withdrawn = NULL WHERE slot = 0 AND withdrawn > :at",
        "DELETE FROM signals WHERE slot = 0 AND fetched_at > :at",
        "DELETE FROM memberships WHERE slot = 0 AND entered > :at",
        "DELETE FROM samples WHERE slot = 0 AND instant > :at",
    ]

    /// Events with `from < at ≤ through`, ascending by (at, seq), as they came in.
    public func events(from: Timestamp, through: Timestamp) throws(StoreError) -> [IncomingEvent] {
        let schema = schema
        return try read { db in
            var events: [IncomingEvent] = []
            let sql = """
                SELECT e.id, c.id, e.kind, e.at, e.payload FROM events e
                JOIN customers c ON c.row = e.customer
                WHERE e.slot = 0 AND e.at > ? AND e.at <= ? ORDER BY e.at, e.seq
                """
            try db.makeStatement(sql: sql).each([from.db, through.db]) { row in
                let kind = EventKind(row.text(2))
                events.append(
                    IncomingEvent(
                        id: EventID(row.text(0)), customer: CustomerID(row.text(1)), kind: kind,
                        at: row.time(3),
                        fields: Payload.decode(row.text(4), schema.event(kind)?.fields ?? [])))
            }
            return events
        }
    }
}
