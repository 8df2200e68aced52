internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Copies the store to a file while it is in use; what is there already is replaced.
    public func backup(to path: String) throws(StoreError) {
        try Self.mapped {
            let target = try DatabaseQueue(path: path)
            try queue.backup(to: target)
            try target.close()
        }
    }

    /// A copy for a dry run, in memory or in a file of its own; nothing written to it reaches
    /// this store.
    ///
    /// The copy does not wait for the disk: it may be lost with the power, and nothing else.
    public func scratchCopy(to path: String? = nil) throws(StoreError) -> SQLiteStore {
        let target = try scratchTarget(path, zone: zone)
        try Self.mapped { try queue.backup(to: target) }
        return try scratchStore(target, path, zone: zone)
    }

    /// Two scratch copies of one and the same snapshot, also while a daemon writes.
    /// - Parameter zones: Each copy's time zone.
    public func scratchCopies(
        to first: String, _ second: String, zones: (Zone, Zone)
    ) throws(StoreError) -> (SQLiteStore, SQLiteStore) {
        let one = try scratchTarget(first, zone: zones.0)
        let other = try scratchTarget(second, zone: zones.1)
        // One read transaction holds the snapshot for both.
        try read { db in
            _ = try Meta.int(db, .version)
            for target in [one, other] {
                try target.writeWithoutTransaction { copy in try db.backup(to: copy) }
            }
        }
        return (
            try scratchStore(one, first, zone: zones.0),
            try scratchStore(other, second, zone: zones.1)
        )
    }

    private func scratchTarget(
        _ path: String?, zone: Zone
    ) throws(StoreError) -> DatabaseQueue {
        try Self.mapped {
            var configuration = Self.baseConfiguration(zone: zone)
            configuration.allowsUnsafeTransactions = true
            return try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
                ?? DatabaseQueue(configuration: configuration)
        }
    }

    private func scratchStore(
        _ target: DatabaseQueue, _ path: String?, zone: Zone
    ) throws(StoreError) -> SQLiteStore {
        try Self.mapped {
            try target.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = OFF")
                try db.execute(sql: "PRAGMA synchronous = OFF")
                // Nobody complains about a dry run; its messages need not be kept in that order.
                try db.execute(sql: "DROP INDEX IF EXISTS messages_number")
                // Nobody else opens the copy, so no lock is taken and given back for each
                // statement.
                try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
                // A month's messages are looked up by random ids: 256 MB keep that index near.
                try db.execute(sql: "PRAGMA cache_size = -262144")
                try db.beginTransaction(.immediate)
            }
        }
        return SQLiteStore(
            queue: target, path: path, schema: schema, zone: zone, secret: secret,
            sharing: .scratch)
    }

    /// The events of `(from, through]`, ascending by (at, seq).
    public func events(
        from: Timestamp, through: Timestamp
    ) throws(StoreError) -> [IncomingEvent] {
        var all: [IncomingEvent] = []
        try forEachEvent(from: from, through: through) { all.append($0) }
        return all
    }

    /// The same one by one, for stretches that do not fit into memory.
    public func forEachEvent(
        from: Timestamp, through: Timestamp, _ body: (IncomingEvent) throws -> Void
    ) throws(StoreError) {
        let schema = schema
        try read { db in try EventRows.each(db, schema, from: from, through: through, body) }
    }
}

enum EventRows {
    static func each(
        _ db: Database, _ schema: TagSchema, from: Timestamp, through: Timestamp,
        _ body: (IncomingEvent) throws -> Void
    ) throws {
        var fields: [String: [FieldDefinition]] = [:]
        for event in schema.events { fields[event.kind.rawValue] = event.fields }
        try db.cachedStatement(sql: reading).each([from.db, through.db]) { row in
            let kind = row.text(2)
            try body(
                IncomingEvent(
                    id: EventID(row.text(0)), customer: CustomerID(row.text(1)),
                    kind: EventKind(kind), at: row.time(3),
                    fields: Payload.decode(row.text(4), fields[kind] ?? [])))
        }
    }

    private static let reading = """
        SELECT e.id, c.id, e.kind, e.at, e.payload FROM events e
        CROSS JOIN customers c ON c.row = e.customer
        WHERE e.slot = 0 AND e.at > ? AND e.at <= ? ORDER BY e.at, e.seq
        """
}
