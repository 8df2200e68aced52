internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func nextDue(
        of rule: CompiledRule, after moment: Timestamp, book: RuleBook
    ) throws(StoreError) -> Timestamp? {
        if let due = try outlook({ $0.nextDue(of: rule, after: moment) }) {
            return due < .distantFuture ? due : nil
        }
        return try read { db in
            try Self.nextDue(db, of: rule, after: moment, zone: book.workspace.zone)
        }
    }

    static func nextDue(
        _ db: Database, of rule: CompiledRule, after moment: Timestamp, zone: Zone
    ) throws -> Timestamp? {
        switch rule.trigger {
        case .event(let trigger):
            return try nextEvent(db, trigger.event, after: moment, delay: trigger.after)
        case .absence(let trigger):
            return try nextEvent(db, trigger.event, after: moment, delay: trigger.delay)
        case .dormant(let trigger): return try nextDormant(db, trigger, after: moment)
        case .signal(let trigger):
            return try nextSignal(db, trigger, after: moment, zone: zone)
        case .reply:
            let sql: SQL = """
                SELECT MIN(at) FROM replies WHERE slot = 0 AND at > \(moment.milliseconds)
                """
            return try db.int(sql).map { Timestamp(milliseconds: $0) }
        case .enters:
            let sql: SQL = """
                SELECT MIN(entered) FROM memberships INDEXED BY memberships_entered
                WHERE slot = 0 AND rule = \(rule.id.rawValue) AND entered > \(moment.milliseconds)
                """
            return try db.int(sql).map { Timestamp(milliseconds: $0) }
        case .date, .schedule: return nil
        }
    }

    private static func nextEvent(
        _ db: Database, _ kind: EventKind, after moment: Timestamp, delay: Span
    ) throws -> Timestamp? {
        let sql: SQL = """
            SELECT MIN(at) FROM events INDEXED BY events_due
            WHERE slot = 0 AND kind = \(kind.rawValue) AND at > \((moment - delay).milliseconds)
            """
        return try db.int(sql).map { Timestamp(milliseconds: $0) + delay }
    }

    private static func nextDormant(
        _ db: Database, _ trigger: DormantTrigger, after moment: Timestamp
    ) throws -> Timestamp? {
        let tag = TagColumns.name(trigger.tag)
        let sql: SQL = """
            SELECT MIN(\(sql: tag)) FROM customers
            WHERE slot = 0 AND \(sql: tag) > \((moment - trigger.span).milliseconds)
            """
        return try db.int(sql).map { Timestamp(milliseconds: $0) + trigger.span }
    }

    private static func nextSignal(
        _ db: Database, _ trigger: SignalTrigger, after moment: Timestamp, zone: Zone
    ) throws -> Timestamp? {
        // The first target day whose due moment is still to come.
        var first = zone.day(of: moment)
        if zone.moment(first, trigger.at) <= moment { first = first + 1 }
        let sql: SQL = """
            SELECT MIN(day) FROM signals WHERE slot = 0 AND kind = \(trigger.signal.rawValue)
            AND day >= \(Int64((first + trigger.daysBefore).number))
            """
        guard let number = try db.int(sql) else { return nil }
        let target = CivilDay(number: Int32(truncatingIfNeeded: number))
        return zone.moment(target - trigger.daysBefore, trigger.at)
    }
}
