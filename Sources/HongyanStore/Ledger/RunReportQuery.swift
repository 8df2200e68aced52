internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Rendered messages shown for each rule.
    private static let samplesPerRule = 3

    /// What the ledger says of `(from, through]`: the facts of every report form.
    public func report(
        book: RuleBook, from: Timestamp, through: Timestamp, assumptions: [RunReport.Assumption]
    ) throws(StoreError) -> RunReport {
        try read { db in
            let query = ReportQuery(db: db, from: from, through: through, zone: book.workspace.zone)
            let funnels = try book.rules.map { try query.funnel($0) }
            return RunReport(
                from: from, through: through, book: book.hash, zone: book.workspace.zone,
                rules: funnels, byHour: try query.byHour(), touches: try query.touches(),
                channels: try query.channels(book), states: try query.states(),
                samples: try query.samples(book, perRule: Self.samplesPerRule),
                assumptions: assumptions, customers: try query.customers())
        }
    }
}

/// The questions of a report, each over the same stretch of time.
private struct ReportQuery {
    let db: Database
    let from: Timestamp
    let through: Timestamp
    let zone: Zone

    private var range: [DatabaseValue] { [from.db, through.db] }

    func customers() throws -> Int {
        let sql = "SELECT COUNT(*) FROM customers WHERE slot = 0 AND merged_into IS NULL"
        return Int(try db.makeStatement(sql: sql).firstInt([]) ?? 0)
    }

    func funnel(_ rule: CompiledRule) throws -> RunReport.RuleFunnel {
        let outside = Int(
            try db.cachedStatement(
                sql: """
                    SELECT COALESCE(SUM(count), 0) FROM misses
                    WHERE slot = 0 AND rule = ? AND hour > ? AND hour <= ?
                    """
            ).firstInt([rule.id.db, (from - .hours(1)).db, through.db]) ?? 0)
        var sent = 0
        var parts = 0
        var cost: Int64 = 0
        try db.cachedStatement(
            sql: """
                SELECT COUNT(*), COALESCE(SUM(parts), 0), COALESCE(SUM(cost), 0) FROM messages
                WHERE slot = 0 AND rule = ? AND cleared_at > ? AND cleared_at <= ?
                """
        ).each([rule.id.db] + range) { row in
            sent = row.int(0)
            parts = row.int(1)
            cost = row[2]
        }
        let dropped = try reasons(
            """
            SELECT reason, COUNT(*) FROM decisions
            WHERE slot = 0 AND rule = ? AND at > ? AND at <= ? AND decision = 'drop'
            GROUP BY reason ORDER BY 2 DESC, 1
            """, rule.id)
        let held = try reasons(
            """
            SELECT reason, COUNT(*) FROM (SELECT DISTINCT reason, customer, key FROM decisions
                WHERE slot = 0 AND rule = ? AND at > ? AND at <= ? AND decision = 'hold')
            GROUP BY reason ORDER BY 2 DESC, 1
            """, rule.id)
        let waiting = Int(
            try db.cachedStatement(
                sql: """
                    SELECT COUNT(*) FROM occurrences WHERE slot = 0 AND rule = ? AND state = 'held'
                    """
            ).firstInt([rule.id.db]) ?? 0)
        return RunReport.RuleFunnel(
            rule: rule.id, title: rule.title, purpose: rule.purpose,
            occurrences: outside + sent + dropped.reduce(0) { $0 + $1.count } + waiting,
            outsideAudience: outside, sent: sent, parts: parts, cost: Money(units: cost),
            dropped: dropped, held: held, stillHeld: waiting)
    }

    private func reasons(_ sql: String, _ rule: RuleID) throws -> [RunReport.ReasonCount] {
        var list: [RunReport.ReasonCount] = []
        try db.cachedStatement(sql: sql).each([rule.db] + range) { row in
            list.append(RunReport.ReasonCount(reason: row.text(0), count: row.int(1)))
        }
        return list
    }

