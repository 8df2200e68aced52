internal import GRDB
internal import HongyanCore

extension OccurrenceCollector {
    /// Customers whose silence crosses the span in the interval.
    mutating func collect(_ trigger: DormantTrigger) throws {
        for isLate in asked {
            let zone = zone
            let span = trigger.span
            try db.each(dormantSQL(trigger, isLate: isLate)) { row in
                let day = zone.day(of: row.time(0) - span)
                take(row) { _ in .day(day) }
            }
        }
    }

    func dormantSQL(_ trigger: DormantTrigger, isLate: Bool) -> SQL {
        let tag = SQL(sql: "c.\(TagColumns.name(trigger.tag))")
        let seq = SQL(sql: "c.\(TagColumns.seq(trigger.tag))")
        let name = "customers_t_\(trigger.tag.rawValue)" + (isLate ? "__seq" : "")
        let from = ((isLate ? lateFrom : timeFrom) - trigger.span).milliseconds
        let to = (interval.toTime - trigger.span).milliseconds
        let key: SQL = "hy_day_text(\(tag))"
        return """
            SELECT \(tag) + \(trigger.span.milliseconds), c.id, \(key), 0, \(audience)
            FROM customers c INDEXED BY \(sql: TagColumns.quoted(name))
            WHERE c.slot = 0 AND \(tag) > \(from) AND \(tag) <= \(to)
            AND \(seqParts(seq)[isLate ? 1 : 0].sql)
            AND c.merged_into IS NULL AND \(unknown(key))
            """
    }
}
