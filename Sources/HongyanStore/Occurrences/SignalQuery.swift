internal import GRDB
internal import HongyanCore

extension OccurrenceCollector {
    /// Facts that hold for target days falling due in the interval, and later facts for days not
    /// yet over.
    mutating func collect(_ trigger: SignalTrigger) throws {
        for isLate in asked {
            let from = isLate ? lateFrom : timeFrom
            var targets = Self.targetDays(
                daysBefore: trigger.daysBefore, at: trigger.at, after: from,
                through: interval.toTime, zone: zone)
            if isLate {
                // What is past is no news, whoever moved to the city since.
                let today = zone.day(of: interval.toTime)
                targets = targets.filter { $0 >= today }
            }
            for target in targets {
                let due = zone.moment(target - trigger.daysBefore, trigger.at)
                try db.each(signalSQL(trigger, on: target, isLate: isLate)) { row in
                    if isKnown(row.text(0), target.description) { return }
                    guard row.int(2) == 1 else { return countOutside() }
                    add(
                        customer: row.text(0), key: target.description, due: due,
                        cause: .signal(key: row.text(1), day: target))
                }
            }
        }
    }

    func signalSQL(_ trigger: SignalTrigger, on target: CivilDay, isLate: Bool) -> SQL {
        let tag = SQL(sql: "c.\(TagColumns.name(trigger.by))")
        let seq = SQL(sql: "c.\(TagColumns.seq(trigger.by))")
        let index = TagColumns.quoted("customers_t_\(trigger.by.rawValue)")
        var judge = conditions
        judge.payload = "s.payload"
        return """
            SELECT c.id, s.key, \(audience)
            FROM signals s CROSS JOIN customers c INDEXED BY \(sql: index)
             ON c.slot = 0 AND \(tag) = s.key
            WHERE s.slot = 0 AND s.kind = \(trigger.signal.rawValue)
            AND s.day = \(Int64(target.number))
            AND \(seqParts("MAX(s.seq, \(seq))")[isLate ? 1 : 0].sql)
            AND \(judge.holds(trigger.when))
            AND c.merged_into IS NULL AND \(unknown("\(target.description)"))
            """
    }
}
