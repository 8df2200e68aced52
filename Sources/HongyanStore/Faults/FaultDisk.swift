internal import GRDB
internal import GRDBSQLite
public import HongyanCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A disk that fails when it is told to: for fault runs over a real store file.
///
/// The file and its write-ahead log are the system's; a virtual file system of SQLite stands
/// between (``FaultFiles``). It counts what is written, and remembers what was not synced, so that
/// a power cut can take it back. Nothing waits for the real disk.
public final class FaultDisk: Sendable {
    /// How a disk fails.
    public enum Fault: Hashable, Sendable {
        /// The process dies in the middle of the write that comes after so many writes and syncs.
        case death(afterWrites: Int)
        /// No more than so many bytes can be written from now on: as on file systems that never
        /// write in place.
        case full(afterBytes: Int)
    }

    /// What a power cut came to.
    public struct Loss: Hashable, Sendable {
        /// Writes that no sync had followed.
        public var unsynced = 0
        /// Of them, those that had reached the disk all the same.
        public var kept = 0
    }

    /// One write that no sync has followed.
    struct Write {
        let path: String
        let offset: Int64
        let old: [UInt8]
        let new: [UInt8]
        /// Of the file, before the write.
        let size: Int64
    }

    struct State: Sendable {
        /// Writes and syncs so far.
        var writes = 0
        var isDead = false
        var dying: Int?
        /// Bytes that there is room for; nil for an endless disk.
        var room: Int?
        var unsynced: [Write] = []
    }

    /// Of the store file.
    public let path: String
    let state = Mutex(State())
    private let blocker = Mutex<Blocker?>(nil)

    /// SQLite copies the log into the file after so many pages: early, so that short runs do.
    private static let checkpointPages = 40

    /// - Parameter path: Absolute, of the store file; its folder must be there.
    public init(path: String) { self.path = path }

    /// Writes and syncs so far.
    public var writes: Int { state.withLock { $0.writes } }
    /// Nothing can be read or written until ``revive()`` or ``cutPower(keeping:)``.
    public var isDead: Bool { state.withLock { $0.isDead } }

    /// Opens the store on this disk; another process's lock is waited for in no time.
    public func open(
        schema: TagSchema, zone: Zone, mode: SQLiteStore.Mode = .create
    ) throws(StoreError) -> SQLiteStore {
        var configuration = SQLiteStore.baseConfiguration(zone: zone)
        configuration.journalMode = .wal
        let address = try FaultFiles.address(of: self)
        let queue = try SQLiteStore.mapped {
            let queue = try DatabaseQueue(path: address, configuration: configuration)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.checkpointPages)")
            }
            return queue
        }
        let store = SQLiteStore(
            queue: queue, path: nil, schema: schema, zone: zone, secret: nil, sharing: .file)
        try store.prepare(mode: mode, schema: schema)
        return store
    }

    /// The disk is not needed any more; its files stay.
    public func release() {
        letIn()
        FaultFiles.forget(self)
    }

    /// From now on, until ``clear()``.
    public func arm(_ fault: Fault) {
        state.withLock { state in
            switch fault {
            case .death(let writes): state.dying = state.writes + writes
            case .full(let bytes): state.room = bytes
            }
        }
    }

    /// There is room again, and no death is ahead.
    public func clear() {
        state.withLock {
            $0.dying = nil
            $0.room = nil
        }
    }

    /// The process dies here: what its connection does afterwards reaches nothing.
    public func kill() { state.withLock { $0.isDead = true } }

    /// After the dead process's store was let go: what it wrote is there, as the system keeps it.
    public func revive() {
        state.withLock {
            $0.isDead = false
            $0.dying = nil
            $0.room = nil
        }
    }

    /// As ``revive()``, but the machine lost its power: of what was not synced only some is there,
    /// in any combination.
    /// - Parameter keeping: Asked for each write, in order.
    public func cutPower(keeping: () -> Bool) throws(StoreError) -> Loss {
        let writes = state.withLock { state in
            defer { state.unsynced = [] }
            return state.unsynced
        }
        var loss = Loss(unsynced: writes.count)
        for write in writes.reversed() { try undo(write) }
        for write in writes where keeping() {
            loss.kept += 1
            try put(write.new, at: write.offset, into: write.path)
        }
        // Shared memory is gone with the power.
        _ = (path + "-shm").withCString { unlink($0) }
        revive()
        return loss
    }

    private func undo(_ write: Write) throws(StoreError) {
        try put(write.old, at: write.offset, into: write.path)
        guard write.path.withCString({ truncate($0, off_t(write.size)) }) == 0 else {
            throw .failed("cannot cut \(write.path)")
        }
    }

    private func put(_ bytes: [UInt8], at offset: Int64, into path: String) throws(StoreError) {
        let descriptor = path.withCString { FaultFiles.openForWriting($0) }
        guard descriptor >= 0 else { throw .failed("cannot write \(path)") }
        defer { close(descriptor) }
        let count = bytes.withUnsafeBytes {
            pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset))
        }
        guard count == bytes.count else { throw .failed("cannot write \(path)") }
    }

    // MARK: Another process

    /// A connection of somebody else's.
    private struct Blocker: @unchecked Sendable {
        let connection: OpaquePointer
    }

    /// Another process takes the write lock and keeps it.
    public func lockOut() throws(StoreError) {
        var connection: OpaquePointer?
        guard sqlite3_open(path, &connection) == SQLITE_OK, let connection,
            sqlite3_exec(connection, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK
        else {
            sqlite3_close(connection)
            throw .failed("cannot lock the store")
        }
        blocker.withLock { $0 = Blocker(connection: connection) }
    }

    /// The other process is done and has changed nothing.
    public func letIn() {
        let held = blocker.withLock { held in
            defer { held = nil }
            return held
        }
        guard let held else { return }
        sqlite3_exec(held.connection, "ROLLBACK", nil, nil, nil)
        sqlite3_close(held.connection)
    }
}

// MARK: What the file system asks

extension FaultDisk {
    /// Before a write.
    /// - Returns: How many of its bytes reach the file, and what SQLite is told.
    func admit(_ count: Int) -> (bytes: Int, code: CInt) {
        state.withLock { state in
            guard !state.isDead else { return (0, FaultFiles.writeFailed) }
            state.writes += 1
            if let dying = state.dying, state.writes > dying {
                state.isDead = true
                return (count / 2, FaultFiles.writeFailed)
            }
            if let room = state.room {
                guard count <= room else { return (0, SQLITE_FULL) }
                state.room = room - count
            }
            return (count, SQLITE_OK)
        }
    }

    func remember(_ write: Write) { state.withLock { $0.unsynced.append(write) } }

    /// What a file holds is on the disk.
    func synced(_ path: String) -> CInt {
        state.withLock { state in
            guard !state.isDead else { return FaultFiles.syncFailed }
            state.writes += 1
            if let dying = state.dying, state.writes > dying {
                state.isDead = true
                return FaultFiles.syncFailed
            }
            state.unsynced.removeAll { $0.path == path }
            return SQLITE_OK
        }
    }
}
