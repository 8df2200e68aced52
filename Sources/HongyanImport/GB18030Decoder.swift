#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Turns GB18030 (GBK, GB 2312) into UTF-8, chunk by chunk.
///
/// A class because it owns an iconv handle, which must be closed exactly once.
final class GB18030Decoder {
    private let handle: iconv_t
    /// The start of a character whose end has not come yet; at most three bytes.
    private var rest: [UInt8] = []

    init() throws(ImportFault) {
        let handle = iconv_open("UTF-8", "GB18030")
        // iconv_open says (iconv_t)-1 when it cannot.
        guard let handle, Int(bitPattern: handle) != -1 else {
            throw .encodingUnavailable(.gb18030)
        }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// Appends the text of a chunk; a byte that begins no character becomes U+FFFD.
    func append(_ chunk: UnsafeRawBufferPointer, isLast: Bool, to text: inout [UInt8]) {
        var input = rest
        input.append(contentsOf: chunk)
        rest = []
        var output = [UInt8](repeating: 0, count: input.count * 2 + 16)
        var consumed = 0
        while consumed < input.count {
            let step = convert(&input, from: consumed, into: &output)
            text.append(contentsOf: output[..<step.written])
            consumed += step.read
            switch step.stop {
            case 0, E2BIG: continue
            case EINVAL where !isLast:
                rest = Array(input[consumed...])
                return
            default:
                text.append(contentsOf: [0xEF, 0xBF, 0xBD])
                consumed += 1
            }
        }
    }

    private func convert(
        _ input: inout [UInt8], from start: Int, into output: inout [UInt8]
    ) -> (read: Int, written: Int, stop: Int32) {
        input.withUnsafeMutableBytes { source in
            output.withUnsafeMutableBytes { target in
                let left = source.count - start
                var from = source.baseAddress.map {
                    ($0 + start).assumingMemoryBound(to: CChar.self)
                }
                var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
                var unread = left
                var room = target.count
                let result = iconv(handle, &from, &unread, &to, &room)
                let failed = Int(truncatingIfNeeded: result) == -1
                return (left - unread, target.count - room, failed ? errno : 0)
            }
        }
    }
}
