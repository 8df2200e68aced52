internal import GRDB
public import HongyanCore

/// What the commands around the daemon need.
extension SQLiteStore {
    /// Rows that an import may write in one call: as many as fit into 20 ms while a daemon runs the
    /// store, else so many that making them durable costs little.
    public var importBatchSize: Int { isRunByDaemon ? 1_000 : 20_000 }

    /// A daemon, in this process or another, holds the store.
    public var isRunByDaemon: Bool { daemonProcess() != nil }

    /// For the one long import of a process: a power cut may lose whole batches, and the import is
    /// started again. Nothing half-written stays, and what the daemon commits is as safe as ever.
    public func prepareImport() throws(StoreError) {
        guard !isRunByDaemon else { return }
        try Self.mapped {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = NORMAL")
                try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.importCheckpointPages)")
            }
        }
        withMemory { $0.waitsForDisk = nil }
    }

    /// 64 MB between two checkpoints.
    private static let importCheckpointPages = 16_384

    /// The process of the daemon that runs on this store; nil when none does.
    public func daemonProcess() -> Int32? {
        path.flatMap { StoreLock.holder(path: $0 + ".lock") }
    }

    /// After a restore: all rules go on from a moment. What fell due before it is passed over and
    /// holds are kept. What was
    /// queued before it is withdrawn, since it may have left after the backup was taken.
    public func resume(from moment: Timestamp, at now: Timestamp) throws(StoreError) {
        try write { db in
            let seq = try Meta.int(db, .seq) ?? 0
            try db.cachedStatement(sql: Self.movingCursors).run([moment.db, seq.db])
            try db.cachedStatement(sql: Self.withdrawingQueue).run([now.db, moment.db])
            try Meta.set(db, .lastTick, moment.minuteFloor.db)
        }
        forgetPages()
    }

    private static let movingCursors =
        "UPDATE cursors SET through_time = ?, through_seq = ? WHERE slot = 0"
    private static let withdrawingQueue = """
        UPDATE messages SET state = 'withdrawn', takes_slot = 0, reason = 'restored',
            changed_at = ?, text = \(SecretText.kept)
        WHERE slot = 0 AND state IN ('queued', 'claimed') AND cleared_at <= ?
        """

    /// What a schema would need that the store has not; nil when it fits.
    public func missingColumns(for schema: TagSchema) -> String? {
        do {
            return try read { db in try Migration.plan(db, schema: schema).first?.text }
        } catch {
            return "\(error)"
        }
    }

    /// Makes the file when it is not there, and brings it to a schema.
    /// - Returns: What was done, one phrase a step; empty when nothing was.
    public static func migrate(
        path: String, schema: TagSchema, zone: Zone, secret: NumberSecret? = nil
    ) throws(StoreError) -> [String] {
        var configuration = baseConfiguration(zone: zone)
        configuration.journalMode = .wal
        let queue = try mapped { try DatabaseQueue(path: path, configuration: configuration) }
        let store = SQLiteStore(
            queue: queue, path: path, schema: schema, zone: zone, secret: secret,
            sharing: .file)
        return try store.migrate(to: schema)
    }
}
