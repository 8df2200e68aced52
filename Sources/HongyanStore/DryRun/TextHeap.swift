internal import HongyanCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Bytes that are written one behind another and rarely read again: in a file without a name, or
/// in memory where no file is given.
///
/// A class, because it closes its file.
final class TextHeap {
    /// What waits in memory to be written; the file is written in pieces of this size.
    static let pieceSize = 1 << 20

    private let descriptor: CInt?
    private var tail: [UInt8] = []
    /// Bytes before the tail.
    private var written = 0

    /// - Parameter path: The name that the file has for a moment; nil for none.
    init(path: String?) throws(StoreError) {
        guard let path else {
            descriptor = nil
            return
        }
        let opened = path.withCString {
            open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)
        }
        guard opened >= 0 else { throw .failed("cannot write \(path)") }
        // Even a kill leaves nothing behind.
        unlink(path)
        descriptor = opened
    }

    deinit { if let descriptor { close(descriptor) } }

    /// - Returns: Where they begin.
    func append(_ bytes: [UInt8]) throws(StoreError) -> Int {
        let place = written + tail.count
        tail += bytes
        if let descriptor, tail.count >= Self.pieceSize {
            let count = tail.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(written))
            }
            guard count == tail.count else { throw errno == ENOSPC ? .full : Self.fault }
            written += count
            tail.removeAll(keepingCapacity: true)
        }
        return place
    }

    func read(_ count: Int, at place: Int) throws(StoreError) -> [UInt8] {
        if place >= written { return Array(tail[(place - written)..<(place - written + count)]) }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = bytes.withUnsafeMutableBytes {
            pread(descriptor ?? -1, $0.baseAddress, count, off_t(place))
        }
        guard read == count else { throw Self.fault }
        return bytes
    }

    private static let fault = StoreError.failed("a dry run's scratch file cannot be used")
}
