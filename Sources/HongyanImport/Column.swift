import HongyanCore

/// What one column of a file means.
enum Column: Hashable {
    case id, customer, phone
    case event, at, fields
    case purpose, expires, withdrawn, source, textVersion, evidence
    case channel, action, text, guardian, frequency, term
    case signal, key, day, fetchedAt
    case carrier
    /// The tag's place in the schema.
    case tag(Int)
    /// A field of events' or signals' payloads.
    case payload(String)

    /// The place of a fixed column in ``Layout``'s table: found without hashing, a dozen times a
    /// row.
    fileprivate var slot: Int? {
        switch self {
        case .id: 0
        case .customer: 1
        case .phone: 2
        case .event: 3
        case .at: 4
        case .fields: 5
        case .purpose: 6
        case .expires: 7
        case .withdrawn: 8
        case .source: 9
        case .textVersion: 10
        case .evidence: 11
        case .signal: 12
        case .key: 13
        case .day: 14
        case .fetchedAt: 15
        case .channel: 16
        case .action: 17
        case .text: 18
        case .guardian: 19
        case .frequency: 20
        case .term: 21
        case .carrier: 22
        case .tag, .payload: nil
        }
    }
    fileprivate static let slotCount = 23
}

/// The columns that rows of one kind may have.
struct ColumnTable {
    let kind: ImportKind
    private let columns: [String: Column]
    /// Every name, fixed ones first, in a stable order.
    let names: [String]
    private let computed: Set<String>

    init(kind: ImportKind, schema: TagSchema) {
        self.kind = kind
        var pairs = ColumnTable.fixed(kind)
        var computed: Set<String> = []
        switch kind {
        case .customers:
            for (place, tag) in schema.tags.enumerated() {
                if tag.source == .stored {
                    pairs.append((tag.name.rawValue, .tag(place)))
                } else {
                    computed.insert(tag.name.rawValue)
                }
            }
        case .events:
            for field in schema.events.flatMap(\.fields) {
                pairs.append((field.name, .payload(field.name)))
            }
        case .signals:
            for field in schema.signals.flatMap(\.fields) {
                pairs.append((field.name, .payload(field.name)))
            }
        case .consents, .suppressions, .portability: break
        }
        // A fixed column keeps its name where a tag or a field has the same.
        columns = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        var seen: Set<String> = []
        names = pairs.map(\.0).filter { seen.insert($0).inserted }
        self.computed = computed
    }

    func column(named name: String) -> Column? { columns[name] }

    func isComputed(_ name: String) -> Bool { computed.contains(name) }

    /// Columns without which no row makes sense, with their names.
    var required: [(Column, String)] {
        switch kind {
        case .customers: [(.customer, "id")]
        case .events: [(.customer, "customer"), (.event, "event"), (.at, "at")]
        case .consents:
            [(.customer, "customer"), (.purpose, "purpose"), (.at, "at"), (.source, "source")]
        case .suppressions: [(.at, "at"), (.source, "source")]
        case .signals:
            [(.signal, "kind"), (.key, "key"), (.day, "day"), (.fetchedAt, "fetched_at")]
        case .portability: [(.phone, "phone"), (.carrier, "carrier")]
        }
    }

    private static func fixed(_ kind: ImportKind) -> [(String, Column)] {
        switch kind {
        case .customers: [("id", .customer), ("customer", .customer), ("phone", .phone)]
        case .events:
            [
                ("id", .id), ("customer", .customer), ("event", .event), ("at", .at),
                ("fields", .fields),
            ]
        case .consents:
            [
                ("customer", .customer), ("purpose", .purpose), ("at", .at),
                ("expires", .expires), ("withdrawn", .withdrawn), ("source", .source),
                ("text_version", .textVersion), ("evidence", .evidence), ("channel", .channel),
                ("action", .action), ("text", .text), ("guardian", .guardian),
                ("frequency", .frequency), ("term", .term),
            ]
        case .suppressions:
            [
                ("customer", .customer), ("phone", .phone), ("at", .at), ("source", .source),
                ("purpose", .purpose),
            ]
        case .signals:
            [
                ("kind", .signal), ("key", .key), ("day", .day), ("fetched_at", .fetchedAt),
                ("fields", .fields),
            ]
        case .portability:
            [("phone", .phone), ("carrier", .carrier), ("at", .at), ("source", .source)]
        }
    }
}

/// Which cell of a row is which column.
struct Layout {
    /// In the order of the cells, with the names used in reasons.
    let columns: [(column: Column, name: String)]
    /// By slot of a fixed column: its cell, or −1.
    private let places: [Int]

    init(_ columns: [(column: Column, name: String)]) {
        self.columns = columns
        var places = [Int](repeating: -1, count: Column.slotCount)
        for (place, column) in columns.enumerated() {
            if let slot = column.column.slot { places[slot] = place }
        }
        self.places = places
    }

    /// The cell of a fixed column; nil when the file does not have it.
    func place(_ column: Column) -> Int? {
        guard let slot = column.slot, places[slot] >= 0 else { return nil }
        return places[slot]
    }

    /// Checks a CSV header.
    static func csv(
        header: [String], table: ColumnTable, mapping: [String: String]
    )
        throws(ImportFault) -> Layout
    {
        for name in mapping.keys.sorted() where !header.contains(name) {
            throw .unmappedColumn(name: name)
        }
        var columns: [(column: Column, name: String)] = []
        for raw in header {
            let name = mapping[raw] ?? raw
            guard let column = table.column(named: name) else {
                if table.isComputed(name) { throw .computedTag(name: name) }
                throw .unknownColumn(
                    name: name, nearest: NearestName.of(name, among: table.names))
            }
            if columns.contains(where: { $0.column == column }) {
                throw .duplicateColumn(name: name)
            }
            columns.append((column, name))
        }
        let layout = Layout(columns)
        for (column, name) in table.required where layout.place(column) == nil {
            throw .missingColumn(name: name)
        }
        if table.kind == .suppressions, layout.place(.customer) == nil, layout.place(.phone) == nil
        {
            throw .missingColumn(name: "phone")
        }
        return layout
    }

    /// JSONL: every column there may be; a row fills some.
    static func jsonl(table: ColumnTable) -> Layout {
        var seen: Set<Column> = []
        var columns: [(column: Column, name: String)] = []
        for name in table.names {
            guard let column = table.column(named: name), seen.insert(column).inserted else {
                continue
            }
            columns.append((column, name))
        }
        return Layout(columns)
    }
}
