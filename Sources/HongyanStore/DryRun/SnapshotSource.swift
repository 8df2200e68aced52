internal import GRDB
internal import GRDBSQLite
internal import HongyanCore
internal import Synchronization

/// One moment of a database file, read where the file lies, also while others go on writing it.
///
/// An open read transaction keeps what the file holds as it is: nobody carries later pages from the
/// write-ahead log into it. What lies in the log at the beginning is copied at once, since a log
/// that was carried over may be begun anew under such a transaction. Pages of the file that the
/// log does not have are therefore those of the same moment.
/// Source: sqlite.org/fileformat2.html, section 4 (the write-ahead log), as of SQLite 3.40.
final class SnapshotSource: Sendable {
    private struct File: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<sqlite3_file>
    }

    /// Holds the transaction.
    private let queue: DatabaseQueue
    // SQLite's own handle, so that no lock of this process is lost by closing another one. Mutex:
    // two dry runs of one plan read at the same time, and a read moves the handle's position.
    private let file: Mutex<File>
    let pageSize: Int
    let pageCount: Int
    /// Pages that the log had, by number from 1.
    private let logged: [UInt32: [UInt8]]

    init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(SQLiteStore.busyTimeoutSeconds)
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
        let found = try queue.unsafeRead { db in try Self.begin(db) }
        file = Mutex(found.file)
        pageSize = found.pageSize
        pageCount = found.pageCount
        logged = found.logged
    }

    private struct Beginning: Sendable {
        let file: File
        let pageSize: Int
        let pageCount: Int
        let logged: [UInt32: [UInt8]]
    }

    private static func begin(_ db: Database) throws -> Beginning {
        try db.execute(sql: "BEGIN")
        // The first reading takes the lock.
        _ = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_schema")
        let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4_096
        guard let file = try pointer(db, SQLITE_FCNTL_FILE_POINTER) else {
            throw StoreError.failed("the store's file cannot be read")
        }
        var size: Int64 = 0
        guard file.pointer.pointee.pMethods?.pointee.xFileSize?(file.pointer, &size) == SQLITE_OK
        else { throw StoreError.failed("the store's file cannot be read") }
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
        guard mode == "wal", let log = try pointer(db, SQLITE_FCNTL_JOURNAL_POINTER) else {
            return Beginning(
                file: file, pageSize: pageSize, pageCount: Int(size) / pageSize, logged: [:])
        }
        let read = { (count: Int, offset: Int64) in Self.read(log.pointer, count, at: offset) }
        let (pages, count) = try WriteAheadLog.pages(pageSize: pageSize, read)
        return Beginning(
            file: file, pageSize: pageSize, pageCount: count ?? Int(size) / pageSize,
            logged: pages)
    }

    private static func pointer(_ db: Database, _ question: CInt) throws -> File? {
        var pointer: UnsafeMutablePointer<sqlite3_file>?
        let code = withUnsafeMutablePointer(to: &pointer) {
            sqlite3_file_control(db.sqliteConnection, "main", question, $0)
        }
        guard code == SQLITE_OK, let pointer, pointer.pointee.pMethods != nil else { return nil }
        return File(pointer: pointer)
    }

    /// nil when there are fewer bytes.
    private static func read(
        _ file: UnsafeMutablePointer<sqlite3_file>, _ count: Int, at offset: Int64
    ) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let code = bytes.withUnsafeMutableBytes {
            file.pointee.pMethods?.pointee.xRead?(file, $0.baseAddress, CInt(count), offset)
        }
        return code == SQLITE_OK ? bytes : nil
    }

    /// Reads one page, by number from 1.
    /// - Returns: false when the file does not give it.
    func read(page number: UInt32, into target: UnsafeMutableRawBufferPointer) -> Bool {
        if let bytes = logged[number] {
            target.copyBytes(from: bytes)
        } else {
            let offset = Int64(number - 1) * Int64(pageSize)
            let code = file.withLock { file in
                file.pointer.pointee.pMethods?.pointee.xRead?(
                    file.pointer, target.baseAddress, CInt(pageSize), offset)
            }
            guard code == SQLITE_OK else { return false }
        }
        // The copy has no write-ahead log of its own: bytes 18 and 19 of the header say so.
        if number == 1 {
            target[18] = 1
            target[19] = 1
        }
        return true
    }

    deinit { try? queue.unsafeRead { db in try db.execute(sql: "ROLLBACK") } }
}

/// Reads what a write-ahead log holds.
enum WriteAheadLog {
    private static let headerSize = 32
    private static let frameHeaderSize = 24

    /// The committed pages of a log, the last of each, and how many pages the database then has;
    /// nil for a log without any.
    ///
    /// Reads once more when a writer began the log anew in between.
    static func pages(
        pageSize: Int, _ read: (Int, Int64) -> [UInt8]?
    ) throws -> (pages: [UInt32: [UInt8]], count: Int?) {
        for _ in 0..<5 {
            guard let header = read(headerSize, 0) else { return ([:], nil) }
            let found = frames(header, pageSize: pageSize, read)
            if read(headerSize, 0) == header { return found }
        }
        throw StoreError.busy
    }

    private static func frames(
        _ header: [UInt8], pageSize: Int, _ read: (Int, Int64) -> [UInt8]?
    ) -> (pages: [UInt32: [UInt8]], count: Int?) {
        let magic = word(header, 0)
        guard magic & 0xFFFF_FFFE == 0x377F_0682, Int(word(header, 8)) == pageSize else {
            return ([:], nil)
        }
        let isBig = magic & 1 == 1
        var sum = checksum(header[..<24], (0, 0), isBig: isBig)
        guard sum == (word(header, 24), word(header, 28)) else { return ([:], nil) }
        var committed: [UInt32: [UInt8]] = [:]
        var open: [UInt32: [UInt8]] = [:]
        var count: Int?
        var offset = Int64(headerSize)
        while let frame = read(frameHeaderSize + pageSize, offset) {
            // Another salt: left over from an earlier round.
            guard frame[8..<16] == header[16..<24] else { break }
            sum = checksum(frame[..<8], sum, isBig: isBig)
            sum = checksum(frame[frameHeaderSize...], sum, isBig: isBig)
            guard sum == (word(frame, 16), word(frame, 20)) else { break }
            open[word(frame, 0)] = Array(frame[frameHeaderSize...])
            let size = word(frame, 4)
            if size > 0 {
                committed.merge(open) { $1 }
                open = [:]
                count = Int(size)
            }
            offset += Int64(frameHeaderSize + pageSize)
        }
        return (committed, count)
    }

    private static func word(_ bytes: [UInt8], _ start: Int) -> UInt32 {
        bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func checksum(
        _ bytes: ArraySlice<UInt8>, _ start: (UInt32, UInt32), isBig: Bool
    ) -> (UInt32, UInt32) {
        var (one, two) = start
        bytes.withUnsafeBytes { buffer in
            for index in stride(from: 0, to: buffer.count - 7, by: 8) {
                let first = buffer.loadUnaligned(fromByteOffset: index, as: UInt32.self)
                let second = buffer.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self)
                one = one &+ (isBig ? UInt32(bigEndian: first) : UInt32(littleEndian: first)) &+ two
                two =
                    two &+ (isBig ? UInt32(bigEndian: second) : UInt32(littleEndian: second)) &+ one
            }
        }
        return (one, two)
    }
}
