internal import GRDB
public import HongyanCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Who runs the daemon of a store.
public struct StoreOwner: Hashable, Sendable {
    public let instance: String
    public let host: String
    public let since: Timestamp
    public init(instance: String, host: String, since: Timestamp) {
        self.instance = instance
        self.host = host
        self.since = since
    }
}

/// An advisory lock on a file beside the store; the system frees it when the process ends,
/// however it ends.
final class StoreLock: Sendable {
    private let descriptor: Int32

    /// nil when another process holds it.
    init?(path: String) {
        let descriptor = path.withCString { Self.openFile($0) }
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// The process that holds the lock of this path; nil when nobody does.
    static func holder(path: String) -> Int32? {
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return nil }
        let text = String(decoding: bytes[0..<count], as: UTF8.self)
        return text.split(separator: "\n").first.flatMap { Int32($0) }
    }

    deinit { close(descriptor) }

    private static func openFile(_ path: UnsafePointer<CChar>) -> Int32 {
        open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    }
}

extension SQLiteStore {
    static func isThere(_ path: String) -> Bool {
        path.withCString { access($0, F_OK) == 0 }
    }

    /// Makes this process the store's daemon until it ends or calls ``releaseOwnership()``.
    ///
    /// - Throws: ``StoreError/refused(_:)`` while another process runs it, and, unless
    ///   `takeOver`, when another
    ///   instance or host ran it last.
    public func claimOwnership(
        instance: String, host: String, takeOver: Bool, at now: Timestamp
    ) throws(StoreError) {
        if let path, withMemory({ $0.lock == nil }) {
            guard let lock = StoreLock(path: path + ".lock") else {
                let holder = StoreLock.holder(path: path + ".lock").map { " (process \($0))" } ?? ""
                throw .refused("another daemon runs on this store\(holder)")
            }
            withMemory { $0.lock = lock }
            try checkpointBesideWork(path)
        }
        if let owner = try owner(), !takeOver, owner.instance != instance || owner.host != host {
            releaseOwnership()
            throw .refused(
                "the store belongs to \(owner.instance) on \(owner.host); "
                    + "use --take-over when that one is gone for good")
        }
        try write(noting: { _, _ in }) { db in
            let text = "\(instance)\n\(host)\n\(now.milliseconds)"
            try Meta.set(db, .owner, text.db)
        }
    }

    /// Lets another process run the store; the owner stays written down.
    public func releaseOwnership() {
        try? queue.writeWithoutTransaction { db in Checkpointer.unwatch(db) }
        withMemory { $0.checkpointer }?.finish()
        withMemory {
            $0.lock = nil
            $0.checkpointer = nil
        }
    }

    private func checkpointBesideWork(_ path: String) throws(StoreError) {
        try Self.mapped {
            let checkpointer = try Checkpointer(path: path)
            try queue.writeWithoutTransaction { db in checkpointer.watch(db) }
            withMemory { $0.checkpointer = checkpointer }
        }
    }

    /// Who ran the store last.
    public func owner() throws(StoreError) -> StoreOwner? {
        let text = try read { db in try Meta.text(db, .owner) }
        let lines = (text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, let since = Int64(lines[2]) else { return nil }
        return StoreOwner(
            instance: String(lines[0]), host: String(lines[1]),
            since: Timestamp(milliseconds: since))
    }

    /// The decision time of the last tick that was saved: for the clock rules.
    public func lastTick() throws(StoreError) -> Timestamp? {
        try read { db in try Meta.int(db, .lastTick).map { Timestamp(milliseconds: $0) } }
    }

    public func saveTick(_ moment: Timestamp) throws(StoreError) {
        try write(durably: false, noting: { _, _ in }) { db in
            try Meta.set(db, .lastTick, moment.db)
        }
    }
}
