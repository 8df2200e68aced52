internal import HongyanCore

/// Finds the column of each key of a JSON object. Rows tend to repeat their keys in order, so the
/// last row's answers are tried first.
struct KeyResolver {
    private let places: [String: Int]
    private let names: [String]
    private let columnNames: [String]
    private var recent: [(key: [UInt8], place: Int)] = []

    init(layout: Layout, table: ColumnTable, mapping: [String: String]) {
        var places: [String: Int] = [:]
        for name in table.names {
            guard let column = table.column(named: name) else { continue }
            places[name] = layout.columns.firstIndex { $0.column == column }
        }
        for (key, target) in mapping { places[key] = places[target] }
        self.places = places
        names = table.names
        columnNames = layout.columns.map(\.name)
    }

    /// The cells of an object by place; absent where it has no such key.
    mutating func cells(
        _ entries: [JSONLineScanner.Entry], _ record: UnsafeBufferPointer<UInt8>, _ scratch: [UInt8]
    ) throws(RejectReason) -> [Cell] {
        var cells = [Cell](repeating: .absent, count: columnNames.count)
        var hasFields = false
        for (position, entry) in entries.enumerated() {
            let place = try place(of: entry.key, at: position, record, scratch)
            let isFields = columnNames[place] == "fields"
            guard (entry.kind == .fields) == isFields || (isFields && entry.kind == .null) else {
                throw isFields
                    ? .value(column: "fields", .object)
                    : .json(.tooDeep)
            }
            guard isFields ? !hasFields : cells[place].isAbsent else {
                throw .duplicateKey(columnNames[place])
            }
            if isFields { hasFields = true }
            if !isFields { cells[place] = entry.value }
        }
        return cells
    }

    private mutating func place(
        of key: Cell, at position: Int, _ record: UnsafeBufferPointer<UInt8>, _ scratch: [UInt8]
    ) throws(RejectReason) -> Int {
        let bytes =
            key.isScratch ? Array(scratch[key.start..<key.end]) : Array(record[key.start..<key.end])
        if position < recent.count, recent[position].key == bytes { return recent[position].place }
        let name = String(decoding: bytes, as: UTF8.self)
        guard let place = places[name] else {
            throw .unknownKey(nearest: NearestName.of(name, among: names))
        }
        if position < recent.count {
            recent[position] = (bytes, place)
        } else if position == recent.count {
            recent.append((bytes, place))
        }
        return place
    }
}
