import HongyanCore

/// Reads the payload of one kind of event or signal.
struct PayloadReader {
    let name: String
    let bytes: [UInt8]
    private var fields: [(name: [UInt8], key: String, parser: CellParser)] = []
    /// By cell: which field it is; −1 when this kind has no such field.
    private let fieldOfCell: [Int]
    /// The cells that are payload columns.
    private let payloadCells: [(cell: Int, name: String)]

    init(name: String, fields definitions: [FieldDefinition], layout: Layout, zone: Zone) {
        self.name = name
        bytes = Array(name.utf8)
        for field in definitions {
            let parser = CellParser(type: field.type, zone: zone)
            fields.append((Array(field.name.utf8), field.name, parser))
        }
        var fieldOfCell = [Int](repeating: -1, count: layout.columns.count)
        var payloadCells: [(cell: Int, name: String)] = []
        for (place, column) in layout.columns.enumerated() {
            guard case .payload(let field) = column.column else { continue }
            payloadCells.append((place, field))
            fieldOfCell[place] = definitions.firstIndex { $0.name == field } ?? -1
        }
        self.fieldOfCell = fieldOfCell
        self.payloadCells = payloadCells
    }

    /// The payload that stands in columns of its own. An empty cell is a field that is not there.
    mutating func read(_ cells: [Cell], _ memory: CellMemory, into payload: inout [String: Value])
        throws(RejectReason)
    {
        for (cell, column) in payloadCells where !cells[cell].isAbsent {
            let bytes = memory.bytes(cells[cell])
            if bytes.isEmpty { continue }
            let field = fieldOfCell[cell]
            guard field >= 0 else { throw .strangeField(column, of: name) }
            payload[column] = try value(bytes, field: field)
        }
    }

    /// The payload that stands in an object `fields`.
    mutating func read(
        _ entries: [JSONLineScanner.Entry], _ memory: CellMemory, into payload: inout [String: Value]
    ) throws(RejectReason) {
        for entry in entries {
            let key = memory.bytes(entry.key)
            guard let field = fields.firstIndex(where: { FastText.equal(key, $0.name) }) else {
                // The key is not repeated in the reason: it may be anything.
                let names = fields.map(\.key)
                throw .unknownKey(nearest: Nearest.name(to: memory.text(entry.key), among: names))
            }
            let bytes = memory.bytes(entry.value)
            if entry.kind == .null || bytes.isEmpty { continue }
            let column = fields[field].key
            guard payload[column] == nil else { throw .duplicateKey(column) }
            payload[column] = try value(bytes, field: field)
        }
    }

    private mutating func value(_ bytes: UnsafeBufferPointer<UInt8>, field: Int)
        throws(RejectReason) -> Value
    {
        if let value = fields[field].parser.parse(bytes) { return value }
        let expected = RejectReason.Expectation(fields[field].parser.type)
        throw .value(column: fields[field].key, expected)
    }
}
