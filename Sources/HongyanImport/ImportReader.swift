public import HongyanCore

/// Reads a file of customers, events, consents, suppressions, signals or portability page by page.
///
/// Holds one page and the buffer at a time, whatever the length of the file. One bad row never
/// stops the file: it becomes a ``Reject``.
public struct ImportReader {
    /// Records in a page, good and bad.
    public static let pageSize = 1_000

    /// What the file is written in, given or guessed.
    public var encoding: TextEncoding { buffer.encoding }

    private var buffer: InputBuffer
    private var csv = CSVScanner()
    private var json = JSONLineScanner()
    private var keys: KeyResolver
    private var builder: RowBuilder
    private let format: ImportFormat
    private let columnCount: Int
    /// Of the next record, from 1.
    private var line = 1

    /// Opens a source and checks its header.
    /// - Parameter mapping: File column → tag or field.
    /// - Parameter encoding: nil: UTF-8, or GB18030 when the first 64 KiB are not UTF-8.
    /// - Parameter now: What lies more than five minutes later is refused.
    public init(
        kind: ImportKind, source: ByteSource, format: ImportFormat, schema: TagSchema, zone: Zone,
        mapping: [String: String] = [:], now: Timestamp, encoding: TextEncoding? = nil
    ) throws(ImportFault) {
        var buffer = try InputBuffer(source, encoding: encoding)
        let table = ColumnTable(kind: kind, schema: schema)
        let layout: Layout
        switch format {
        case .csv:
            let header = try ImportReader.readHeader(&buffer)
            layout = try Layout.csv(header: header.names, table: table, mapping: mapping)
            line = 1 + header.lines
        case .jsonl:
            for (_, target) in mapping.sorted(by: { $0.key < $1.key })
            where table.column(named: target) == nil {
                throw table.isComputed(target)
                    ? .computedTag(name: target)
                    : .unknownColumn(
                        name: target, nearest: NearestName.of(target, among: table.names))
            }
            layout = Layout.jsonl(table: table)
        }
        self.buffer = buffer
        self.format = format
        columnCount = layout.columns.count
        keys = KeyResolver(layout: layout, table: table, mapping: mapping)
        builder = RowBuilder(kind: kind, layout: layout, schema: schema, zone: zone, now: now)
    }

    /// The next page; nil at the end. The rows keep the order of the file.
    /// - Throws: When the source cannot be read on. The rows so far stand; the same file may be
    ///   read again.
    public mutating func nextPage() throws(ImportFault) -> ImportPage? {
        var rejects: [Reject] = []
        var records = 0
        while records < ImportReader.pageSize {
            let isEnd = buffer.isAtEnd
            records += scan(limit: ImportReader.pageSize - records, isEnd: isEnd, rejects: &rejects)
            if isEnd { break }
            if records < ImportReader.pageSize { try buffer.fill() }
        }
        guard records > 0 else { return nil }
        return ImportPage(
            rows: builder.takeRows(), rejects: rejects, bytesRead: buffer.bytesRead)
    }

    /// Reads records out of the buffer until it holds no whole one.
    private mutating func scan(limit: Int, isEnd: Bool, rejects: inout [Reject]) -> Int {
        let bytes = buffer.bytes
        var offset = buffer.start
        var records = 0
        bytes.withUnsafeBufferPointer { memory in
            while records < limit, offset < memory.count {
                let start = offset
                let firstLine = line
                guard let outcome = record(memory, at: start, isEnd: isEnd) else { return }
                offset = outcome.next
                line += outcome.lines
                guard !outcome.isBlank else { continue }
                records += 1
                if let reason = outcome.reason {
                    let raw = ImportReader.raw(memory, start, outcome.next)
                    rejects.append(Reject(line: firstLine, reason: reason, raw: raw))
                }
            }
        }
        buffer.start = offset
        return records
    }

    private struct Outcome {
        var next: Int
        var lines: Int
        var isBlank = false
        var reason: RejectReason?
    }

    /// Reads one record; nil when it does not end in the buffer.
    private mutating func record(
        _ memory: UnsafeBufferPointer<UInt8>, at start: Int, isEnd: Bool
    ) -> Outcome? {
        switch format {
        case .csv: csvRecord(memory, at: start, isEnd: isEnd)
        case .jsonl: jsonRecord(memory, at: start, isEnd: isEnd)
        }
    }

