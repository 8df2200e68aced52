#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Where bytes come from.
public struct ByteSource {
    let read: (UnsafeMutableRawBufferPointer) throws(ImportFault) -> Int

    /// - Parameter read: Fills the buffer as far as it can and says how far; 0 means the end.
    public init(read: @escaping (UnsafeMutableRawBufferPointer) throws(ImportFault) -> Int) {
        self.read = read
    }

    /// Reads an open file descriptor to its end. The caller closes it.
    public static func descriptor(_ descriptor: Int32) -> ByteSource {
        ByteSource { buffer throws(ImportFault) -> Int in
            while true {
                let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
                if count >= 0 { return count }
                let code = errno
                if code != EINTR { throw .unreadable(code: code) }
            }
        }
    }

    /// Bytes that are in memory already.
    public static func bytes(_ bytes: [UInt8]) -> ByteSource {
        var position = 0
        return ByteSource { buffer throws(ImportFault) -> Int in
            let count = min(buffer.count, bytes.count - position)
            bytes.withUnsafeBytes { source in
                buffer.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[position..<position + count]))
            }
            position += count
            return count
        }
    }
}

private func systemRead(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int
) -> Int {
    read(descriptor, buffer, count)
}
