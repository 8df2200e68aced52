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

    /// The store as it is now for a dry run, without a copy: read where it lies, also while a
    /// daemon writes; pages that the run changes go to a file.
    ///
    /// As long as it is open the real store's write-ahead log is not carried over further than to
    /// this moment. Where SQLite cannot do it, and for a store in memory, it is a copy.
    /// - Parameter path: Of the file, which has this name for a moment only.
    public func scratchView(of path: String) throws(StoreError) -> SQLiteStore {
        try scratchViews(of: [path], zones: [zone])[0]
    }

    /// Two or more of one and the same moment.
    /// - Parameter zones: Each one's time zone.
    public func scratchViews(
        of paths: [String], zones: [Zone]
    ) throws(StoreError) -> [SQLiteStore] {
        guard let file = self.path, SnapshotFiles.isAvailable else {
            return try scratchCopies(to: paths, zones: zones)
        }
        let source = try Self.mapped { try SnapshotSource(path: file) }
        var stores: [SQLiteStore] = []
        for (path, zone) in zip(paths, zones) {
            let pages = try SnapshotPages(source, path: path)
            let target = try scratchTarget(try SnapshotFiles.path(for: pages), zone: zone)
            stores.append(try scratchStore(target, path, zone: zone))
        }
        return stores
    }

    /// One read transaction holds the snapshot for all.
    private func scratchCopies(
        to paths: [String], zones: [Zone]
    ) throws(StoreError) -> [SQLiteStore] {
        var targets: [DatabaseQueue] = []
        for (path, zone) in zip(paths, zones) {
            targets.append(try scratchTarget(path, zone: zone))
        }
        try read { db in
            _ = try Meta.int(db, .version)
            for target in targets {
                try target.writeWithoutTransaction { copy in try db.backup(to: copy) }
            }
        }
        var stores: [SQLiteStore] = []
        for ((target, path), zone) in zip(zip(targets, paths), zones) {
            stores.append(try scratchStore(target, path, zone: zone))
        }
        return stores
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
                // What is deleted here lies in the real store anyway.
                try db.execute(sql: "PRAGMA secure_delete = OFF")
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
        let schema = schema
        return try read { db in
            try EventRows.read(db, schema, from: from, through: through)
        }
    }
}

enum EventRows {
    /// Of `(from, through]`, ascending by (at, seq).
    static func read(
        _ db: Database, _ schema: TagSchema, from: Timestamp, through: Timestamp
    ) throws -> [IncomingEvent] {
        var fields: [String: [FieldDefinition]] = [:]
        for event in schema.events { fields[event.kind.rawValue] = event.fields }
        // Kind by kind, by their index: a stretch costs as much as it holds.
        var all: [(seq: Int64, event: IncomingEvent)] = []
        for kind in try kinds(db) {
            let known = fields[kind] ?? []
            let values = [kind.db, from.db, through.db]
            try db.cachedStatement(sql: reading).each(values) { row in
                all.append(
                    (
                        row[3],
                        IncomingEvent(
                            id: EventID(row.text(0)), customer: CustomerID(row.text(1)),
                            kind: EventKind(kind), at: row.time(2),
                            fields: Payload.decode(row.text(4), known))
                    ))
            }
        }
        all.sort { $0.event.at == $1.event.at ? $0.seq < $1.seq : $0.event.at < $1.event.at }
        return all.map(\.event)
    }

    /// All kinds of which there are events, ascending.
    private static func kinds(_ db: Database) throws -> [String] {
        var kinds: [String] = []
        let next = try db.cachedStatement(
            sql: "SELECT MIN(kind) FROM events WHERE slot = 0 AND kind > ?")
        while let kind = try next.firstText([(kinds.last ?? "").db]), !kind.isEmpty {
            kinds.append(kind)
        }
        return kinds
    }

    private static let reading = """
        SELECT e.id, c.id, e.at, e.seq, e.payload FROM events e INDEXED BY events_due
        CROSS JOIN customers c ON c.row = e.customer
        WHERE e.slot = 0 AND e.kind = ? AND e.at > ? AND e.at <= ?
        """
}
