internal import GRDB
internal import HongyanCore

extension OccurrenceCollector {
    /// The latest planned instant in the interval, for every customer.
    mutating func collectSchedule() throws {
        let instants = TriggerClock.instants(
            of: rule.trigger, from: timeFrom, through: interval.toTime, zone: zone)
        guard let instant = instants.last else { return }
        let key = zone.format(instant)
        try db.each(scheduleSQL(key: key)) { row in
            guard row.int(1) == 1 else { return countOutside() }
            add(customer: row.text(0), key: key, due: instant, cause: .instant(instant))
        }
    }

    func scheduleSQL(key: String) -> SQL {
        """
        SELECT c.id, \(audience) FROM customers c
        WHERE c.slot = 0 AND c.merged_into IS NULL AND \(unknown("\(key)"))
        ORDER BY c.id
        """
    }

    /// Customers whose entry was sampled in the interval.
    mutating func collect(_ trigger: EntersTrigger) throws {
        let zone = zone
        try db.each(entersSQL()) { row in
            let instant = row.time(0)
            guard row.int(2) == 1 else { return countOutside() }
            add(
                customer: row.text(1), key: zone.day(of: instant).description, due: instant,
                cause: .instant(instant))
        }
    }

    func entersSQL() -> SQL {
        """
        SELECT m.entered, c.id, \(audience)
        FROM memberships m INDEXED BY memberships_entered
         CROSS JOIN customers c ON c.row = m.customer
        WHERE m.slot = 0 AND m.rule = \(rule.id.rawValue)
        AND m.entered > \(timeFrom.milliseconds) AND m.entered <= \(interval.toTime.milliseconds)
        AND c.merged_into IS NULL AND \(unknown("hy_day_text(m.entered)"))
        """
    }

    /// Replies with one of the keywords.
    mutating func collect(_ trigger: ReplyTrigger) throws {
        for isLate in asked {
            try db.each(replySQL(isLate: isLate)) { row in
                let text = row.text(5)
                let isMeant = trigger.keywords.contains { (keyword: String) in
                    ReplyClassifier.matches(keyword: keyword, in: text)
                }
                if isMeant { take(row) { .reply(Seq($0)) } }
            }
        }
    }

    func replySQL(isLate: Bool) -> SQL {
        let from = isLate ? lateFrom : timeFrom
        let index: SQL = isLate ? "NOT INDEXED" : "INDEXED BY replies_due"
        return """
            SELECT r.at, c.id, r.id, r.seq, \(audience), r.text
            FROM replies r \(index) CROSS JOIN customers c ON c.row = r.customer
            WHERE r.slot = 0 AND r.at > \(from.milliseconds)
            AND r.at <= \(interval.toTime.milliseconds)
            AND \(seqParts("r.seq")[isLate ? 1 : 0].sql) AND \(unknown("r.id"))
            """
    }
}
