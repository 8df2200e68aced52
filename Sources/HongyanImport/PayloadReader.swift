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
    /// By field: what the row at hand says.
    private var values: [Value?]
    private var shapes: [Shape] = []
    private var lastShape = 0

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
        values = [Value?](repeating: nil, count: definitions.count)
    }

    /// Takes the fields that stand in columns of their own. An empty cell is a field that is not
    /// there.
    mutating func take(_ cells: [Cell], _ memory: CellMemory) throws(RejectReason) {
        for place in payloadCells.indices {
            let cell = cells[payloadCells[place].cell]
            if cell.start == cell.end { continue }
            let bytes = memory.bytes(cell)
            if bytes.isEmpty { continue }
            let field = fieldOfCell[payloadCells[place].cell]
            guard field >= 0 else { throw .strangeField(payloadCells[place].name, of: name) }
            try take(bytes, field: field)
        }
    }

    /// Takes the fields that stand in an object `fields`.
    mutating func take(
        _ entries: [JSONLineScanner.Entry], _ memory: CellMemory
    )
        throws(RejectReason)
    {
        for entry in entries {
            let key = memory.bytes(entry.key)
            guard let field = fields.firstIndex(where: { FastText.equal(key, $0.name) }) else {
                // The key is not repeated in the reason: it may be anything.
                let names = fields.map(\.key)
                throw .unknownKey(nearest: NearestName.of(memory.text(entry.key), among: names))
            }
            let bytes = memory.bytes(entry.value)
            if entry.kind == .null || bytes.isEmpty { continue }
            guard values[field] == nil else { throw .duplicateKey(fields[field].key) }
            try take(bytes, field: field)
        }
    }

    private mutating func take(
        _ bytes: UnsafeBufferPointer<UInt8>, field: Int
    )
        throws(RejectReason)
    {
        guard let value = fields[field].parser.parse(bytes) else {
            let expected = RejectReason.Expectation(fields[field].parser.type)
            throw .value(column: fields[field].key, expected)
        }
        values[field] = value
    }

    /// The fields taken since the last time.
    mutating func finish() -> [String: Value] {
        let index = shapeOfTaken()
        var payload = shapes[index].prototype
        for (field, place) in shapes[index].places {
            if let value = values[field] { payload.values[place] = value }
        }
        forget()
        return payload
    }

    /// Drops what was taken of a row that is no good.
    mutating func forget() {
        for field in values.indices { values[field] = nil }
    }

    /// Which fields are there tends to repeat from row to row. Each combination is hashed once;
    /// rows are copies of its prototype, because a copy keeps the indices.
    private struct Shape {
        let present: [Bool]
        let prototype: [String: Value]
        let places: [(field: Int, place: Dictionary<String, Value>.Index)]
    }
    private static let shapeLimit = 64

    private mutating func shapeOfTaken() -> Int {
        if lastShape < shapes.count, fits(shapes[lastShape]) { return lastShape }
        if let found = shapes.firstIndex(where: { fits($0) }) {
            lastShape = found
            return found
        }
        var prototype: [String: Value] = [:]
        for field in fields.indices where values[field] != nil {
            prototype[fields[field].key] = .boolean(false)
        }
        let places = fields.indices.compactMap { field in
            prototype.index(forKey: fields[field].key).map { (field: field, place: $0) }
        }
        if shapes.count == PayloadReader.shapeLimit { shapes.removeAll() }
        shapes.append(
            Shape(present: values.map { $0 != nil }, prototype: prototype, places: places))
        lastShape = shapes.count - 1
        return lastShape
    }

    private func fits(_ shape: Shape) -> Bool {
        for field in values.indices where (values[field] != nil) != shape.present[field] {
            return false
        }
        return true
    }
}
