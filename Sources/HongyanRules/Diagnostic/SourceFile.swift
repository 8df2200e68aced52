/// One file of the workspace, as read from disk.
public struct SourceFile: Hashable, Sendable {
    /// Relative to the workspace, with `/`; shown in diagnostics and deciding the file's role.
    public let path: String
    public let bytes: [UInt8]
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// A file with its lines found, so that byte offsets become lines and columns.
struct SourceText {
    let path: String
    let bytes: [UInt8]
    /// Offset of the first byte of each line.
    private let lineStarts: [Int]

    init(_ file: SourceFile) {
        path = file.path
        bytes = file.bytes
        var starts = [file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
        for (index, byte) in file.bytes.enumerated() where byte == 0x0A {
            starts.append(index + 1)
        }
        lineStarts = starts
    }

    var lineCount: Int { lineStarts.count }

    /// From 1, counted in UTF-16 code units, as SARIF's viewers count.
    func utf16Column(_ offset: Int) -> Int {
        let offset = min(max(offset, lineStarts[0]), bytes.count)
        let start = lineStarts[lineNumber(offset) - 1]
        return String(decoding: bytes[start..<offset], as: UTF8.self).utf16.count + 1
    }

    /// Columns behind so many bytes of one line are counted in code points, so that no file takes a
    /// minute.
    static let exactColumnBytes = 4_096

    func position(_ offset: Int) -> SourcePosition {
        let offset = min(max(offset, lineStarts[0]), bytes.count)
        let number = lineNumber(offset)
        let start = lineStarts[number - 1]
        let characters: Int
        if offset - start <= SourceText.exactColumnBytes {
            characters = String(decoding: bytes[start..<offset], as: UTF8.self).count
        } else {
            characters = bytes[start..<offset].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        }
        return SourcePosition(offset: offset, line: number, column: characters + 1)
    }

    /// The line, from 1, that holds a byte.
    func lineNumber(_ offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    func range(_ offsets: Range<Int>) -> SourceRange {
        SourceRange(start: position(offsets.lowerBound), end: position(offsets.upperBound))
    }

    /// The bytes of a line (from 1) without its line break.
    func line(_ number: Int) -> Range<Int> {
        guard number >= 1, number <= lineStarts.count else { return bytes.count..<bytes.count }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return start..<max(start, end)
    }
}