    /// Counted by minute in SQL; the local hour is found here, because SQL knows no zones.
    func byHour() throws -> [RunReport.HourCount] {
        struct Slot: Hashable {
            let day: CivilDay
            let hour: Int
            let rule: RuleID
        }
        var counts: [Slot: Int] = [:]
        let sql = """
            SELECT rule, cleared_at / 60000, COUNT(*) FROM messages
            WHERE slot = 0 AND cleared_at > ? AND cleared_at <= ? GROUP BY 1, 2
            """
        try db.makeStatement(sql: sql).each(range) { row in
            let minute = Timestamp(milliseconds: (row[1] as Int64) * 60_000)
            let slot = Slot(
                day: zone.day(of: minute), hour: zone.minuteOfDay(of: minute).minutes / 60,
                rule: RuleID(row.text(0)))
            counts[slot, default: 0] += row.int(2)
        }
        return counts.map { slot, count in
            RunReport.HourCount(day: slot.day, hour: slot.hour, rule: slot.rule, sent: count)
        }.sorted {
            ($0.day.number, $0.hour, $0.rule.rawValue) < ($1.day.number, $1.hour, $1.rule.rawValue)
        }
    }

    func touches() throws -> [RunReport.TouchCount] {
        var list: [RunReport.TouchCount] = []
        let sql = """
            SELECT n, COUNT(*) FROM (SELECT COUNT(*) AS n FROM messages
                WHERE slot = 0 AND purpose = 'marketing' AND cleared_at > ? AND cleared_at <= ?
                GROUP BY customer)
            GROUP BY n ORDER BY n
            """
        try db.makeStatement(sql: sql).each(range) { row in
            list.append(RunReport.TouchCount(messages: row.int(0), customers: row.int(1)))
        }
        return list
    }

    func channels(_ book: RuleBook) throws -> [RunReport.ChannelTotals] {
        try book.workspace.channels.map { channel in
            var messages = 0
            var parts = 0
            try db.cachedStatement(
                sql: """
                    SELECT COUNT(*), COALESCE(SUM(parts), 0) FROM messages
                    WHERE slot = 0 AND channel = ? AND cleared_at > ? AND cleared_at <= ?
                    """
            ).each([channel.id.db] + range) { row in
                messages = row.int(0)
                parts = row.int(1)
            }
            let charged = try db.cachedStatement(
                sql: """
                    SELECT COALESCE(SUM(amount), 0) FROM charges
                    WHERE slot = 0 AND channel = ? AND at > ? AND at <= ?
                    """
            ).firstInt([channel.id.db] + range)
            return RunReport.ChannelTotals(
                channel: channel.id, messages: messages, parts: parts,
                charged: Money(units: charged ?? 0))
        }
    }

    func states() throws -> [RunReport.StateCount] {
        var counts: [MessageState: Int] = [:]
        let sql = """
            SELECT state, COUNT(*) FROM messages
            WHERE slot = 0 AND cleared_at > ? AND cleared_at <= ? GROUP BY state
            """
        try db.makeStatement(sql: sql).each(range) { row in
            if let state = MessageState(rawValue: row.text(0)) { counts[state] = row.int(1) }
        }
        return MessageState.allCases.compactMap { state in
            counts[state].map { RunReport.StateCount(state: state, count: $0) }
        }
    }

    /// The first messages of each rule, in the book's order.
    func samples(_ book: RuleBook, perRule: Int) throws -> [RunReport.Sample] {
        var samples: [RunReport.Sample] = []
        for rule in book.rules {
            try db.cachedStatement(
                sql: """
                    SELECT cleared_at, number, text, parts FROM messages
                    WHERE slot = 0 AND rule = ? AND cleared_at > ? AND cleared_at <= ?
                    ORDER BY cleared_at, id LIMIT \(perRule)
                    """
            ).each([rule.id.db] + range) { row in
                samples.append(
                    RunReport.Sample(
                        rule: rule.id, at: row.time(0), number: PhoneNumber(e164: row.text(1)),
                        text: row.text(2), parts: row.int(3)))
            }
        }
        return samples
    }
}