    private mutating func csvRecord(
        _ memory: UnsafeBufferPointer<UInt8>, at start: Int, isEnd: Bool
    ) -> Outcome? {
        switch csv.scan(memory, from: start, isEnd: isEnd) {
        case .incomplete: return nil
        case .malformed(let defect, let next, let lines):
            return Outcome(next: next, lines: lines, reason: .csv(defect))
        case .record(let next, let lines):
            var outcome = Outcome(next: next, lines: lines)
            let cells = csv.cells
            if cells.count == 1, cells[0].start == cells[0].end, columnCount > 1 {
                outcome.isBlank = true
                return outcome
            }
            if !csv.isASCII, !ImportReader.isText(memory, start, next) {
                outcome.reason = .encoding
            } else if cells.count != columnCount {
                outcome.reason = .cellCount(found: cells.count, header: columnCount)
            } else {
                outcome.reason = add(cells, memory, csv.scratch, [])
            }
            return outcome
        }
    }

    private mutating func jsonRecord(
        _ memory: UnsafeBufferPointer<UInt8>, at start: Int, isEnd: Bool
    ) -> Outcome? {
        var end = start
        while end < memory.count, memory[end] != 0x0A { end += 1 }
        let isCut = end == memory.count
        if isCut, !isEnd, end - start <= CSVScanner.maxRecordBytes { return nil }
        var outcome = Outcome(next: isCut ? end : end + 1, lines: 1)
        let record = UnsafeBufferPointer(rebasing: memory[start..<end])
        if record.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
            outcome.isBlank = true
        } else if !ImportReader.isText(memory, start, end) {
            outcome.reason = .encoding
        } else if let defect = json.scan(record) {
            outcome.reason = .json(defect)
        } else {
            let (entries, scratch) = (json.entries, json.scratch)
            var cells: [Cell] = []
            do throws(RejectReason) {
                cells = try keys.cells(entries, record, scratch)
                outcome.reason = add(cells, record, scratch, json.fields)
            } catch {
                outcome.reason = error
            }
        }
        return outcome
    }

    private mutating func add(
        _ cells: [Cell], _ record: UnsafeBufferPointer<UInt8>, _ scratch: [UInt8],
        _ nested: [JSONLineScanner.Entry]
    ) -> RejectReason? {
        scratch.withUnsafeBufferPointer { scratch in
            let memory = CellMemory(record: record, scratch: scratch)
            do throws(RejectReason) {
                try builder.add(Row(cells: cells, memory: memory, nested: nested))
                return nil
            } catch {
                return error
            }
        }
    }
}

extension ImportReader {
    private static func readHeader(
        _ buffer: inout InputBuffer
    )
        throws(ImportFault) -> (names: [String], lines: Int)
    {
        var scanner = CSVScanner()
        while true {
            let bytes = buffer.bytes
            let (start, isEnd) = (buffer.start, buffer.isAtEnd)
            guard start < bytes.count || !isEnd else { throw .empty }
            let outcome = bytes.withUnsafeBufferPointer {
                scanner.scan($0, from: start, isEnd: isEnd)
            }
            switch outcome {
            case .incomplete: try buffer.fill()
            case .malformed: throw .brokenHeader
            case .record(let next, let lines):
                let names: [String] = bytes.withUnsafeBufferPointer { record in
                    scanner.scratch.withUnsafeBufferPointer { scratch in
                        let memory = CellMemory(record: record, scratch: scratch)
                        return scanner.cells.map { memory.text($0) }
                    }
                }
                guard names.contains(where: { !$0.isEmpty }) else { throw .empty }
                buffer.start = next
                return (names, lines)
            }
        }
    }

    /// Well-formed, and without the mark that stands for what could not be decoded.
    private static func isText(
        _ memory: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) -> Bool {
        let record = UnsafeBufferPointer(rebasing: memory[start..<end])
        guard UTF8Check.verdict(on: record) == .valid else { return false }
        var index = 0
        while index + 2 < record.count {
            if record[index] == 0xEF, record[index + 1] == 0xBF, record[index + 2] == 0xBD {
                return false
            }
            index += 1
        }
        return true
    }

    private static func raw(
        _ memory: UnsafeBufferPointer<UInt8>, _ start: Int, _ next: Int
    ) -> String {
        var end = next
        while end > start, memory[end - 1] == 0x0A || memory[end - 1] == 0x0D { end -= 1 }
        return String(decoding: memory[start..<end], as: UTF8.self)
    }
}

/// The rows of a page, all of one kind.
public enum ImportRows: Sendable {
    case customers([IncomingCustomer])
    case events([IncomingEvent])
    case consents([IncomingConsent])
    case suppressions([IncomingSuppression])
    case signals([IncomingSignal])
    case portability([IncomingPortability])

    public var count: Int {
        switch self {
        case .customers(let rows): rows.count
        case .events(let rows): rows.count
        case .consents(let rows): rows.count
        case .suppressions(let rows): rows.count
        case .signals(let rows): rows.count
        case .portability(let rows): rows.count
        }
    }
}

/// At most ``ImportReader/pageSize`` records.
public struct ImportPage: Sendable {
    public let rows: ImportRows
    /// In the order of the file.
    public let rejects: [Reject]
    /// Of the source, from its start: for progress.
    public let bytesRead: Int64
}
