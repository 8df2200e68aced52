internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func ingest(
        _ events: [IncomingEvent], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try take(events, schema: schema).count
    }

    /// - Parameter keepsRows: The customers of new events are wanted.
    func take(
        _ events: [IncomingEvent], schema: TagSchema, keepsRows: Bool = false
    ) throws(StoreError) -> (count: IngestCount, rows: [Int64]) {
        guard !events.isEmpty else { return (IngestCount(), []) }
        let note = { (intake: EventIntake, outlook: inout Outlook) in
            let issued = intake.seqs.issued
            outlook.seq = issued?.upperBound ?? outlook.seq
            // A long import says more than anybody remembers.
            guard intake.count.added <= Self.maxNotedEvents else { return outlook.forget() }
            guard let issued else { return }
            for event in events {
                outlook.event(
                    event.kind, at: event.at, seqs: issued, moves: intake.tag(of: event.kind))
            }
        }
        let intake = try write(noting: note) { db in
            var intake = try EventIntake(db, schema: schema)
            intake.keepsRows = keepsRows
            for event in events { try intake.take(event) }
            try intake.seqs.save()
            return intake
        }
        return (intake.count, intake.rows)
    }
}

extension SQLiteStore {
    /// A larger page makes the outlook unknown.
    static let maxNotedEvents = 100
}

/// One page of events on its way in: an id counts once, latest-event tags move forward only.
struct EventIntake {
    private let db: Database
    private let customers: CustomerIndex
    private let insert: Statement
    private var latest: [EventKind: (tag: TagName, move: Statement, isTracked: Bool)] = [:]
    var seqs: SeqIssuer
    var count = IngestCount()
    var keepsRows = false
    /// The customers of new events, where they are wanted.
    private(set) var rows: [Int64] = []

    init(_ db: Database, schema: TagSchema) throws {
        self.db = db
        customers = try CustomerIndex(db)
        insert = try db.cachedStatement(sql: Self.inserting)
        seqs = try SeqIssuer(db)
        for tag in schema.tags {
            guard case .latest(let kind) = tag.source else { continue }
            latest[kind] = (tag.name, try db.cachedStatement(sql: Self.moving(tag)), tag.isTracked)
        }
    }

    /// The latest-event tag that a kind moves.
    func tag(of kind: EventKind) -> TagName? { latest[kind]?.tag }

    mutating func take(_ event: IncomingEvent) throws {
        let payload = Payload.encode(event.fields)
        let id = event.id?.rawValue ?? Self.identity(of: event, payload)
        let row = try customers.rowOrStub(event.customer, &seqs)
        let seq = seqs.last + 1
        try insert.run([seq.db, id.db, row.db, event.kind.db, event.at.db, payload.db])
        guard db.changesCount > 0 else {
            count.unchanged += 1
            return
        }
        _ = seqs.next()
        count.added += 1
        if keepsRows { rows.append(row) }
        try moveLatest(event.kind, at: event.at, row: row, seq: seq)
    }

    private func moveLatest(
        _ kind: EventKind, at moment: Timestamp, row: Int64, seq: Int64
    ) throws {
        guard let (_, move, isTracked) = latest[kind] else { return }
        let moved = isTracked ? [moment.db, seq.db] : [moment.db]
        try move.run(moved + [row.db, moment.db])
    }

    /// The id of an event that brings none: a hash over customer, kind, time and payload.
    static func identity(of event: IncomingEvent, _ payload: String) -> String {
        Digest(hashing: [
            "event", event.customer.rawValue, event.kind.rawValue,
            String(event.at.milliseconds), payload,
        ]).description
    }

    private static let inserting = """
        INSERT INTO events (seq, slot, id, customer, kind, at, payload) VALUES (?, 0, ?, ?, ?, ?, ?)
        ON CONFLICT (slot, id) DO NOTHING
        """

    private static func moving(_ tag: TagDefinition) -> String {
        let column = TagColumns.name(tag.name)
        let seq = tag.isTracked ? ", \(TagColumns.seq(tag.name)) = ?" : ""
        return """
            UPDATE customers SET \(column) = ?\(seq)
            WHERE row = ? AND (\(column) IS NULL OR \(column) < ?)
            """
    }
}
