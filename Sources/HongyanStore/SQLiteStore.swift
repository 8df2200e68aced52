internal import GRDB
public import HongyanCore
internal import Synchronization

/// Customers, tags, events and the ledger in one SQLite file.
///
/// All calls block. One connection writes; other processes open the same file with short
/// transactions of their own. What the world has been told or has told us is committed with
/// `synchronous=FULL` and survives a power cut, and so does all that was committed before it. What
/// only the engine knows (decisions that have not left, cursors) is committed without waiting for
/// the disk: after a power cut it is decided again.
public final class SQLiteStore: Sendable {
    /// What the store may be opened for.
    public enum Mode: Hashable, Sendable {
        /// Makes the file and its tables when they are not there, and adds missing columns.
        case create
        case readWrite
        case readOnly
    }

    let queue: DatabaseQueue
    let path: String?
    let zone: Zone
    /// What opens the phone numbers of a store with a key.
    let secret: NumberSecret?
    let memory: Mutex<Memory>
    let sharing: Sharing

    /// Who else writes the same tables.
    enum Sharing {
        /// Other processes may.
        case file
        /// Nobody.
        case alone
        /// Nobody, and nobody will miss it: one transaction from beginning to end, never committed.
        /// A call that fails leaves the copy unusable.
        case scratch
    }

    /// What is kept between calls; nothing that a gate reads.
    struct Memory {
        var schema: TagSchema
        var pending: PendingOccurrences?
        var woken: WokenHolds?
        var lock: StoreLock?
        /// Only the daemon has one.
        var checkpointer: Checkpointer?
        var outlook = Outlook()
        /// Opens and seals numbers; follows what the store says of its keys.
        var cipher: NumberCipher?
        /// Whether commits wait for the disk just now; nil when none of this process ever does.
        var waitsForDisk: Bool? = true
    }

    /// Waiting longer than this for another process's transaction is ``StoreError/busy``.
    static let busyTimeoutSeconds = 5.0
    /// The only slot of a SQLite store.
    static let slot: Int64 = 0

    init(
        queue: DatabaseQueue, path: String?, schema: TagSchema, zone: Zone,
        secret: NumberSecret?, sharing: Sharing
    ) {
        self.queue = queue
        self.sharing = sharing
        self.path = path
        self.zone = zone
        self.secret = secret
        memory = Mutex(Memory(schema: schema))
    }

    /// Opens a store file.
    ///
    /// - Parameter secret: Opens the phone numbers of a store with a key. Another than the store's
    ///   is refused; without one, calls that need digits are.
    /// - Throws: ``StoreError/needsMigration(_:)`` when the columns do not fit the schema.
    public static func open(
        path: String, schema: TagSchema, zone: Zone, mode: Mode,
        secret: NumberSecret? = nil
    ) throws(StoreError) -> SQLiteStore {
        var configuration = baseConfiguration(zone: zone)
        configuration.readonly = mode == .readOnly
        if mode != .readOnly { configuration.journalMode = .wal }
        let queue = try mapped {
            if mode != .create, !isThere(path) { throw StoreError.refused("no store file") }
            return try DatabaseQueue(path: path, configuration: configuration)
        }
        let store = SQLiteStore(
            queue: queue, path: path, schema: schema, zone: zone, secret: secret,
            sharing: .file)
        try store.prepare(mode: mode, schema: schema)
        return store
    }

    /// A store that lives in memory, made from a schema.
    public static func inMemory(
        schema: TagSchema, zone: Zone, secret: NumberSecret? = nil
    ) throws(StoreError) -> SQLiteStore {
        let queue = try mapped {
            try DatabaseQueue(configuration: baseConfiguration(zone: zone))
        }
        let store = SQLiteStore(
            queue: queue, path: nil, schema: schema, zone: zone, secret: secret,
            sharing: .alone)
        try store.prepare(mode: .create, schema: schema)
        return store
    }

    /// What is deleted is overwritten with zeros, so that an erased number is not found in the
    /// file.
    static let wipingDeleted = "PRAGMA secure_delete = ON"

    /// The tag schema whose columns the store has.
    public var schema: TagSchema { withMemory { $0.schema } }

