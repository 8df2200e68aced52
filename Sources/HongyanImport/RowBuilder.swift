import HongyanCore

/// The cells of one record, wherever they came from.
struct Row {
    /// By place in the layout.
    let cells: [Cell]
    let memory: CellMemory
    /// JSONL: the members of the object `fields`.
    let nested: [JSONLineScanner.Entry]
}

/// Turns rows into checked values of their kind.
struct RowBuilder {
    let kind: ImportKind
    private let layout: Layout
    private let zone: Zone
    private let now: Timestamp
    private let latest: Timestamp
    private var tags: TagReader
    private var payloads: [PayloadReader]
    private var lastPayload = 0
    private var nestedScanner = JSONLineScanner()

    private var customers: [IncomingCustomer] = []
    private var events: [IncomingEvent] = []
    private var consents: [IncomingConsent] = []
    private var suppressions: [IncomingSuppression] = []
    private var signals: [IncomingSignal] = []
    private var portability: [IncomingPortability] = []

    /// How far ahead of now a clock may run.
    static let tolerance = Span.minutes(5)

    init(kind: ImportKind, layout: Layout, schema: TagSchema, zone: Zone, now: Timestamp) {
        self.kind = kind
        self.layout = layout
        self.zone = zone
        self.now = now
        latest = now + RowBuilder.tolerance
        tags = TagReader(layout: layout, schema: schema, zone: zone)
        switch kind {
        case .events:
            payloads = schema.events.map {
                PayloadReader(name: $0.kind.rawValue, fields: $0.fields, layout: layout, zone: zone)
            }
        case .signals:
            payloads = schema.signals.map {
                PayloadReader(name: $0.kind.rawValue, fields: $0.fields, layout: layout, zone: zone)
            }
        case .customers, .consents, .suppressions, .portability: payloads = []
        }
    }

    /// Takes one row in.
    mutating func add(_ row: Row) throws(RejectReason) {
        switch kind {
        case .customers: try addCustomer(row)
        case .events: try addEvent(row)
        case .consents: try addConsent(row)
        case .suppressions: try addSuppression(row)
        case .signals: try addSignal(row)
        case .portability: try addPortability(row)
        }
    }

    /// Hands over what has been added since the last time.
    mutating func takeRows() -> ImportRows {
        defer {
            customers = []
            events = []
            consents = []
            suppressions = []
            signals = []
            portability = []
        }
        switch kind {
        case .customers: return .customers(customers)
        case .events: return .events(events)
        case .consents: return .consents(consents)
        case .suppressions: return .suppressions(suppressions)
        case .signals: return .signals(signals)
        case .portability: return .portability(portability)
        }
    }

    // MARK: Kinds

    private mutating func addCustomer(_ row: Row) throws(RejectReason) {
        let id = try required(row, .customer, "id")
        var phone = IncomingCustomer.Phone.untouched
        if let bytes = cell(row, .phone) {
            phone = bytes.isEmpty ? .cleared : .number(try RowBuilder.phone(bytes))
        }
        let values = try tags.read(row)
        customers.append(IncomingCustomer(id: CustomerID(id), phone: phone, tags: values))
    }

    private mutating func addEvent(_ row: Row) throws(RejectReason) {
        let customer = try required(row, .customer, "customer")
        let place = try payload(row, .event, "event")
        let at = try requiredTime(row, .at, "at")
        guard at <= latest else { throw .future(column: "at") }
        let fields = try payloadFields(row, place)
        events.append(
            IncomingEvent(
                id: text(row, .id).map { EventID($0) }, customer: CustomerID(customer),
                kind: EventKind(payloads[place].name), at: at, fields: fields))
    }

    private mutating func addConsent(_ row: Row) throws(RejectReason) {
        let customer = try required(row, .customer, "customer")
        guard let purpose = try purpose(row) else { throw .missing(column: "purpose") }
        let at = try requiredTime(row, .at, "at")
        guard at <= latest else { throw .future(column: "at") }
        let withdrawn = try time(row, .withdrawn, "withdrawn")
        if let withdrawn, withdrawn > latest { throw .future(column: "withdrawn") }
        let consent = Consent(
            purpose: purpose, at: at, expires: try time(row, .expires, "expires"),
            withdrawn: withdrawn, source: try required(row, .source, "source"),
            textVersion: text(row, .textVersion),
            proof: ConsentProof(
                evidence: text(row, .evidence), channel: text(row, .channel),
                action: try action(row), text: text(row, .text), guardian: text(row, .guardian),
                frequency: text(row, .frequency), term: text(row, .term)))
        consents.append(
            IncomingConsent(
                customer: CustomerID(customer), consent: consent, evidence: text(row, .evidence)))
    }

    private mutating func addSuppression(_ row: Row) throws(RejectReason) {
        let customer = text(row, .customer)
        var number: PhoneNumber?
        if let bytes = cell(row, .phone), !bytes.isEmpty { number = try RowBuilder.phone(bytes) }
        guard customer != nil || number != nil else { throw .noSubject }
        let at = try requiredTime(row, .at, "at")
        guard at <= latest else { throw .future(column: "at") }
        let optOut = OptOut(
            at: at, source: try required(row, .source, "source"), purpose: try purpose(row))
        suppressions.append(
            IncomingSuppression(
                customer: customer.map { CustomerID($0) }, number: number, optOut: optOut))
    }

