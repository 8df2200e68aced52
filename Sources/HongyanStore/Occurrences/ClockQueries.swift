internal import GRDB
internal import HongyanCore

extension OccurrenceCollector {
    /// The latest planned instant in the interval; nil when there is none.
    private var plannedInstant: Timestamp? {
        TriggerClock.instants(
            of: rule.trigger, from: timeFrom, through: interval.toTime, zone: zone
        ).last
    }

    /// The planned instant for a page of customers. A schedule looks at everybody, so it never
    /// reads more than so many customers at a time, whether they are in the audience or not.
    /// - Parameter position: The last customer of the page before.
    mutating func schedulePage(after position: Occurrence?, limit: Int) throws -> OccurrencePage {
        guard let instant = plannedInstant else {
            return OccurrencePage(occurrences: [], outsideAudience: 0, next: nil)
        }
        let key = zone.format(instant)
        var last = ""
        var read = 0
        try db.each(scheduleSQL(key: key, after: position?.customer, limit: limit)) { row in
            last = row.text(0)
            read += 1
            if isKnown(last, key) { return }
            guard row.int(1) == 1 else { return countOutside() }
            add(customer: last, key: key, due: instant, cause: .instant(instant))
        }
        let next = Occurrence(
            rule: rule.id, customer: CustomerID(last), key: key, due: instant,
            cause: .instant(instant))
        return OccurrencePage(
            occurrences: found, outsideAudience: outsideAudience, next: read < limit ? nil : next)
    }

    /// Rows of customers that one counting looks at: a few milliseconds.
    private static let countedRows = 4_000

    /// How many of the next customers the planned instant is for, and the row after which the
    /// counting goes on; nil when everybody was looked at.
    func scheduleCount(afterRow row: Int64) throws -> (count: Int, next: Int64?) {
        guard let instant = plannedInstant else { return (0, nil) }
        var count = 0
        var next: Int64?
        try db.each(scheduleCountSQL(key: zone.format(instant), afterRow: row)) { row in
            count = row.int(0)
            next = row.int(1) == Self.countedRows ? row[2] : nil
        }
        return (count, next)
    }

    func scheduleSQL(key: String, after customer: CustomerID?, limit: Int) -> SQL {
        """
        SELECT c.id, \(audience) FROM customers c
        WHERE c.slot = 0 AND c.id > \(customer?.rawValue ?? "") AND c.merged_into IS NULL
        AND \(unknown("\(key)")) ORDER BY c.id LIMIT \(limit)
        """
    }

    func scheduleCountSQL(key: String, afterRow row: Int64) -> SQL {
        """
        SELECT COALESCE(SUM(counts), 0), COUNT(*), MAX(row) FROM (
         SELECT c.row AS row, (c.slot = 0 AND c.merged_into IS NULL AND \(audience)
          AND \(unknown("\(key)"))) AS counts
         FROM customers c WHERE c.row > \(row) ORDER BY c.row LIMIT \(Self.countedRows))
        """
    }

    /// Customers whose entry was sampled in the interval.
    mutating func collect(_ trigger: EntersTrigger) throws {
        let zone = zone
        try db.each(entersSQL()) { row in
            let instant = row.time(0)
            let key = zone.day(of: instant).description
            if isKnown(row.text(1), key) { return }
            guard row.int(2) == 1 else { return countOutside() }
            add(customer: row.text(1), key: key, due: instant, cause: .instant(instant))
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
