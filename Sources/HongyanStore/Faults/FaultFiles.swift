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

/// The way by which SQLite reaches a ``FaultDisk``: a virtual file system that hands all on to the
/// system's, and asks the disk before it writes.
enum FaultFiles {
    static let readFailed = SQLITE_IOERR | (1 << 8)
    static let writeFailed = SQLITE_IOERR | (3 << 8)
    static let syncFailed = SQLITE_IOERR | (4 << 8)
    static let deleteFailed = SQLITE_IOERR | (10 << 8)

    private static let name = "hongyan-faults"
    // Mutex: several runs may be under way, each with a disk of its own.
    private static let disks = Mutex<[String: FaultDisk]>([:])
    private static let isRegistered: Bool = register()

    /// What SQLite allocates for an open file; the system's own handle follows it.
    private struct Handle {
        var file: sqlite3_file
        var open: UnsafeMutableRawPointer?
    }
    private static var innerOffset: Int { (MemoryLayout<Handle>.size + 15) / 16 * 16 }

    /// An open file of a disk.
    private final class OpenFile {
        let disk: FaultDisk
        let path: String
        let inner: UnsafeMutablePointer<sqlite3_file>
        init(disk: FaultDisk, path: String, inner: UnsafeMutablePointer<sqlite3_file>) {
            self.disk = disk
            self.path = path
            self.inner = inner
        }
        var methods: sqlite3_io_methods? { inner.pointee.pMethods?.pointee }

        var size: Int64 {
            var size: sqlite3_int64 = 0
            _ = methods?.xFileSize(inner, &size)
            return size
        }
    }

    /// The address under which a connection opens the disk's store.
    static func address(of disk: FaultDisk) throws(StoreError) -> String {
        guard isRegistered, SnapshotFiles.isAvailable else {
            throw .failed("SQLite takes no file system")
        }
        disks.withLock { $0[disk.path] = disk }
        let path = disk.path.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"):
                text += "%" + String(byte, radix: 16)
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return "file:\(path)?vfs=\(name)"
    }

    /// The disk is not needed any more; its files stay.
    static func forget(_ disk: FaultDisk) {
        disks.withLock { $0[disk.path] = nil }
    }

    static func openForWriting(_ path: UnsafePointer<CChar>) -> CInt {
        open(path, O_WRONLY | O_CLOEXEC)
    }

    private static func disk(at path: UnsafePointer<CChar>?) -> (disk: FaultDisk, path: String)? {
        guard let path else { return nil }
        let text = String(cString: path)
        var store = text
        for suffix in ["-wal", "-journal"] where text.hasSuffix(suffix) {
            store = String(text.dropLast(suffix.count))
        }
        return disks.withLock { $0[store] }.map { ($0, text) }
    }