    private mutating func addSignal(_ row: Row) throws(RejectReason) {
        let place = try payload(row, .signal, "kind")
        let key = try required(row, .key, "key")
        guard let dayBytes = cell(row, .day), !dayBytes.isEmpty else {
            throw .missing(column: "day")
        }
        guard let day = FastText.day(dayBytes) else { throw .value(column: "day", .date) }
        let fetchedAt = try requiredTime(row, .fetchedAt, "fetched_at")
        guard fetchedAt <= latest else { throw .future(column: "fetched_at") }
        let fields = try payloadFields(row, place)
        signals.append(
            IncomingSignal(
                kind: SignalKind(payloads[place].name), key: key, day: day, fetchedAt: fetchedAt,
                fields: fields))
    }

    /// A row without a moment speaks of now.
    private mutating func addPortability(_ row: Row) throws(RejectReason) {
        guard let bytes = cell(row, .phone), !bytes.isEmpty else {
            throw .missing(column: "phone")
        }
        let number = try RowBuilder.phone(bytes)
        let word = try required(row, .carrier, "carrier")
        guard let carrier = Carrier(written: word) else {
            throw .value(column: "carrier", .words(Carrier.allCases.map(\.rawValue)))
        }
        let at = try time(row, .at, "at") ?? now
        guard at <= latest else { throw .future(column: "at") }
        portability.append(
            IncomingPortability(
                number: number,
                portability: Portability(
                    carrier: carrier, at: at, source: text(row, .source) ?? "import")))
    }

    // MARK: Cells

    private func cell(_ row: Row, _ column: Column) -> UnsafeBufferPointer<UInt8>? {
        guard let place = layout.place(column), !row.cells[place].isAbsent else { return nil }
        return row.memory.bytes(row.cells[place])
    }

    /// nil when the cell is absent or empty.
    private func text(_ row: Row, _ column: Column) -> String? {
        guard let bytes = cell(row, column), !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func required(
        _ row: Row, _ column: Column, _ name: String
    )
        throws(RejectReason) -> String
    {
        guard let text = text(row, column) else { throw .missing(column: name) }
        return text
    }

    private func time(
        _ row: Row, _ column: Column, _ name: String
    )
        throws(RejectReason) -> Timestamp?
    {
        guard let bytes = cell(row, column), !bytes.isEmpty else { return nil }
        if let time = FastText.time(bytes, zone: zone) { return time }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let time = Timestamp.parse(text, zone: zone) else {
            throw .value(column: name, .time)
        }
        return time
    }

    private func requiredTime(
        _ row: Row, _ column: Column, _ name: String
    )
        throws(RejectReason) -> Timestamp
    {
        guard let time = try time(row, column, name) else { throw .missing(column: name) }
        return time
    }

    private func purpose(_ row: Row) throws(RejectReason) -> Purpose? {
        guard let text = text(row, .purpose) else { return nil }
        guard let purpose = Purpose(rawValue: text) else {
            throw .value(column: "purpose", .words(Purpose.allCases.map(\.rawValue)))
        }
        return purpose
    }

    private func action(_ row: Row) throws(RejectReason) -> ConsentProof.Action? {
        guard let text = text(row, .action) else { return nil }
        guard let action = ConsentProof.Action(rawValue: text) else {
            throw .value(column: "action", .words(ConsentProof.Action.allCases.map(\.rawValue)))
        }
        return action
    }

    private static func phone(
        _ bytes: UnsafeBufferPointer<UInt8>
    )
        throws(RejectReason) -> PhoneNumber
    {
        if let number = FastText.phone(bytes) { return number }
        switch PhoneNumber.read(String(decoding: bytes, as: UTF8.self)) {
        case .success(let number): return number
        case .failure(let fault): throw .phone(fault)
        }
    }

    /// Which kind of event or signal the row is.
    private mutating func payload(
        _ row: Row, _ column: Column, _ name: String
    )
        throws(RejectReason) -> Int
    {
        guard let bytes = cell(row, column), !bytes.isEmpty else { throw .missing(column: name) }
        if lastPayload < payloads.count, FastText.equal(bytes, payloads[lastPayload].bytes) {
            return lastPayload
        }
        guard let place = payloads.firstIndex(where: { FastText.equal(bytes, $0.bytes) }) else {
            let word = String(decoding: bytes, as: UTF8.self)
            let nearest = NearestName.of(word, among: payloads.map(\.name))
            throw kind == .events
                ? .unknownEvent(nearest: nearest) : .unknownSignal(nearest: nearest)
        }
        lastPayload = place
        return place
    }

    private mutating func payloadFields(
        _ row: Row, _ place: Int
    )
        throws(RejectReason) -> [String: Value]
    {
        do throws(RejectReason) {
            try payloads[place].take(row.cells, row.memory)
            if !row.nested.isEmpty { try payloads[place].take(row.nested, row.memory) }
            if let object = cell(row, .fields), !object.isEmpty { try take(object, place) }
        } catch {
            payloads[place].forget()
            throw error
        }
        return payloads[place].finish()
    }

    /// CSV: a cell that holds a JSON object.
    private mutating func take(
        _ object: UnsafeBufferPointer<UInt8>, _ place: Int
    )
        throws(RejectReason)
    {
        guard nestedScanner.scan(object) == nil, nestedScanner.fields.isEmpty,
            !nestedScanner.entries.contains(where: { $0.kind == .fields })
        else { throw .value(column: "fields", .object) }
        var fault: RejectReason?
        let entries = nestedScanner.entries
        nestedScanner.scratch.withUnsafeBufferPointer { scratch in
            let memory = CellMemory(record: object, scratch: scratch)
            do throws(RejectReason) {
                try payloads[place].take(entries, memory)
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
    }
}
