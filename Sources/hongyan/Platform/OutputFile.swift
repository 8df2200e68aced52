import Foundation

/// Makes a folder where there is none.
func makeFolder(_ path: String) throws {
    do {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    } catch {
        throw CommandFailure("cannot make the folder \(path): \(error.localizedDescription)")
    }
}

/// A file that appears whole or not at all: written beside its place, then renamed.
final class OutputFile {
    private let path: String
    private let temporary: String
    private let handle: FileHandle
    private let leftovers: Leftovers
    private var buffer = Data()
    private var isWhole = false

    /// - Parameter isPrivate: Personal data goes into it: only its owner may read it (0600).
    init(path: String, isPrivate: Bool = false) throws {
        self.path = path
        temporary = Self.temporaryPath(path)
        leftovers = Leftovers([temporary])
        // One left over from a kill may be readable for others.
        if isPrivate { unlink(temporary) }
        guard
            FileManager.default.createFile(
                atPath: temporary, contents: nil,
                attributes: isPrivate ? [.posixPermissions: 0o600] : nil),
            let handle = FileHandle(forWritingAtPath: temporary)
        else { throw CommandFailure("cannot write \(path)") }
        self.handle = handle
    }

    func line(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        buffer.append(0x0A)
        if buffer.count > 1 << 20 { try flush() }
    }

    func bytes(_ bytes: [UInt8]) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count > 1 << 20 { try flush() }
    }

    func close() throws {
        try flush()
        try handle.close()
        guard rename(temporary, path) == 0 else { throw CommandFailure("cannot write \(path)") }
        isWhole = true
        leftovers.forget()
    }

    /// What was given up leaves nothing behind.
    deinit {
        if !isWhole { unlink(temporary) }
        leftovers.forget()
    }

    /// Where a file is written before it is whole.
    static func temporaryPath(_ path: String) -> String { path + ".part" }

    private func flush() throws {
        do {
            try handle.write(contentsOf: buffer)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw CommandFailure("cannot write \(path): \(error.localizedDescription)")
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Tells beforehand what could only be told after the work.
    static func requireWritable(_ path: String) throws { _ = try OutputFile(path: path) }

    static func write(_ text: String, to path: String, isPrivate: Bool = false) throws {
        let file = try OutputFile(path: path, isPrivate: isPrivate)
        try file.bytes(Array(text.utf8))
        try file.close()
    }
}
