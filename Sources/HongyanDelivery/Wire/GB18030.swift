#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What CMPP's `Msg_Fmt` 15 is: GB 18030, of which GBK and GB 2312 are parts. Customers' replies
/// come in it.
public enum GB18030 {
    /// An octet that begins no character becomes U+FFFD; nil where the system has no such table.
    public static func decode(_ octets: [UInt8]) -> String? {
        // iconv_open says (iconv_t)-1 when it cannot.
        guard let handle = iconv_open("UTF-8", "GB18030"), Int(bitPattern: handle) != -1
        else { return nil }
        defer { iconv_close(handle) }
        var input = octets
        var output = [UInt8](repeating: 0, count: octets.count * 4 + 4)
        let written = input.withUnsafeMutableBytes { source in
            output.withUnsafeMutableBytes { target in
                convert(handle, source, target)
            }
        }
        return String(decoding: output[..<written], as: UTF8.self)
    }

    /// - Returns: Octets written.
    private static func convert(
        _ handle: iconv_t, _ source: UnsafeMutableRawBufferPointer,
        _ target: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
        var input: UnsafeMutablePointer<CChar>? = from.assumingMemoryBound(to: CChar.self)
        var output: UnsafeMutablePointer<CChar>? = to.assumingMemoryBound(to: CChar.self)
        var unread = source.count
        var room = target.count
        while unread > 0 {
            let outcome = iconv(handle, &input, &unread, &output, &room)
            guard outcome == -1, unread > 0, room >= 4 else { break }
            for octet in [0xEF, 0xBF, 0xBD] as [UInt8] {
                output?.pointee = CChar(bitPattern: octet)
                output = output?.advanced(by: 1)
                room -= 1
            }
            input = input?.advanced(by: 1)
            unread -= 1
        }
        return target.count - room
    }
}
