internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// What the decisions of `(from, through]` came to, counted from the ledger.
    public func report(
        book: RuleBook, from: Timestamp, through: Timestamp,
        assumptions: [RunReport.Assumption] = [], samplesPerRule: Int = 3
    ) throws(StoreError) -> RunReport {
        let zone = book.workspace.zone
        let frame = try RunFrame(book, from: from, through: through) {
            rule, period throws(StoreError) in
            try self.spentBefore(from, by: rule, period, zone: zone)
        }
        return try read { db in
            let reader = ReportReader(
                db, book: book, numbers: try self.numberBook(db), from: from, through: through)
            return RunReport(
                from: from, through: through, book: book.hash, zone: book.workspace.zone,
                rules: try reader.funnels(), byHour: try reader.byHour(),
                touches: try reader.touches(), channels: try reader.channels(),
                states: try reader.states(), samples: try reader.samples(samplesPerRule),
                assumptions: assumptions, customers: Int(try db.int(StatusSQL.customers) ?? 0),
                templateWaits: try TemplateRows.waits(of: book, at: from, db),
                details: RunDetails(try reader.details()),
                frame: frame)
        }
    }
}

/// Counts one stretch of the ledger.
struct ReportReader {
    private let db: Database
    private let book: RuleBook
    private let numbers: NumberBook
    private let from: Int64
    private let through: Int64

    init(
        _ db: Database, book: RuleBook, numbers: NumberBook, from: Timestamp, through: Timestamp
    ) {
        self.db = db
        self.book = book
        self.numbers = numbers
        self.from = from.milliseconds
        self.through = through.milliseconds
    }

    // MARK: Funnels

    func funnels() throws -> [RunReport.RuleFunnel] {
        let sent = try sentByRule()
        let dropped = try reasons("decision = 'drop'", counting: "COUNT(*)")
        let held = try reasons(
            "decision = 'hold'", counting: "COUNT(DISTINCT customer || ' ' || key)")
        let outside = try outside()
        let still = try counts(
            """
            SELECT rule, COUNT(*) FROM occurrences WHERE slot = 0 AND state = 'held'
            AND first_decided_at > \(from) AND first_decided_at <= \(through) GROUP BY rule
            """)
        return book.rules.map { (rule: CompiledRule) in
            let name = rule.id.rawValue
            let done = sent[name] ?? (0, 0, 0)
            let drops = dropped[name] ?? []
            let dropCount = drops.reduce(0) { (sum: Int, item) in sum + item.count }
            let missed = outside[name] ?? 0
            let waiting = still[name] ?? 0
            return RunReport.RuleFunnel(
                rule: rule.id, title: rule.title, purpose: rule.purpose,
                occurrences: missed + done.sent + dropCount + waiting, outsideAudience: missed,
                sent: done.sent, parts: done.parts, cost: Money(units: done.cost), dropped: drops,
                held: held[name] ?? [], stillHeld: waiting)
        }
    }

    /// Occurrences of customers outside the audience, by rule.
    func outside() throws -> [String: Int] {
        try counts(
            """
            SELECT rule, SUM(count) FROM misses WHERE slot = 0
            AND hour > \(from - 3_600_000) AND hour <= \(through) GROUP BY rule
            """)
    }

    private func sentByRule() throws -> [String: (sent: Int, parts: Int, cost: Int64)] {
        var found: [String: (sent: Int, parts: Int, cost: Int64)] = [:]
        let sql: SQL = """
            SELECT rule, COUNT(*), SUM(parts), SUM(cost) FROM messages
            WHERE slot = 0 AND cleared_at > \(from) AND cleared_at <= \(through) GROUP BY rule
            """
        try db.each(sql) { row in found[row.text(0)] = (row.int(1), row.int(2), row[3]) }
        return found
    }

    private func counts(_ sql: SQL) throws -> [String: Int] {
        var found: [String: Int] = [:]
        try db.each(sql) { row in found[row.text(0)] = row.int(1) }
        return found
    }

    private func reasons(
        _ filter: String, counting: String
    ) throws -> [String: [RunReport.ReasonCount]] {
        var found: [String: [RunReport.ReasonCount]] = [:]
        let sql: SQL = """
            SELECT rule, reason, \(sql: counting) AS n FROM decisions
            WHERE slot = 0 AND at > \(from) AND at <= \(through) AND \(sql: filter)
            GROUP BY rule, reason ORDER BY rule, n DESC, reason
            """
        try db.each(sql) { row in
            found[row.text(0), default: []].append(
                RunReport.ReasonCount(reason: row.text(1), count: row.int(2)))
        }
        return found
    }

    // MARK: Time, people, channels

    func byHour() throws -> [RunReport.HourCount] {
        struct Slot: Hashable {
            let day: CivilDay
            let hour: Int
            let rule: RuleID
        }
        var found: [Slot: (sent: Int, cost: Int64)] = [:]
        let zone = book.workspace.zone
        let sql: SQL = """
            SELECT cleared_at, rule, COUNT(*), SUM(cost) FROM messages
            WHERE slot = 0 AND cleared_at > \(from) AND cleared_at <= \(through)
            GROUP BY cleared_at, rule
            """
        try db.each(sql) { row in
            let (day, rest) = zone.split(row.time(0))
            let slot = Slot(day: day, hour: Int(rest / 3_600_000), rule: RuleID(row.text(1)))
            let (sent, cost) = found[slot] ?? (0, 0)
            found[slot] = (sent + row.int(2), cost + (row[3] as Int64))
        }
        let hours = found.map { entry in
            RunReport.HourCount(
                day: entry.key.day, hour: entry.key.hour, rule: entry.key.rule,
                sent: entry.value.sent, cost: Money(units: entry.value.cost))
        }
        return hours.sorted { (left, right) in
            (left.day, left.hour, left.rule) < (right.day, right.hour, right.rule)
        }
    }

