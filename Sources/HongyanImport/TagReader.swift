import HongyanCore

/// Reads the tag columns of customers.
struct TagReader {
    private struct Slot {
        let cell: Int
        let name: TagName
        var parser: CellParser
        /// Where the tag's value lies in every copy of the prototype.
        var index: Dictionary<TagName, Value?>.Index
    }
    private var slots: [Slot] = []
    /// Every tag column cleared. A row starts as a copy of it: keys are hashed once a file, not
    /// once a row, because a copy keeps the indices.
    private let prototype: [TagName: Value?]

    init(layout: Layout, schema: TagSchema, zone: Zone) {
        var prototype: [TagName: Value?] = [:]
        for (column, _) in layout.columns {
            if case .tag(let place) = column {
                prototype.updateValue(nil, forKey: schema.tags[place].name)
            }
        }
        self.prototype = prototype
        for (cell, column) in layout.columns.enumerated() {
            guard case .tag(let place) = column.column else { continue }
            let tag = schema.tags[place]
            guard let index = prototype.index(forKey: tag.name) else { continue }
            let parser = CellParser(type: tag.type, zone: zone)
            slots.append(Slot(cell: cell, name: tag.name, parser: parser, index: index))
        }
    }

    /// The tags of a row: an empty cell clears, an absent one is left out.
    mutating func read(_ row: Row) throws(RejectReason) -> [TagName: Value?] {
        var values = prototype
        var absent: [TagName] = []
        for place in slots.indices {
            let cell = row.cells[slots[place].cell]
            if cell.isAbsent {
                absent.append(slots[place].name)
                continue
            }
            let bytes = row.memory.bytes(cell)
            if bytes.isEmpty { continue }
            guard let value = slots[place].parser.parse(bytes) else {
                let expected = RejectReason.Expectation(slots[place].parser.type)
                throw .value(column: slots[place].name.rawValue, expected)
            }
            values.values[slots[place].index] = .some(value)
        }
        for name in absent { values.removeValue(forKey: name) }
        return values
    }
}