    private static func register() -> Bool {
        guard let system = sqlite3_vfs_find(nil) else { return false }
        // Both live as long as the process: SQLite keeps their addresses.
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: system.pointee)
        vfs.pointee.zName = UnsafePointer(strdup(name))
        vfs.pointee.pNext = nil
        vfs.pointee.szOsFile = system.pointee.szOsFile + CInt(innerOffset)
        vfs.pointee.xOpen = { _, path, file, flags, outFlags in
            FaultFiles.opened(path, file, flags, outFlags)
        }
        vfs.pointee.xDelete = { _, path, isSynced in
            guard let system = sqlite3_vfs_find(nil) else { return FaultFiles.deleteFailed }
            if let found = FaultFiles.disk(at: path) {
                if found.disk.isDead { return FaultFiles.deleteFailed }
                found.disk.state.withLock { state in
                    state.unsynced.removeAll { $0.path == found.path }
                }
            }
            return system.pointee.xDelete?(system, path, isSynced) ?? FaultFiles.deleteFailed
        }
        // Nobody sleeps under a virtual clock.
        vfs.pointee.xSleep = { _, microseconds in microseconds }
        return sqlite3_vfs_register(vfs, 0) == SQLITE_OK
    }

    private static func opened(
        _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: CInt,
        _ outFlags: UnsafeMutablePointer<CInt>?
    ) -> CInt {
        guard let file, let system = sqlite3_vfs_find(nil) else { return SQLITE_CANTOPEN }
        guard let found = disk(at: path) else {
            return system.pointee.xOpen?(system, path, file, flags, outFlags) ?? SQLITE_CANTOPEN
        }
        file.pointee.pMethods = nil
        guard !found.disk.isDead else { return SQLITE_CANTOPEN }
        let inner = (UnsafeMutableRawPointer(file) + innerOffset)
            .assumingMemoryBound(to: sqlite3_file.self)
        inner.pointee.pMethods = nil
        let code = system.pointee.xOpen?(system, path, inner, flags, outFlags) ?? SQLITE_CANTOPEN
        guard code == SQLITE_OK else { return code }
        let handle = UnsafeMutableRawPointer(file).assumingMemoryBound(to: Handle.self)
        handle.pointee.open = Unmanaged.passRetained(
            OpenFile(disk: found.disk, path: found.path, inner: inner)
        ).toOpaque()
        handle.pointee.file.pMethods = UnsafePointer(methods)
        return SQLITE_OK
    }

    private static func file(_ file: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile? {
        guard let file else { return nil }
        let handle = UnsafeMutableRawPointer(file).assumingMemoryBound(to: Handle.self)
        return handle.pointee.open.map { Unmanaged<OpenFile>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func close(_ file: UnsafeMutablePointer<sqlite3_file>?) -> CInt {
        guard let file, let open = self.file(file) else { return SQLITE_OK }
        // The real one is closed however dead the process is: its locks go with it.
        let code = open.methods?.xClose(open.inner) ?? SQLITE_OK
        let handle = UnsafeMutableRawPointer(file).assumingMemoryBound(to: Handle.self)
        handle.pointee.open.map { Unmanaged<OpenFile>.fromOpaque($0).release() }
        handle.pointee.open = nil
        return code
    }

    private static func write(
        _ file: OpenFile, _ bytes: UnsafeRawPointer, _ count: Int, _ offset: Int64
    ) -> CInt {
        let size = file.size
        let (admitted, code) = file.disk.admit(count)
        guard admitted > 0 else { return code }
        let there = max(0, min(admitted, Int(size - offset)))
        var old = [UInt8](repeating: 0, count: there)
        if there > 0 {
            _ = old.withUnsafeMutableBytes {
                file.methods?.xRead(file.inner, $0.baseAddress, CInt(there), offset)
            }
        }
        let new = [UInt8](UnsafeRawBufferPointer(start: bytes, count: admitted))
        file.disk.remember(
            FaultDisk.Write(path: file.path, offset: offset, old: old, new: new, size: size))
        let written =
            file.methods?.xWrite(file.inner, bytes, CInt(admitted), offset) ?? writeFailed
        return code == SQLITE_OK ? written : code
    }

    // Safe: written once, before the first file is opened.
    nonisolated(unsafe) private static let methods = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        addFile(to: &methods.pointee)
        addLocks(to: &methods.pointee)
        return methods
    }()

    private static func addFile(to methods: inout sqlite3_io_methods) {
        methods.iVersion = 2
        methods.xClose = { FaultFiles.close($0) }
        methods.xRead = { file, target, count, offset in
            guard let file = FaultFiles.file(file), !file.disk.isDead else {
                return FaultFiles.readFailed
            }
            return file.methods?.xRead(file.inner, target, count, offset) ?? FaultFiles.readFailed
        }
        methods.xWrite = { file, bytes, count, offset in
            guard let file = FaultFiles.file(file), let bytes else { return FaultFiles.writeFailed }
            return FaultFiles.write(file, bytes, Int(count), offset)
        }
        methods.xTruncate = { file, size in
            guard let file = FaultFiles.file(file), !file.disk.isDead else {
                return FaultFiles.writeFailed
            }
            // What is cut off counts as cut off on the disk, and what came before as synced.
            file.disk.state.withLock { state in
                state.unsynced.removeAll { $0.path == file.path }
            }
            return file.methods?.xTruncate(file.inner, size) ?? FaultFiles.writeFailed
        }
        methods.xSync = { file, _ in
            guard let file = FaultFiles.file(file) else { return FaultFiles.syncFailed }
            return file.disk.synced(file.path)
        }
        methods.xFileSize = { file, size in
            guard let file = FaultFiles.file(file) else { return FaultFiles.readFailed }
            return file.methods?.xFileSize(file.inner, size) ?? FaultFiles.readFailed
        }
        methods.xFileControl = { file, operation, argument in
            guard let file = FaultFiles.file(file) else { return SQLITE_NOTFOUND }
            return file.methods?.xFileControl(file.inner, operation, argument) ?? SQLITE_NOTFOUND
        }
        methods.xSectorSize = { file in
            guard let file = FaultFiles.file(file) else { return 4_096 }
            return file.methods?.xSectorSize(file.inner) ?? 4_096
        }
        methods.xDeviceCharacteristics = { file in
            guard let file = FaultFiles.file(file) else { return 0 }
            return file.methods?.xDeviceCharacteristics(file.inner) ?? 0
        }
    }

    private static func addLocks(to methods: inout sqlite3_io_methods) {
        methods.xLock = { file, level in
            guard let file = FaultFiles.file(file) else { return SQLITE_BUSY }
            return file.methods?.xLock(file.inner, level) ?? SQLITE_BUSY
        }
        methods.xUnlock = { file, level in
            guard let file = FaultFiles.file(file) else { return SQLITE_OK }
            return file.methods?.xUnlock(file.inner, level) ?? SQLITE_OK
        }
        methods.xCheckReservedLock = { file, answer in
            guard let file = FaultFiles.file(file) else { return SQLITE_BUSY }
            return file.methods?.xCheckReservedLock(file.inner, answer) ?? SQLITE_BUSY
        }
        methods.xShmMap = { file, region, size, isExtended, address in
            guard let file = FaultFiles.file(file), !file.disk.isDead else {
                return FaultFiles.readFailed
            }
            return file.methods?.xShmMap(file.inner, region, size, isExtended, address)
                ?? FaultFiles.readFailed
        }
        methods.xShmLock = { file, offset, count, flags in
            guard let file = FaultFiles.file(file) else { return SQLITE_BUSY }
            return file.methods?.xShmLock(file.inner, offset, count, flags) ?? SQLITE_BUSY
        }
        methods.xShmBarrier = { file in
            guard let file = FaultFiles.file(file) else { return }
            file.methods?.xShmBarrier(file.inner)
        }
        methods.xShmUnmap = { file, isDeleting in
            guard let file = FaultFiles.file(file) else { return SQLITE_OK }
            return file.methods?.xShmUnmap(file.inner, file.disk.isDead ? 0 : isDeleting)
                ?? SQLITE_OK
        }
    }
}
