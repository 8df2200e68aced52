internal import GRDB
public import HongyanCore

/// What one kind of record comes to.
public struct RetentionCount: Hashable, Sendable {
    public let record: RetentionPeriods.Record
    public let days: Int
    /// What is as old as this or older is due.
    public let cutoff: Timestamp
    /// Rows that are due now.
    public let due: Int
    /// Rows with personal content in all, the due ones among them.
    public let all: Int
}

/// Where a run of the retention stands within one kind of record.
public struct RetentionPosition: Hashable, Sendable {
    public let record: RetentionPeriods.Record
    fileprivate let row: Int64
}

/// How long things are kept, and the moment by which it is counted.
public struct RetentionOrder: Hashable, Sendable {
    public let periods: RetentionPeriods
    /// Events that rules still look back on stay, whatever the period says.
    public let lookBack: Span
    public let now: Timestamp

    public init(book: RuleBook, at now: Timestamp) {
        periods = book.retention
        lookBack = book.lookBack
        self.now = now
    }

    /// What is as old as this or older is due.
    public func cutoff(of record: RetentionPeriods.Record) -> Timestamp {
        let span = Span.days(Int64(periods.days(of: record)))
        return now - (record == .events ? max(span, lookBack) : span)
    }
}

extension SQLiteStore {
    /// What is kept and what is due, in the order of the records.
    public func retention(_ order: RetentionOrder) throws(StoreError) -> [RetentionCount] {
        try read { db in
            try RetentionPeriods.Record.allCases.map { record in
                let cutoff = order.cutoff(of: record)
                let sql = RetentionSQL.counting(record, by: self.zone.day(of: cutoff))
                let due = try db.cachedStatement(sql: sql.due).firstInt([cutoff.db]) ?? 0
                let all = try db.cachedStatement(sql: sql.all).firstInt([]) ?? 0
                return RetentionCount(
                    record: record, days: order.periods.days(of: record), cutoff: cutoff,
                    due: Int(due), all: Int(all))
            }
        }
    }

    /// One batch: of messages and replies the personal content goes and the row stays, for caps,
    /// counts and the ledger; ended proofs, old events and signals go whole. `once` is never
    /// touched, nor is anything that still waits to be sent.
    ///
    /// - Parameters:
    ///   - position: nil first, then what the last call returned.
    ///   - limit: Rows that one transaction looks at.
    /// - Returns: Rows that were cleared, and where the next batch begins; nil after the last.
    public func retain(
        _ order: RetentionOrder, from position: RetentionPosition?, limit: Int
    ) throws(StoreError) -> (cleared: Int, next: RetentionPosition?) {
        let records = RetentionPeriods.Record.allCases
        let position = position ?? RetentionPosition(record: records[0], row: 0)
        // What is cleared is too old for any question: nothing falls due by it.
        let (cleared, last) = try write(durably: false, noting: { _, _ in }) { db in
            try RetentionBatch(db: db, order: order, zone: self.zone, limit: limit)
                .run(position.record, after: position.row)
        }
        if let last {
            return (cleared, RetentionPosition(record: position.record, row: last))
        }
        let next = records.drop { $0 != position.record }.dropFirst().first
        return (cleared, next.map { RetentionPosition(record: $0, row: 0) })
    }

    /// The local day of the last run that reached its end; nil when there was none.
    public func lastRetention() throws(StoreError) -> CivilDay? {
        try read { db in
            try Meta.int(db, .lastRetention).map { CivilDay(number: Int32(truncatingIfNeeded: $0)) }
        }
    }

    public func saveRetention(_ day: CivilDay) throws(StoreError) {
        try write(durably: false, noting: { _, _ in }) { db in
            try Meta.set(db, .lastRetention, day.db)
        }
    }
}

/// One transaction of a run. A batch walks its table by row number, so that each row is looked at
/// once a run however little of it is due.
struct RetentionBatch {
    let db: Database
    let order: RetentionOrder
    let zone: Zone
    let limit: Int