    /// Who displaced whom, how long occurrences waited, how long texts were.
    func details() throws -> RunDetailsTally {
        var tally = RunDetailsTally()
        let parts: SQL = """
            SELECT parts, COUNT(*) FROM messages
            WHERE slot = 0 AND cleared_at > \(from) AND cleared_at <= \(through) GROUP BY parts
            """
        try db.each(parts) { row in tally.sent(parts: row.int(0), messages: row.int(1)) }
        let collisions: SQL = """
            SELECT rule, winner, reason, COUNT(*) FROM decisions
            WHERE slot = 0 AND at > \(from) AND at <= \(through) AND decision = 'drop'
            AND winner IS NOT NULL GROUP BY rule, winner, reason
            """
        try db.each(collisions) { row in
            tally.displaced(
                RuleID(row.text(0)), by: RuleID(row.text(1)), cap: row.text(2), count: row.int(3))
        }
        let waits: SQL = """
            SELECT d.rule, d.decision, d.at - o.first_decided_at AS wait, COUNT(*)
            FROM decisions d JOIN occurrences o ON o.slot = 0 AND o.rule = d.rule
                AND o.customer = d.customer AND o.key = d.key
            WHERE d.slot = 0 AND d.at > \(from) AND d.at <= \(through)
            AND d.decision IN ('send', 'drop') AND o.first_decided_at < d.at
            GROUP BY d.rule, d.decision, wait
            """
        try db.each(waits) { row in
            tally.ended(
                RuleID(row.text(0)), after: Span(milliseconds: row[2]),
                isSent: row.text(1) == "send", count: row.int(3))
        }
        return tally
    }

    func touches() throws -> [RunReport.TouchCount] {
        var found: [RunReport.TouchCount] = []
        let sql: SQL = """
            SELECT n, COUNT(*) FROM (SELECT COUNT(*) AS n FROM messages
             WHERE slot = 0 AND purpose = 'marketing' AND cleared_at > \(from)
             AND cleared_at <= \(through) GROUP BY customer)
            GROUP BY n ORDER BY n
            """
        try db.each(sql) { row in
            found.append(RunReport.TouchCount(messages: row.int(0), customers: row.int(1)))
        }
        return found
    }

    func channels() throws -> [RunReport.ChannelTotals] {
        let charged = try counts(
            """
            SELECT channel, SUM(amount) FROM charges
            WHERE slot = 0 AND at > \(from) AND at <= \(through) GROUP BY channel
            """)
        var found: [RunReport.ChannelTotals] = []
        let sql: SQL = """
            SELECT channel, COUNT(*), SUM(parts) FROM messages
            WHERE slot = 0 AND cleared_at > \(from) AND cleared_at <= \(through)
            GROUP BY channel ORDER BY channel
            """
        try db.each(sql) { row in
            let name = row.text(0)
            found.append(
                RunReport.ChannelTotals(
                    channel: ChannelID(name), messages: row.int(1), parts: row.int(2),
                    charged: Money(units: Int64(charged[name] ?? 0))))
        }
        // A channel that stood in for another has charges and no message of its own.
        for (name, amount) in charged where amount > 0 {
            if found.contains(where: { $0.channel.rawValue == name }) { continue }
            found.append(
                RunReport.ChannelTotals(
                    channel: ChannelID(name), messages: 0, parts: 0,
                    charged: Money(units: Int64(amount))))
        }
        return found.sorted { $0.channel < $1.channel }
    }

    /// In the order of the states' way.
    func states() throws -> [RunReport.StateCount] {
        let found = try counts(
            """
            SELECT state, COUNT(*) FROM messages
            WHERE slot = 0 AND cleared_at > \(from) AND cleared_at <= \(through) GROUP BY state
            """)
        return MessageState.allCases.compactMap { (state: MessageState) in
            found[state.rawValue].map { RunReport.StateCount(state: state, count: $0) }
        }
    }

    /// The first messages of each rule.
    func samples(_ perRule: Int) throws -> [RunReport.Sample] {
        var found: [RunReport.Sample] = []
        for rule in book.rules {
            let sql: SQL = """
                SELECT cleared_at, number, text, parts, number_hash
                FROM messages INDEXED BY messages_rule
                WHERE slot = 0 AND rule = \(rule.id.rawValue) AND cleared_at > \(from)
                AND cleared_at <= \(through) ORDER BY cleared_at, row LIMIT \(perRule)
                """
            try db.each(sql) { row in
                found.append(
                    RunReport.Sample(
                        rule: rule.id, at: row.time(0),
                        number: try numbers.shown(row.text(1), row.digest(4)),
                        text: row.text(2), parts: row.int(3)))
            }
        }
        return found
    }
}
