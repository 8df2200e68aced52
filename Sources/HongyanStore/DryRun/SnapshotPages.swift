internal import GRDBSQLite
internal import HongyanCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// SQLite's extended result codes of files, which its header computes.
private enum FileFault {
    static let read = SQLITE_IOERR | (1 << 8)
    static let shortRead = SQLITE_IOERR | (2 << 8)
    static let write = SQLITE_IOERR | (3 << 8)
}

/// A database that is another one's snapshot until somebody writes: changed pages go to a file
/// without a name, all others are read where they lie.
///
/// One connection, one thread at a time.
final class SnapshotPages {
    private let source: SnapshotSource
    private let descriptor: CInt
    /// Where changed pages lie in the file, by number from 1.
    private var places: [UInt32: Int] = [:]
    private var pageCount: Int
    /// Pages beyond were cut off once and are not the source's any more.
    private var sourceCount: Int

    /// - Parameter path: The name that the file has for a moment.
    init(_ source: SnapshotSource, path: String) throws(StoreError) {
        self.source = source
        pageCount = source.pageCount
        sourceCount = source.pageCount
        descriptor = path.withCString {
            open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)
        }
        guard descriptor >= 0 else { throw .failed("cannot write \(path)") }
        // Even a kill leaves nothing behind.
        unlink(path)
    }

    deinit { close(descriptor) }

    var byteCount: Int64 { Int64(pageCount) * Int64(source.pageSize) }

    /// - Returns: A result code of SQLite.
    func read(into target: UnsafeMutableRawBufferPointer, at offset: Int64) -> CInt {
        let size = source.pageSize
        var done = 0
        while done < target.count {
            let position = Int(offset) + done
            let (index, start) = position.quotientAndRemainder(dividingBy: size)
            let count = min(size - start, target.count - done)
            let part = UnsafeMutableRawBufferPointer(rebasing: target[done..<done + count])
            guard index < pageCount else {
                UnsafeMutableRawBufferPointer(rebasing: target[done...])
                    .initializeMemory(as: UInt8.self, repeating: 0)
                return FileFault.shortRead
            }
            guard read(page: UInt32(index + 1), from: start, into: part) else {
                return FileFault.read
            }
            done += count
        }
        return SQLITE_OK
    }

    private func read(
        page: UInt32, from start: Int, into part: UnsafeMutableRawBufferPointer
    ) -> Bool {
        if let place = places[page] {
            let offset = place * source.pageSize + start
            return pread(descriptor, part.baseAddress, part.count, off_t(offset)) == part.count
        }
        guard Int(page) <= sourceCount else {
            part.initializeMemory(as: UInt8.self, repeating: 0)
            return true
        }
        if part.count == source.pageSize { return source.read(page: page, into: part) }
        return withUnsafeTemporaryAllocation(byteCount: source.pageSize, alignment: 8) { whole in
            guard source.read(page: page, into: whole) else { return false }
            part.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: whole[start..<start + part.count]))
            return true
        }
    }

    /// Takes whole pages, as SQLite writes them.
    /// - Returns: A result code of SQLite.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) -> CInt {
        let size = source.pageSize
        guard Int(offset) % size == 0, bytes.count == size else { return FileFault.write }
        let page = UInt32(Int(offset) / size + 1)
        let place = places[page] ?? places.count
        let written = pwrite(descriptor, bytes.baseAddress, size, off_t(place * size))
        guard written == size else { return errno == ENOSPC ? SQLITE_FULL : FileFault.write }
        places[page] = place
        pageCount = max(pageCount, Int(page))
        return SQLITE_OK
    }

    func truncate(to byteCount: Int64) {
        pageCount = Int(byteCount) / source.pageSize
        sourceCount = min(sourceCount, pageCount)
    }
}

/// The way by which SQLite reaches ``SnapshotPages``: a virtual file system of its own, in which a
/// number names a snapshot. Everything else is the system's.
enum SnapshotFiles {
    // Safe: pages are handed over under the lock and belong to one connection afterwards.
    private struct State: @unchecked Sendable {
        var waiting: [Int: SnapshotPages] = [:]
        var last = 0
        var isRegistered = false
    }
    private static let state = Mutex(State())
    private static let name = "hongyan-snapshot"

    /// What SQLite allocates for an open file.
    private struct Handle {
        var file: sqlite3_file
        var pages: UnsafeMutableRawPointer?
    }

    /// Whether the library takes names of file systems in paths.
    static var isAvailable: Bool { sqlite3_compileoption_used("USE_URI") == 1 }

