public import HongyanCore

/// Where numbers were issued, by their leading digits.
///
/// CSV with the columns `prefix`, `province` and `city`; a prefix has three to eleven digits,
/// seven as operators give them out. Other columns are passed over. UTF-8.
public struct RegionTable: Sendable {
    /// Why a file is no such table.
    public enum Fault: Error, Hashable, Sendable {
        /// The header lacks it.
        case missingColumn(String)
        case brokenRow(line: Int)
        /// Not three to eleven digits.
        case prefix(line: Int)
        /// Province or city is empty.
        case place(line: Int)

        /// One phrase without a full stop.
        public func words(_ language: Language) -> String {
            let zh = language == .zh
            return switch self {
            case .missingColumn(let name): zh ? "缺少列“\(name)”" : "column '\(name)' is missing"
            case .brokenRow(let line):
                zh ? "第 \(line) 行无法按 CSV 读取" : "line \(line): cannot be read as CSV"
            case .prefix(let line):
                zh
                    ? "第 \(line) 行：号段应为 3–11 位数字"
                    : "line \(line): a prefix must have 3 to 11 digits"
            case .place(let line):
                zh
                    ? "第 \(line) 行：省份和城市不能为空"
                    : "line \(line): province and city must not be empty"
            }
        }
    }

    /// By prefix with a 1 before it, so that leading zeros count: where its row begins.
    private var rows: [Int: Int] = [:]
    private let bytes: [UInt8]
    private var places = (prefix: 0, province: 0, city: 0)

    /// Reads a whole file; of a prefix that is there twice the later row counts.
    public init(_ bytes: [UInt8]) throws(Fault) {
        self.bytes = bytes
        var header: [String]?
        var line = 1
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < bytes.count {
            let at = start
            guard let row = cells(at: &start) else { throw .brokenRow(line: line) }
            defer { line += row.lines }
            if row.cells == [""] { continue }
            guard header != nil else {
                header = row.cells
                places = try RegionTable.places(row.cells)
                continue
            }
            guard row.cells.count > max(places.prefix, places.province, places.city) else {
                throw .brokenRow(line: line)
            }
            let prefix = row.cells[places.prefix]
            guard (3...11).contains(prefix.utf8.count), let key = Int("1" + prefix),
                prefix.utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { throw .prefix(line: line) }
            guard !row.cells[places.province].isEmpty, !row.cells[places.city].isEmpty else {
                throw .place(line: line)
            }
            rows[key] = at
        }
        if header == nil { throw .missingColumn("prefix") }
    }

    /// The longest prefix that fits; nil when none does.
    public func region(of number: PhoneNumber) -> NumberRegion? {
        guard number.e164.hasPrefix("+86") else { return nil }
        let digits = number.e164.dropFirst(3)
        for length in stride(from: min(11, digits.utf8.count), through: 3, by: -1) {
            guard let key = Int("1" + digits.prefix(length)), var start = rows[key],
                let row = cells(at: &start)
            else { continue }
            return NumberRegion(
                province: row.cells[places.province], city: row.cells[places.city])
        }
        return nil
    }

    private static func places(
        _ header: [String]
    ) throws(Fault) -> (prefix: Int, province: Int, city: Int) {
        func place(_ name: String) throws(Fault) -> Int {
            guard let place = header.firstIndex(of: name) else { throw .missingColumn(name) }
            return place
        }
        return (try place("prefix"), try place("province"), try place("city"))
    }

    /// The cells of the row that begins here, without spaces around them; moves behind it.
    private func cells(at start: inout Int) -> (cells: [String], lines: Int)? {
        var scanner = CSVScanner()
        return bytes.withUnsafeBufferPointer { record in
            guard case .record(let next, let lines) = scanner.scan(record, from: start, isEnd: true)
            else { return nil }
            start = next
            return scanner.scratch.withUnsafeBufferPointer { scratch in
                let memory = CellMemory(record: record, scratch: scratch)
                return (scanner.cells.map(memory.text), lines)
            }
        }
    }
}
