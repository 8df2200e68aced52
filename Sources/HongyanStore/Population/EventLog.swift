internal import GRDB
internal import HongyanCore

/// The events of a population that its rules ask for, in memory: by seq, by customer and kind, and
/// by kind and time.
///
/// An event is known by its place, which ascends with its seq.
final class EventLog {
    typealias Place = Int

    /// One kind's.
    struct Kind {
        let kind: EventKind
        let fields: [FieldDefinition]
        /// By field: whether its text gets the suffix of a repeated event.
        fileprivate let isKey: [Bool]
        /// By customer's row: the place of the latest event by (at, seq); negative for none.
        fileprivate var heads: [Int32] = []
        /// Places in order of time.
        fileprivate var byTime: [Int32] = []
        /// Stored fields, one list a field, by the event's number within the kind.
        fileprivate var columns: [[StoredField]]
        /// By the event's number within the kind.
        fileprivate var ids: [String] = []

        init(_ kind: EventKind, fields: [FieldDefinition], keys: Set<String>) {
            self.kind = kind
            self.fields = fields
            isKey = fields.map { keys.contains($0.name) }
            columns = Array(repeating: [], count: fields.count)
        }
    }

    /// In no order that matters.
    private(set) var kinds: [Kind] = []
    private var kindNumbers: [EventKind: Int] = [:]

    private var isOrdered = false
    private var seqs: [Int64] = []
    private var customers: [Int32] = []
    private var moments: [Int64] = []
    private var kindOf: [UInt8] = []
    /// The number within the kind; a repeated event has that of the one it repeats.
    private var numbers: [Int32] = []
    /// How often an event has come again; 0 for one that happened.
    private var rounds: [UInt16] = []
    /// The next older event of the same customer and kind by (at, seq); negative for none.
    private var older: [Int32] = []

    /// - Parameter keys: Names of the fields that rules use as keys: a repeated event has another.
    init(_ definitions: [(kind: EventKind, fields: [FieldDefinition])], keys: Set<String> = []) {
        for (kind, fields) in definitions {
            kindNumbers[kind] = kinds.count
            kinds.append(Kind(kind, fields: fields, keys: keys))
        }
    }

    var count: Int { seqs.count }
    var places: Range<Place> { seqs.indices }

    func number(of kind: EventKind) -> Int? { kindNumbers[kind] }

    // MARK: One event

    func seq(_ place: Place) -> Seq { Seq(seqs[place]) }
    func customer(_ place: Place) -> Int64 { Int64(customers[place]) }
    func at(_ place: Place) -> Timestamp { Timestamp(milliseconds: moments[place]) }
    func id(_ place: Place) -> String {
        let id = kinds[Int(kindOf[place])].ids[Int(numbers[place])]
        return rounds[place] == 0 ? id : "\(id)~\(rounds[place])"
    }
    func kind(_ place: Place) -> Int { Int(kindOf[place]) }

    /// The place of the event with a seq.
    func place(of seq: Seq) -> Place? {
        let place = firstPlace { seqs[$0] >= seq.value }
        return place < seqs.count && seqs[place] == seq.value ? place : nil
    }

    /// Places of the events in `(from, through]`, ascending.
    func places(after from: Seq, through: Seq) -> Range<Place> {
        let start = firstPlace { seqs[$0] > from.value }
        let end = firstPlace { seqs[$0] > through.value }
        return start..<max(start, end)
    }

