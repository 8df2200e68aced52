internal import GRDB
public import HongyanCore
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The lock of a running daemon: one a store file, gone with its process however that ends.
final class StoreLock: Sendable {
    private let descriptor: Int32

    /// nil when another process holds it.
    init?(path: String, process: Int32) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        let text = Array("\(process)\n".utf8)
        ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    deinit { close(descriptor) }

    /// The process that holds the lock of this path; nil when nobody does.
    static func holder(path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return nil }
        let text = String(decoding: bytes[0..<count], as: UTF8.self)
        return Int32(text.split(separator: "\n").first.map(String.init) ?? "")
    }
}

extension SQLiteStore {
    private var lockPath: String? { path.map { $0 + ".lock" } }

    /// Makes this process the store's one daemon, and this instance and host its owner.
    ///
    /// - Throws: ``StoreError/refused(_:)`` when a daemon runs already, or when another instance or host owns the store
    ///   and `takeOver` is false.
    public func claimOwnership(
        instance: String, host: String, takeOver: Bool, at now: Timestamp
    ) throws(StoreError) {
        if let lockPath {
            guard let lock = StoreLock(path: lockPath, process: getpid()) else {
                let holder = StoreLock.holder(path: lockPath).map { " (process \($0))" } ?? ""
                throw .refused("another daemon runs on this store\(holder)")
            }
            memory.withLock { $0.lock = lock }
        }
        let owner = "\(instance)@\(host)"
        try write { db in
            if let known = try Meta.text(db, .owner), known != owner, !takeOver {
                throw StoreError.refused(
                    "the store belongs to \(known), this is \(owner); use --take-over if that one is gone")
            }
            try Meta.set(db, .owner, owner.db)
        }
    }

    static func isThere(_ path: String) -> Bool {
        path.withCString { access($0, F_OK) == 0 }
    }

    /// Lets another process run the store; the owner stays written down.
    public func releaseOwnership() { memory.withLock { $0.lock = nil } }

    /// The process of the daemon that runs on this store; nil when none does.
    public func daemonProcess() throws(StoreError) -> Int32? {
        lockPath.flatMap { StoreLock.holder(path: $0) }
    }

    /// The last minute whose tick was done.
    public func lastTick() throws(StoreError) -> Timestamp? {
        try read { db in try Meta.int(db, .lastTick) }.map { Timestamp(milliseconds: $0) }
    }

    public func saveTick(_ minute: Timestamp) throws(StoreError) {
        try write { db in try Meta.set(db, .lastTick, minute.db) }
    }

    /// After a restore: all rules go on from a moment. What fell due before it is passed over, holds are kept, and what
    /// is queued stays queued only when it was cleared after the moment; else it is withdrawn, since it may have left.
    public func resume(from moment: Timestamp, at now: Timestamp) throws(StoreError) {
        try write { db in
            let seq = try Meta.int(db, .seq) ?? 0
            try db.execute(
                sql: "UPDATE cursors SET through_time = ?, through_seq = ? WHERE slot = 0",
                arguments: [moment.milliseconds, seq])
            try db.execute(
                sql: """
                    UPDATE messages SET state = 'withdrawn', takes_slot = 0, reason = 'restored', changed_at = ?
                    WHERE slot = 0 AND state IN ('queued', 'claimed') AND cleared_at <= ?
                    """, arguments: [now.milliseconds, moment.milliseconds])
            try Meta.set(db, .lastTick, moment.minuteFloor.db)
        }
        forgetPages()
    }

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
        path: String, schema: TagSchema, zone: Zone
    ) throws(StoreError) -> [String] {
        var configuration = baseConfiguration(zone: zone)
        configuration.journalMode = .wal
        let queue = try mapped { try DatabaseQueue(path: path, configuration: configuration) }
        let store = SQLiteStore(
            queue: queue, path: path, schema: schema, zone: zone, numberKey: defaultNumberKey)
        return try store.migrate(to: schema)
    }
}