    /// The path under which a connection opens the pages, once.
    static func path(for pages: SnapshotPages) throws(StoreError) -> String {
        let number = state.withLock { state -> Int? in
            if !state.isRegistered { state.isRegistered = register() }
            guard state.isRegistered else { return nil }
            state.last += 1
            return state.last
        }
        guard let number else { throw .failed("SQLite takes no file system") }
        let box = Box(pages: pages)
        state.withLock { $0.waiting[number] = box.pages }
        return "file:\(name)-\(number)?vfs=\(name)"
    }

    private struct Box: @unchecked Sendable { let pages: SnapshotPages }

    private static func register() -> Bool {
        guard let system = sqlite3_vfs_find(nil) else { return false }
        // Both live as long as the process: SQLite keeps their addresses.
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: system.pointee)
        vfs.pointee.zName = UnsafePointer(strdup(name))
        vfs.pointee.pNext = nil
        vfs.pointee.szOsFile = max(system.pointee.szOsFile, CInt(MemoryLayout<Handle>.size))
        vfs.pointee.xOpen = { vfs, path, file, flags, outFlags in
            SnapshotFiles.open(path, file, flags, outFlags)
        }
        return sqlite3_vfs_register(vfs, 0) == SQLITE_OK
    }

    private static func open(
        _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: CInt,
        _ outFlags: UnsafeMutablePointer<CInt>?
    ) -> CInt {
        guard let file else { return SQLITE_CANTOPEN }
        guard flags & SQLITE_OPEN_MAIN_DB != 0, let path else {
            guard let system = sqlite3_vfs_find(nil) else { return SQLITE_CANTOPEN }
            return system.pointee.xOpen?(system, path, file, flags, outFlags) ?? SQLITE_CANTOPEN
        }
        let number = String(cString: path).split(separator: "-").last.flatMap { Int($0) }
        let box = state.withLock { state -> Box? in
            number.flatMap { state.waiting.removeValue(forKey: $0) }.map { Box(pages: $0) }
        }
        guard let box else {
            file.pointee.pMethods = nil
            return SQLITE_CANTOPEN
        }
        let handle = UnsafeMutableRawPointer(file).assumingMemoryBound(to: Handle.self)
        handle.pointee.pages = Unmanaged.passRetained(box.pages).toOpaque()
        handle.pointee.file.pMethods = UnsafePointer(methods)
        outFlags?.pointee = flags
        return SQLITE_OK
    }

    private static func pages(_ file: UnsafeMutablePointer<sqlite3_file>?) -> SnapshotPages? {
        guard let file else { return nil }
        let handle = UnsafeMutableRawPointer(file).assumingMemoryBound(to: Handle.self)
        return handle.pointee.pages.map {
            Unmanaged<SnapshotPages>.fromOpaque($0).takeUnretainedValue()
        }
    }

    // Safe: written once, before the first file is opened.
    nonisolated(unsafe) private static let methods = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 1
        methods.pointee.xClose = { file in
            guard let file else { return SQLITE_OK }
            let handle = UnsafeMutableRawPointer(file).assumingMemoryBound(to: Handle.self)
            if let pages = handle.pointee.pages {
                Unmanaged<SnapshotPages>.fromOpaque(pages).release()
            }
            handle.pointee.pages = nil
            return SQLITE_OK
        }
        methods.pointee.xRead = { file, target, count, offset in
            SnapshotFiles.pages(file)?.read(
                into: UnsafeMutableRawBufferPointer(start: target, count: Int(count)), at: offset)
                ?? FileFault.read
        }
        methods.pointee.xWrite = { file, bytes, count, offset in
            SnapshotFiles.pages(file)?.write(
                UnsafeRawBufferPointer(start: bytes, count: Int(count)), at: offset)
                ?? FileFault.write
        }
        methods.pointee.xTruncate = { file, size in
            SnapshotFiles.pages(file)?.truncate(to: size)
            return SQLITE_OK
        }
        methods.pointee.xSync = { _, _ in SQLITE_OK }
        methods.pointee.xFileSize = { file, size in
            size?.pointee = SnapshotFiles.pages(file)?.byteCount ?? 0
            return SQLITE_OK
        }
        methods.pointee.xLock = { _, _ in SQLITE_OK }
        methods.pointee.xUnlock = { _, _ in SQLITE_OK }
        methods.pointee.xCheckReservedLock = { _, answer in
            answer?.pointee = 0
            return SQLITE_OK
        }
        methods.pointee.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        methods.pointee.xSectorSize = { _ in 4_096 }
        methods.pointee.xDeviceCharacteristics = { _ in 0 }
        return methods
    }()
}