    /// - Returns: Rows cleared, and the last row looked at; nil when the table is through.
    func run(
        _ record: RetentionPeriods.Record, after row: Int64
    ) throws -> (cleared: Int, last: Int64?) {
        let cutoff = order.cutoff(of: record)
        switch record {
        case .messages:
            return try walk(
                "messages", key: "row", after: row,
                """
                UPDATE messages SET number = '', text = '' WHERE row > ? AND row <= ?
                AND cleared_at <= ? AND \(RetentionSQL.messageIsDue)
                """, cutoff)
        case .replies:
            return try walk(
                "replies", key: "seq", after: row,
                """
                UPDATE replies SET text = '' WHERE seq > ? AND seq <= ? AND at <= ?
                AND text <> ''
                """, cutoff)
        case .consents:
            return try walk(
                "customers", key: "row", after: row,
                """
                DELETE FROM consents WHERE slot = 0 AND customer > ? AND customer <= ?
                AND \(RetentionSQL.consentEnd) <= ? AND \(RetentionSQL.consentIsLast)
                """, cutoff)
        case .events:
            return try walk(
                "events", key: "seq", after: row,
                """
                DELETE FROM events WHERE seq > ? AND seq <= ? AND at <= ?
                AND \(RetentionSQL.eventIsDone)
                """, cutoff)
        case .signals:
            let sql = """
                DELETE FROM signals WHERE (slot, kind, day, key) IN (
                    SELECT slot, kind, day, key FROM signals WHERE slot = 0 AND day <= ? LIMIT ?)
                """
            try db.cachedStatement(sql: sql).run([zone.day(of: cutoff).db, limit.db])
            let count = db.changesCount
            return (count, count < limit ? nil : row + 1)
        }
    }

    /// - Parameter sql: Takes the first and the last row number of the batch, and the cutoff.
    private func walk(
        _ table: String, key: String, after row: Int64, _ sql: String, _ cutoff: Timestamp
    ) throws -> (cleared: Int, last: Int64?) {
        let end = """
            SELECT MAX(\(key)), COUNT(*) FROM (
                SELECT \(key) FROM \(table) WHERE \(key) > ? ORDER BY \(key) LIMIT ?)
            """
        var last: Int64?
        var count = 0
        try db.cachedStatement(sql: end).each([row.db, limit.db]) { row in
            last = row[0]
            count = row.int(1)
        }
        guard let last else { return (0, nil) }
        try db.cachedStatement(sql: sql).run([row.db, last.db, cutoff.db])
        let cleared = db.changesCount
        return (cleared, count < limit ? nil : last)
    }
}

enum RetentionSQL {
    /// It holds something personal, and no longer waits to leave.
    static let messageIsDue =
        "(number <> '' OR text <> '') AND state NOT IN ('queued', 'claimed', 'written')"
    /// When a proof's relation ended; NULL while it stands.
    static let consentEnd = "COALESCE(MIN(withdrawn, expires), withdrawn, expires)"
    /// A withdrawal stays as long as an older consent would count without it.
    static let consentIsLast = """
        NOT EXISTS (SELECT 1 FROM consents k WHERE k.slot = 0
            AND k.customer = consents.customer AND k.purpose = consents.purpose
            AND k.withdrawn IS NULL AND k.expires IS NULL)
        """
    /// Not the last of its kind, from which silence is counted, and no hold is about it.
    static let eventIsDone = """
        EXISTS (SELECT 1 FROM events l INDEXED BY events_customer WHERE l.slot = 0
            AND l.customer = events.customer AND l.kind = events.kind AND l.at > events.at)
        AND seq NOT IN (SELECT cause_number FROM occurrences
            WHERE slot = 0 AND state = 'held' AND cause = 'event')
        """

    /// How many rows are due, by a cutoff as the only argument, and how many there are.
    static func counting(
        _ record: RetentionPeriods.Record, by day: CivilDay
    ) -> (due: String, all: String) {
        switch record {
        case .messages:
            (
                "SELECT COUNT(*) FROM messages WHERE cleared_at <= ? AND \(messageIsDue)",
                "SELECT COUNT(*) FROM messages WHERE number <> '' OR text <> ''"
            )
        case .replies:
            (
                "SELECT COUNT(*) FROM replies WHERE at <= ? AND text <> ''",
                "SELECT COUNT(*) FROM replies WHERE text <> ''"
            )
        case .consents:
            (
                "SELECT COUNT(*) FROM consents WHERE \(consentEnd) <= ? AND \(consentIsLast)",
                "SELECT COUNT(*) FROM consents"
            )
        case .events:
            (
                "SELECT COUNT(*) FROM events WHERE at <= ? AND \(eventIsDone)",
                "SELECT COUNT(*) FROM events"
            )
        case .signals:
            (
                "SELECT COUNT(*) FROM signals WHERE ? IS NOT NULL AND day <= \(day.number)",
                "SELECT COUNT(*) FROM signals"
            )
        }
    }
}
