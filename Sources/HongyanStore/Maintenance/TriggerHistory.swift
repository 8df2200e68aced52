internal import GRDB
public import HongyanCore

/// What `explain` reads of one customer for one trigger.
extension SQLiteStore {
    /// Of events and replies the latest so many.
    static let mostHistoryRows = 200
    /// Signals of target days this far around the next one.
    static let signalDays = 3

    /// The rows of a customer that a rule's trigger reads, up to a moment.
    /// - Parameter tags: The customer's, for the key of a signal.
    public func history(
        of rule: CompiledRule, for customer: CustomerID, tags: [TagName: Value],
        at now: Timestamp
    ) throws(StoreError) -> TriggerHistory {
        let cursor = try cursors()[rule.id]
        let schema = schema
        let zone = zone
        return try read { db in
            var history = TriggerHistory()
            history.activeFrom = cursor?.activeFrom
            history.throughTime = cursor?.throughTime
            guard let row = try CustomerIndex(db).row(of: customer) else { return history }
            for kind in Self.kinds(of: rule.trigger) {
                let fields = schema.event(kind)?.fields ?? []
                history.events += try HistoryRows.events(
                    db, kind, of: row, customer: customer, through: now, fields)
            }
            history.events.sort {
                ($0.event.at, $0.seq) < ($1.event.at, $1.seq)
            }
            switch rule.trigger {
            case .signal(let trigger):
                guard case .text(let key)? = tags[trigger.by] else { break }
                let target = zone.day(of: now) + trigger.daysBefore
                history.signals = try HistoryRows.signals(
                    db, trigger.signal, key, from: target - trigger.daysBefore - Self.signalDays,
                    through: target + Self.signalDays,
                    schema.signal(trigger.signal)?.fields ?? [])
            case .enters:
                history.membership = try HistoryRows.membership(db, rule.id, row)
                history.lastSample = try HistoryRows.lastSample(db, rule.id)
            case .reply:
                history.replies = try HistoryRows.replies(db, of: row, through: now)
            default: break
            }
            return history
        }
    }

    private static func kinds(of trigger: Trigger) -> [EventKind] {
        switch trigger {
        case .event(let trigger): [trigger.event]
        case .absence(let trigger):
            trigger.event == trigger.unless ? [trigger.event] : [trigger.event, trigger.unless]
        case .dormant(let trigger): [trigger.event]
        case .date, .signal, .schedule, .enters, .reply: []
        }
    }
}

enum HistoryRows {
    static func events(
        _ db: Database, _ kind: EventKind, of row: Int64, customer: CustomerID,
        through now: Timestamp, _ fields: [FieldDefinition]
    ) throws -> [TriggerHistory.Event] {
        var found: [TriggerHistory.Event] = []
        try db.cachedStatement(sql: eventsSQL).each([row.db, kind.db, now.db]) { row in
            found.append(
                TriggerHistory.Event(
                    seq: Seq(row[0]),
                    event: IncomingEvent(
                        id: EventID(row.text(1)), customer: customer, kind: kind,
                        at: row.time(2), fields: Payload.decode(row.text(3), fields))))
        }
        return found
    }

    static func signals(
        _ db: Database, _ kind: SignalKind, _ key: String, from: CivilDay, through: CivilDay,
        _ fields: [FieldDefinition]
    ) throws -> [TriggerHistory.Signal] {
        var found: [TriggerHistory.Signal] = []
        try db.cachedStatement(sql: signalsSQL).each([kind.db, from.db, through.db, key.db]) {
            row in
            found.append(
                TriggerHistory.Signal(
                    key: key, day: CivilDay(number: Int32(truncatingIfNeeded: row[0] as Int64)),
                    fetchedAt: row.time(1), fields: Payload.decode(row.text(2), fields)))
        }
        return found
    }

    static func membership(
        _ db: Database, _ rule: RuleID, _ row: Int64
    ) throws -> TriggerHistory.Membership? {
        var found: TriggerHistory.Membership?
        try db.cachedStatement(sql: membershipSQL).each([rule.db, row.db]) { row in
            found = TriggerHistory.Membership(
                isInside: row.int(0) == 1, entered: row.timeIfAny(1))
        }
        return found
    }

    static func lastSample(_ db: Database, _ rule: RuleID) throws -> Timestamp? {
        try db.cachedStatement(sql: "SELECT instant FROM samples WHERE slot = 0 AND rule = ?")
            .firstInt([rule.db]).map { Timestamp(milliseconds: $0) }
    }

    static func replies(
        _ db: Database, of row: Int64, through now: Timestamp
    ) throws -> [TriggerHistory.Reply] {
        var found: [TriggerHistory.Reply] = []
        try db.cachedStatement(sql: repliesSQL).each([row.db, now.db]) { row in
            found.append(
                TriggerHistory.Reply(
                    seq: Seq(row[0]), id: row.text(1), at: row.time(2), text: row.text(3)))
        }
        return found.reversed()
    }

    private static let eventsSQL = """
        SELECT seq, id, at, payload FROM events INDEXED BY events_customer
        WHERE slot = 0 AND customer = ? AND kind = ? AND at <= ?
        ORDER BY at DESC, seq DESC LIMIT \(SQLiteStore.mostHistoryRows)
        """
    private static let signalsSQL = """
        SELECT day, fetched_at, payload FROM signals
        WHERE slot = 0 AND kind = ? AND day >= ? AND day <= ? AND key = ? ORDER BY day
        """
    private static let membershipSQL = """
        SELECT inside, entered FROM memberships WHERE slot = 0 AND rule = ? AND customer = ?
        """
    private static let repliesSQL = """
        SELECT seq, id, at, text FROM replies INDEXED BY replies_customer
        WHERE slot = 0 AND customer = ? AND at <= ?
        ORDER BY at DESC, seq DESC LIMIT \(SQLiteStore.mostHistoryRows)
        """
}