    static func baseConfiguration(zone: Zone) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        configuration.foreignKeysEnabled = true
        configuration.label = "hongyan"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            try db.execute(sql: "PRAGMA cache_size = -65536")
            SQLFunctions.add(to: db, zone: zone)
        }
        return configuration
    }

    func prepare(mode: Mode, schema: TagSchema) throws(StoreError) {
        if mode == .create { _ = try migrate(to: schema) }
        // GRDB sets NORMAL when it turns WAL on; what is `written` must be on the disk.
        if mode != .readOnly {
            try Self.mapped { [queue] in
                try queue.writeWithoutTransaction { db in
                    try db.execute(sql: "PRAGMA synchronous = FULL")
                    try db.execute(sql: Self.wipingDeleted)
                }
            }
        }
        let gaps = try read { db in
            try Migration.requireTables(db)
            try self.checkKey(db)
            let steps = try Migration.tableSteps(db) + Migration.plan(db, schema: schema)
            return steps.map(\.text)
        }
        if let first = gaps.first {
            throw .needsMigration(gaps.count == 1 ? first : "\(first) and \(gaps.count - 1) more")
        }
    }

    /// Short and without calls to the database inside.
    func withMemory<T: Sendable>(_ body: (inout sending Memory) -> sending T) -> T {
        memory.withLock(body)
    }

    // MARK: Transactions

    /// Reads in one snapshot.
    ///
    /// Not `queue.read`: that toggles `PRAGMA query_only`, which makes SQLite prepare every cached
    /// statement anew.
    func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try Self.mapped {
            try queue.unsafeRead { db in
                if sharing == .scratch { return try body(db) }
                try db.cachedStatement(sql: "BEGIN").run([])
                do {
                    let result = try body(db)
                    try db.cachedStatement(sql: "COMMIT").run([])
                    return result
                } catch {
                    try? db.execute(sql: "ROLLBACK")
                    throw error
                }
            }
        }
    }

    /// Writes in one `BEGIN IMMEDIATE` transaction.
    ///
    /// - Parameters:
    ///   - durably: The commit waits for the disk. Without it a power cut may undo the commit,
    ///     together with all that followed it and before the next durable one.
    ///   - note: What the write means for the outlook, once it is committed; without a word on it,
    ///     all of the outlook is unknown afterwards.
    func write<T>(
        durably: Bool = true, noting note: (T, inout Outlook) -> Void = { $1.forget() },
        _ body: (Database) throws -> T
    ) throws(StoreError) -> T {
        try Self.mapped {
            try queue.unsafeRead { db in
                // Nobody may go by the outlook until it is right again.
                var outlook = withMemory { memory in
                    let taken = memory.outlook
                    memory.outlook = Outlook()
                    return taken
                }
                let isOpen = sharing == .scratch
                try wait(forDisk: durably, db)
                if !isOpen { try db.cachedStatement(sql: "BEGIN IMMEDIATE").run([]) }
                do {
                    let result = try body(db)
                    if !isOpen { try db.cachedStatement(sql: "COMMIT").run([]) }
                    note(result, &outlook)
                    let noted = outlook
                    withMemory { $0.outlook = noted }
                    return result
                } catch {
                    if !isOpen { try? db.execute(sql: "ROLLBACK") }
                    throw error
                }
            }
        }
    }

    /// Makes the next commits wait for the disk, or not.
    private func wait(forDisk isDurable: Bool, _ db: Database) throws {
        guard sharing == .file, let waits = withMemory({ $0.waitsForDisk }), waits != isDurable
        else { return }
        try db.execute(sql: "PRAGMA synchronous = \(isDurable ? "FULL" : "NORMAL")")
        withMemory { $0.waitsForDisk = isDurable }
    }

    /// Turns what SQLite says into the contract's errors; never with arguments, which may be
    /// personal.
    static func mapped<T>(_ body: () throws -> T) throws(StoreError) -> T {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw .busy
            case .SQLITE_FULL: throw .full
            default: throw .failed(error.message ?? "SQLite \(error.resultCode.rawValue)")
            }
        } catch {
            throw .failed(String(describing: type(of: error)))
        }
    }

    /// Forgets what was read ahead; after every write that did not come from the engine's own page.
    func forgetPages() {
        withMemory {
            $0.pending = nil
            $0.woken = nil
        }
    }
}

extension SQLiteStore: Store {}