    private func firstPlace(where isBehind: (Place) -> Bool) -> Place {
        var low = 0
        var high = seqs.count
        while low < high {
            let middle = (low + high) / 2
            if isBehind(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    // MARK: Fields

    /// As it lies in the store; `none` for a field that the schema does not know.
    func stored(_ name: String, of place: Place) -> StoredField {
        let kind = Int(kindOf[place])
        return field(name, of: kind).map { stored($0, of: place, kind) } ?? .none
    }

    private func stored(_ field: Int, of place: Place, _ kind: Int) -> StoredField {
        let stored = kinds[kind].columns[field][Int(numbers[place])]
        guard rounds[place] > 0, kinds[kind].isKey[field], case .text(let words) = stored else {
            return stored
        }
        return .text("\(words)~\(rounds[place])")
    }

    /// Which of a kind's fields has a name.
    func field(_ name: String, of kind: Int) -> Int? {
        kinds[kind].fields.firstIndex { $0.name == name }
    }

    func value(_ name: String, of place: Place) -> Value? {
        field(name, of: Int(kindOf[place])).flatMap { value($0, of: place) }
    }

    /// - Parameter field: By ``field(_:of:)``.
    func value(_ field: Int, of place: Place) -> Value? {
        let kind = Int(kindOf[place])
        return stored(field, of: place, kind).value(as: kinds[kind].fields[field].type)
    }

    /// - Parameter asked: Names of the fields that are wanted.
    func fields(of place: Place, _ asked: Set<String>) -> [String: Value] {
        var result: [String: Value] = [:]
        guard !asked.isEmpty else { return result }
        let kind = Int(kindOf[place])
        for (index, field) in kinds[kind].fields.enumerated() where asked.contains(field.name) {
            let stored = stored(index, of: place, kind)
            if let value = stored.value(as: field.type) { result[field.name] = value }
        }
        return result
    }

    /// What a verification brought may not be read again once it is out of our hands. Events that
    /// repeated it before keep what they had.
    func mask(_ place: Place) {
        let kind = Int(kindOf[place])
        for index in kinds[kind].columns.indices {
            let masked: StoredField =
                switch stored(index, of: place, kind) {
                case .text(let words): .text(SecretText.masked(words))
                case .count, .none: .none
                }
            kinds[kind].columns[index].append(masked)
        }
        let id = id(place)
        numbers[place] = Int32(kinds[kind].ids.count)
        rounds[place] = 0
        kinds[kind].ids.append(id)
    }

    // MARK: Events of one customer

    /// The latest by (at, seq), of one kind.
    func latest(of customer: Int64, kind: Int) -> Place? {
        let heads = kinds[kind].heads
        guard customer < heads.count else { return nil }
        let head = heads[Int(customer)]
        return head < 0 ? nil : Int(head)
    }

    /// The next older one of the same customer and kind.
    func older(than place: Place) -> Place? {
        let next = older[place]
        return next < 0 ? nil : Int(next)
    }

    // MARK: Events of one kind by time

    /// Calls `body` with the places of a kind in `(from, through]`, ascending by time.
    func each(of kind: Int, after from: Timestamp, through: Timestamp, _ body: (Place) -> Void) {
        let order = kinds[kind].byTime
        var index = firstIndex(of: order, after: from.milliseconds)
        while index < order.count {
            let place = Int(order[index])
            if moments[place] > through.milliseconds { return }
            body(place)
            index += 1
        }
    }

    /// The time of the first event of a kind after a moment.
    func next(of kind: Int, after moment: Timestamp) -> Timestamp? {
        let order = kinds[kind].byTime
        let index = firstIndex(of: order, after: moment.milliseconds)
        return index < order.count ? at(Int(order[index])) : nil
    }

    private func firstIndex(of order: [Int32], after moment: Int64) -> Int {
        // What is asked lies near the end: the present.
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            if moments[Int(order[middle])] > moment { high = middle } else { low = middle + 1 }
        }
        return low
    }

    // MARK: Adding

    /// - Parameter seq: Greater than all before.
    func add(
        seq: Int64, id: String, customer: Int64, kind: Int, at moment: Int64,
        fields: (FieldDefinition) -> StoredField
    ) {
        let number = Int32(kinds[kind].ids.count)
        kinds[kind].ids.append(id)
        for index in kinds[kind].fields.indices {
            kinds[kind].columns[index].append(fields(kinds[kind].fields[index]))
        }
        add(seq: seq, customer: Int32(customer), kind: kind, at: moment, number, round: 0)
    }

    /// An event comes again.
    func add(_ origin: Place, again round: UInt16, seq: Int64, customer: Int64, at moment: Int64) {
        add(
            seq: seq, customer: Int32(customer), kind: Int(kindOf[origin]), at: moment,
            numbers[origin], round: round)
    }

    private func add(
        seq: Int64, customer: Int32, kind: Int, at moment: Int64, _ number: Int32, round: UInt16
    ) {
        let place = Int32(seqs.count)
        seqs.append(seq)
        customers.append(customer)
        moments.append(moment)
        kindOf.append(UInt8(kind))
        numbers.append(number)
        rounds.append(round)
        link(place, customer: Int(customer), kind: kind, at: moment)
        guard isOrdered else { return kinds[kind].byTime.append(place) }
        // Nearly always the latest so far.
        var index = kinds[kind].byTime.count
        while index > 0, moments[Int(kinds[kind].byTime[index - 1])] > moment { index -= 1 }
        kinds[kind].byTime.insert(place, at: index)
    }

    /// Into the customer's chain, newest first; of one moment the later seq is the newer.
    private func link(_ place: Int32, customer: Int, kind: Int, at moment: Int64) {
        if customer >= kinds[kind].heads.count {
            let missing = customer + 1 - kinds[kind].heads.count
            kinds[kind].heads.append(contentsOf: repeatElement(-1, count: missing))
        }
        let head = kinds[kind].heads[customer]
        guard head >= 0, moments[Int(head)] > moment else {
            older.append(head)
            kinds[kind].heads[customer] = place
            return
        }
        var newer = Int(head)
        while older[newer] >= 0, moments[Int(older[newer])] > moment { newer = Int(older[newer]) }
        older.append(older[newer])
        older[newer] = place
    }

    /// All that was there has been added: from here on events come nearly in order of time.
    func order() {
        for kind in kinds.indices {
            kinds[kind].byTime.sort {
                let (left, right) = (moments[Int($0)], moments[Int($1)])
                return left == right ? $0 < $1 : left < right
            }
        }
        isOrdered = true
    }

    /// No customer has events yet.
    ///
    /// - Parameters:
    ///   - counts: How many events of each kind will be added from the tables.
    ///   - again: How often each comes again.
    func reserve(customers: Int, counts: [EventKind: Int], again: Double) {
        var all = 0
        for kind in kinds.indices {
            let count = counts[kinds[kind].kind] ?? 0
            let grown = count + Int(Double(count) * again)
            all += grown
            kinds[kind].heads = Array(repeating: -1, count: customers)
            kinds[kind].byTime.reserveCapacity(grown)
            kinds[kind].ids.reserveCapacity(count)
            for field in kinds[kind].columns.indices {
                kinds[kind].columns[field].reserveCapacity(count)
            }
        }
        seqs.reserveCapacity(all)
        self.customers.reserveCapacity(all)
        moments.reserveCapacity(all)
        kindOf.reserveCapacity(all)
        numbers.reserveCapacity(all)
        rounds.reserveCapacity(all)
        older.reserveCapacity(all)
    }
}

/// A field of an event as its payload has it.
enum StoredField: Hashable {
    case none
    case count(Int64)
    case text(String)

    init(_ value: Value?) {
        guard let value else {
            self = .none
            return
        }
        self.init(Scalar.encode(value))
    }

    init(_ stored: DatabaseValue) {
        switch stored.storage {
        case .int64(let count): self = .count(count)
        case .string(let text): self = .text(text)
        case .null, .double, .blob: self = .none
        }
    }

    func value(as type: ValueType) -> Value? {
        switch self {
        case .none: nil
        case .count(let count): Scalar.decode(count.db, as: type)
        case .text(let text): Scalar.decode(text.db, as: type)
        }
    }

    /// As SQL casts it; nil where there is none.
    var asText: String? {
        switch self {
        case .none: nil
        case .count(let count): String(count)
        case .text(let text): text
        }
    }

    /// As SQL's `=` has it: what is missing equals nothing.
    func equals(_ other: StoredField) -> Bool {
        switch (self, other) {
        case (.count(let left), .count(let right)): left == right
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        default: false
        }
    }
}
