/// Splits CSV (RFC 4180) into records and cells, over bytes. Line ends may be LF, CRLF or CR.
struct CSVScanner {
    /// A longer record means that a quote was never closed.
    static let maxRecordBytes = 1_024 * 1_024

    enum Outcome: Equatable {
        /// The cells are in `cells`; `next` is the offset behind the line end.
        case record(next: Int, lines: Int)
        /// The record does not end in these bytes.
        case incomplete
        case malformed(CSVDefect, next: Int, lines: Int)
    }

    private(set) var cells: [Cell] = []
    private(set) var scratch: [UInt8] = []
    /// Whether the last record has bytes beyond ASCII.
    private(set) var isASCII = true

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    /// Reads one record.
    /// - Parameter isEnd: Nothing comes after these bytes.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isEnd: Bool) -> Outcome
    {
        cells.removeAll(keepingCapacity: true)
        scratch.removeAll(keepingCapacity: true)
        let count = bytes.count
        var index = start
        var lines = 1
        var seen: UInt8 = 0
        defer { isASCII = seen < 0x80 }
        while true {
            if index < count && bytes[index] == CSVScanner.quote {
                switch scanQuoted(bytes, from: index, record: start, isEnd: isEnd) {
                case .cell(let next, let breaks, let union):
                    index = next
                    lines += breaks
                    seen |= union
                case .incomplete: return .incomplete
                case .defect(let defect):
                    // Whatever follows is read as records of its own.
                    return .malformed(defect, next: CSVScanner.lineEnd(bytes, index), lines: 1)
                }
            } else {
                let cellStart = index
                while index < count {
                    let byte = bytes[index]
                    if byte == CSVScanner.comma || byte == CSVScanner.lineFeed
                        || byte == CSVScanner.carriageReturn
                    {
                        break
                    }
                    seen |= byte
                    index += 1
                }
                cells.append(Cell(start: cellStart, end: index, isScratch: false))
            }
            guard index < count else {
                return isEnd ? .record(next: count, lines: lines) : .incomplete
            }
            switch bytes[index] {
            case CSVScanner.comma: index += 1
            case CSVScanner.lineFeed: return .record(next: index + 1, lines: lines)
            default:
                guard index + 1 < count || isEnd else { return .incomplete }
                let isPair = index + 1 < count && bytes[index + 1] == CSVScanner.lineFeed
                return .record(next: index + (isPair ? 2 : 1), lines: lines)
            }
        }
    }

    private enum Quoted {
        case cell(next: Int, breaks: Int, union: UInt8)
        case incomplete
        case defect(CSVDefect)
    }

    /// Reads a cell that starts with a quote, up to the comma or line end behind it.
    private mutating func scanQuoted(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, record: Int, isEnd: Bool
    ) -> Quoted {
        let count = bytes.count
        var index = start + 1
        var breaks = 0
        var seen: UInt8 = 0
        var isEscaped = false
        while true {
            guard index < count else {
                let isTooLong = index - record > CSVScanner.maxRecordBytes
                return isEnd || isTooLong ? .defect(.unclosedQuote) : .incomplete
            }
            let byte = bytes[index]
            seen |= byte
            if byte == CSVScanner.quote {
                if index + 1 < count, bytes[index + 1] == CSVScanner.quote {
                    isEscaped = true
                    index += 2
                    continue
                }
                if index + 1 == count && !isEnd { return .incomplete }
                break
            }
            if byte == CSVScanner.lineFeed { breaks += 1 }
            index += 1
        }
        if index - record > CSVScanner.maxRecordBytes { return .defect(.unclosedQuote) }
        let end = index
        index += 1
        while index < count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        if index < count {
            let byte = bytes[index]
            let isEndOfCell =
                byte == CSVScanner.comma || byte == CSVScanner.lineFeed
                || byte == CSVScanner.carriageReturn
            if !isEndOfCell { return .defect(.textAfterQuote) }
        }
        appendQuoted(bytes, start + 1, end, isEscaped: isEscaped)
        return .cell(next: index, breaks: breaks, union: seen)
    }

    private mutating func appendQuoted(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, isEscaped: Bool
    ) {
        guard isEscaped else {
            cells.append(Cell(start: start, end: end, isScratch: false))
            return
        }
        let scratchStart = scratch.count
        var index = start
        while index < end {
            scratch.append(bytes[index])
            // The second of two quotes stands for none.
            index += bytes[index] == CSVScanner.quote ? 2 : 1
        }
        cells.append(Cell(start: scratchStart, end: scratch.count, isScratch: true))
    }

    /// The offset behind the line that contains an offset.
    static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int {
        var index = offset
        while index < bytes.count, bytes[index] != lineFeed { index += 1 }
        return min(index + 1, bytes.count)
    }
}

/// What is wrong with the writing of a CSV record.
public enum CSVDefect: Hashable, Sendable {
    /// A quoted cell does not end.
    case unclosedQuote
    /// Something follows the closing quote of a cell.
    case textAfterQuote
}
