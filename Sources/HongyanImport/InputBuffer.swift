/// A growing view of a source: what has been read and not yet been used, as UTF-8.
struct InputBuffer {
    /// Read at once.
    static let chunkSize = 256 * 1_024
    /// What the guess of the encoding rests on.
    static let headSize = 64 * 1_024

    private let source: ByteSource
    private var decoder: GB18030Decoder?
    private var chunk: [UInt8]
    private(set) var bytes: [UInt8] = []
    /// Where the unused part starts.
    var start = 0
    private(set) var isAtEnd = false
    private(set) var bytesRead: Int64 = 0
    let encoding: TextEncoding

    /// Reads the head, drops a byte order mark and settles the encoding: UTF-8, or GB18030 when
    /// the head is not well-formed UTF-8.
    init(_ source: ByteSource, encoding wanted: TextEncoding?) throws(ImportFault) {
        self.source = source
        chunk = [UInt8](repeating: 0, count: InputBuffer.chunkSize)
        var head: [UInt8] = []
        var ended = false
        while head.count < InputBuffer.headSize && !ended {
            let count = try InputBuffer.read(source, into: &chunk)
            ended = count == 0
            head.append(contentsOf: chunk[..<count])
        }
        bytesRead = Int64(head.count)
        isAtEnd = ended
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        let hasMark = head.starts(with: [0xEF, 0xBB, 0xBF])
        encoding = wanted ?? (hasMark ? .utf8 : InputBuffer.guess(head, isWhole: ended))
        switch encoding {
        case .utf8:
            bytes = head
            start = hasMark ? 3 : 0
        case .gb18030:
            let decoder = try GB18030Decoder()
            var text: [UInt8] = []
            head.withUnsafeBytes { decoder.append($0, isLast: ended, to: &text) }
            bytes = text
            self.decoder = decoder
        }
    }

    /// Reads another chunk behind the unused part; does nothing at the end.
    mutating func fill() throws(ImportFault) {
        guard !isAtEnd else { return }
        if start > 0 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        let count = try InputBuffer.read(source, into: &chunk)
        bytesRead += Int64(count)
        isAtEnd = count == 0
        if let decoder {
            chunk.withUnsafeBytes { raw in
                let part = UnsafeRawBufferPointer(rebasing: raw[..<count])
                decoder.append(part, isLast: isAtEnd, to: &bytes)
            }
        } else {
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    private static func read(
        _ source: ByteSource, into chunk: inout [UInt8]
    )
        throws(ImportFault) -> Int
    {
        var fault: ImportFault?
        var count = 0
        chunk.withUnsafeMutableBytes { buffer in
            do throws(ImportFault) { count = try source.read(buffer) } catch { fault = error }
        }
        if let fault { throw fault }
        return count
    }

    private static func guess(_ head: [UInt8], isWhole: Bool) -> TextEncoding {
        let sample = isWhole ? head[...] : head.prefix(headSize)
        switch sample.withUnsafeBufferPointer({ UTF8Check.verdict(on: $0) }) {
        case .valid: return .utf8
        case .truncated: return isWhole ? .gb18030 : .utf8
        case .invalid: return .gb18030
        }
    }
}
