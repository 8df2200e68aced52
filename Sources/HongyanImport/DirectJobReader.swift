public import HongyanCore

/// Reads a job file of direct sends: CSV with a header, or one JSON object a line, in UTF-8.
///
/// `to` (a number or a customer's id) and `template` must be there unless they are the same for all
/// lines; `id` names the line, else its number in the file does; every other column is a variable
/// of the template. In JSON the variables stand in an object `fields` or beside the rest.
public struct DirectJobReader {
    /// Of a job; a longer one is several jobs.
    public static let maxLines = 1_000_000
    /// Of a job file.
    public static let maxBytes = 512 << 20

    /// A line that was read, or why not.
    public struct Line: Sendable {
        /// In the file, from 1.
        public let number: Int
        public let result: Result<DirectSend, DirectFault>
        public init(number: Int, result: Result<DirectSend, DirectFault>) {
            self.number = number
            self.result = result
        }
    }

    private let template: TemplateID?
    private let recipient: DirectSend.Recipient?
    private let language: Language
    private var lines: [Line] = []
    private var seen: Set<String> = []

    /// - Parameters:
    ///   - template: For lines that name none.
    ///   - recipient: For lines that name none.
    public static func read(
        _ bytes: [UInt8], format: ImportFormat, template: TemplateID? = nil,
        recipient: DirectSend.Recipient? = nil, language: Language
    ) throws(ImportFault) -> [Line] {
        var reader = DirectJobReader(
            template: template, recipient: recipient, language: language)
        var start = 0
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        switch format {
        case .csv: try reader.readCSV(bytes, from: start)
        case .jsonl: reader.readJSON(bytes, from: start)
        }
        if reader.lines.isEmpty { throw .empty }
        return reader.lines
    }

    private init(
        template: TemplateID?, recipient: DirectSend.Recipient?, language: Language
    ) {
        self.template = template
        self.recipient = recipient
        self.language = language
    }

    private mutating func add(_ number: Int, _ result: Result<DirectSend, DirectFault>) {
        var result = result
        if case .success(let send) = result, !seen.insert(send.line).inserted {
            result = .failure(.repeated)
        }
        lines.append(Line(number: number, result: result))
    }

    private func broken(_ why: RejectReason) -> DirectFault { .record(why.words(language)) }

    // MARK: CSV

    private mutating func readCSV(_ bytes: [UInt8], from start: Int) throws(ImportFault) {
        var scanner = CSVScanner()
        var header: [String]?
        var offset = start
        var number = 1
        var isBroken = false
        bytes.withUnsafeBufferPointer { memory in
            while offset < memory.count, lines.count <= Self.maxLines {
                let first = number
                switch scanner.scan(memory, from: offset, isEnd: true) {
                case .incomplete: return
                case .malformed(let defect, let next, let count):
                    (offset, number) = (next, number + count)
                    if header == nil {
                        isBroken = true
                        return
                    }
                    add(first, .failure(broken(.csv(defect))))
                case .record(let next, let count):
                    let record = UnsafeBufferPointer(rebasing: memory[offset..<next])
                    (offset, number) = (next, number + count)
                    guard UTF8Check.verdict(on: record) == .valid else {
                        add(first, .failure(broken(.encoding)))
                        continue
                    }
                    let cells = scanner.scratch.withUnsafeBufferPointer { scratch in
                        scanner.cells.map {
                            CellMemory(record: memory, scratch: scratch).text($0)
                        }
                    }
                    guard let names = header else {
                        header = cells
                        continue
                    }
                    if cells.count == 1, cells[0].isEmpty { continue }
                    guard cells.count == names.count else {
                        let why = RejectReason.cellCount(found: cells.count, header: names.count)
                        add(first, .failure(broken(why)))
                        continue
                    }
                    add(first, send(zip(names, cells), line: first))
                }
            }
        }
        if isBroken { throw .brokenHeader }
    }

    // MARK: JSON

    private mutating func readJSON(_ bytes: [UInt8], from start: Int) {
        var scanner = JSONLineScanner()
        var offset = start
        var number = 0
        bytes.withUnsafeBufferPointer { memory in
            while offset < memory.count, lines.count <= Self.maxLines {
                var end = offset
                while end < memory.count, memory[end] != 0x0A { end += 1 }
                let record = UnsafeBufferPointer(rebasing: memory[offset..<end])
                offset = end + 1
                number += 1
                if record.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
                guard UTF8Check.verdict(on: record) == .valid else {
                    add(number, .failure(broken(.encoding)))
                    continue
                }
                if let defect = scanner.scan(record) {
                    add(number, .failure(broken(.json(defect))))
                    continue
                }
                let pairs = scanner.scratch.withUnsafeBufferPointer { scratch in
                    let cells = CellMemory(record: record, scratch: scratch)
                    return (scanner.entries + scanner.fields).compactMap { entry in
                        entry.value.isAbsent || entry.kind == .null
                            ? nil : (cells.text(entry.key), cells.text(entry.value))
                    }
                }
                add(number, send(pairs, line: number))
            }
        }
    }

    // MARK: Lines

    /// An empty cell says nothing.
    private func send(
        _ cells: some Sequence<(String, String)>, line: Int
    ) -> Result<DirectSend, DirectFault> {
        var id = String(line)
        var to = recipient
        var template = template
        var variables: [String: String] = [:]
        for (name, text) in cells where !text.isEmpty {
            switch name {
            case "id": id = text
            case "to":
                switch Self.recipient(text) {
                case .success(let read): to = read
                case .failure(let fault): return .failure(fault)
                }
            case "template": template = TemplateID(text)
            default: variables[name] = text
            }
        }
        guard let to else { return .failure(.noRecipient) }
        guard let template else { return .failure(.noTemplate) }
        return .success(
            DirectSend(line: id, recipient: to, template: template, variables: variables))
    }

    /// What is written as a number is one; all else is a customer's id.
    public static func recipient(
        _ text: String
    ) -> Result<DirectSend.Recipient, DirectFault> {
        switch PhoneNumber.read(text) {
        case .success(let number): return .success(.number(number))
        case .failure(let fault):
            let isNumber = text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x20 || $0 == 0x2D
            }
            return isNumber ? .failure(.number(fault)) : .success(.customer(CustomerID(text)))
        }
    }
}
