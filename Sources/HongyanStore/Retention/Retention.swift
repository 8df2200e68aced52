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
    /// Messages that caps still count stay as well.
    public let capsLookBack: Span
    public let now: Timestamp

    public init(book: RuleBook, at now: Timestamp) {
        periods = book.retention
        lookBack = book.lookBack
        capsLookBack = CapHorizon.span(of: book.caps)
        self.now = now
    }

    /// What is as old as this or older is due.
    public func cutoff(of record: RetentionPeriods.Record) -> Timestamp {
        let span = Span.days(Int64(periods.days(of: record)))
        switch record {
        case .events: return now - max(span, lookBack)
        case .ledger:
            // A record is blanked before it goes, never the other way round.
            let messages = Span.days(Int64(periods.days(of: .messages)))
            return now - max(span, max(messages, capsLookBack))
        case .messages, .replies, .consents, .signals: return now - span
        }
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
    /// counts and the ledger; ended proofs, old events and signals go whole, and of the ledger
    /// whole sealed days (``retireSealed``). `once` is never touched, nor is anything that still
    /// waits to be sent.
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
            return try walk("messages", key: "row", after: row) { last in
                try db.cachedStatement(sql: RetentionSQL.blankingMessages).run([
                    row.db, last.db, cutoff.db,
                ])
                let count = db.changesCount
                guard count > 0 else { return 0 }
                // Nobody can try any more what the texts may have been.
                let sql = RetentionSQL.forgettingSalts
                try db.cachedStatement(sql: sql).run([row.db, last.db])
                return count
            }
        case .replies:
            return try walk("replies", key: "seq", after: row) { last in
                try db.cachedStatement(sql: RetentionSQL.blankingReplies).run([
                    row.db, last.db, cutoff.db,
                ])
                return db.changesCount
            }
        case .consents:
            return try walk("customers", key: "row", after: row) { last in
                try retireConsents(after: row, through: last, cutoff)
            }
        case .events:
            return try walk("events", key: "seq", after: row) { last in
                try db.cachedStatement(sql: RetentionSQL.deletingEvents).run([
                    row.db, last.db, cutoff.db,
                ])
                return db.changesCount
            }
        case .ledger: return try retire(through: zone.day(of: cutoff) - 1, after: row)
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

    /// Proofs that ended long enough ago; the ledger says so.
    private func retireConsents(
        after row: Int64, through last: Int64, _ cutoff: Timestamp
    ) throws -> Int {
        var ended: [(customer: Int64, consent: Consent)] = []
        try db.cachedStatement(sql: RetentionSQL.endedConsents).each([
            row.db, last.db, cutoff.db,
        ]) { row in
            guard let purpose = Purpose(rawValue: row.text(1)) else { return }
            let consent = Consent(
                purpose: purpose, at: row.time(2), source: row.text(3), textVersion: nil)
            ended.append((row[0], consent))
        }
        for (customer, consent) in ended {
            try ConsentLog.recordRetirement(db, customer: customer, consent, at: order.now)
            try db.cachedStatement(sql: RetentionSQL.deletingConsent).run([
                customer.db, consent.purpose.rawValue.db, consent.at.db, consent.source.db,
            ])
        }
        return ended.count
    }

    /// Some rows of one sealed day.
    private func retire(
        through day: CivilDay, after row: Int64
    ) throws -> (cleared: Int, last: Int64?) {
        let retiring = Retiring(db: db, now: order.now, limit: limit)
        for table in SQLiteStore.retiredTables {
            let (rows, isDone) = try retiring.batch(of: table, through: day)
            if !isDone { return (rows, row + 1) }
        }
        return (0, nil)
    }

    /// - Parameter clear: Takes the last row number of the batch; says how many rows it cleared.
    private func walk(
        _ table: String, key: String, after row: Int64, _ clear: (_ last: Int64) throws -> Int
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
        let cleared = try clear(last)
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

    // Each takes the numbers of the row before the batch and of its last, and the cutoff.
    static let blankingMessages = """
        UPDATE messages SET number = '', text = '' WHERE row > ? AND row <= ?
        AND cleared_at <= ? AND \(messageIsDue)
        """
    static let blankingReplies = """
        UPDATE replies SET text = '' WHERE seq > ? AND seq <= ? AND at <= ? AND text <> ''
        """
    static let deletingEvents = """
        DELETE FROM events WHERE seq > ? AND seq <= ? AND at <= ? AND \(eventIsDone)
        """
    static let endedConsents = """
        SELECT customer, purpose, at, source FROM consents
        WHERE slot = 0 AND customer > ? AND customer <= ? AND \(consentEnd) <= ?
        AND \(consentIsLast) ORDER BY customer, purpose, at, source
        """
    static let deletingConsent = """
        DELETE FROM consents WHERE slot = 0 AND customer = ? AND purpose = ? AND at = ?
            AND source = ?
        """
    /// Of messages that have neither number nor text any more.
    static let forgettingSalts = """
        UPDATE seal_prints SET salt = NULL, number_text = NULL
        WHERE slot = 0 AND name = 'messages' AND row > ? AND row <= ? AND row IN (
            SELECT m.row FROM messages m
            WHERE m.row = seal_prints.row AND m.number = '' AND m.text = '')
        """
    private static let retired =
        SQLiteStore.retiredTables.map { "'\($0)'" }.joined(separator: ", ")

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
        case .ledger:
            (
                """
                SELECT COALESCE(SUM(count), 0) FROM seal_parts WHERE ? IS NOT NULL
                    AND slot = 0 AND day < \(day.number) AND retired_at IS NULL
                    AND name IN (\(retired))
                """,
                """
                SELECT COALESCE(SUM(count), 0) FROM seal_parts
                WHERE slot = 0 AND retired_at IS NULL AND name IN (\(retired))
                """
            )
        case .signals:
            (
                "SELECT COUNT(*) FROM signals WHERE ? IS NOT NULL AND day <= \(day.number)",
                "SELECT COUNT(*) FROM signals"
            )
        }
    }
}
