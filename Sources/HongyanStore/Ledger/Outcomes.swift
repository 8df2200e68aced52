internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// What a run's occurrences came to, as the ledger stands now: one page, ascending by position.
    ///
    /// - Parameters:
    ///   - rules: In one stream; where two have the same position the first one's stands.
    ///   - position: Of the last outcome seen; nil for the first page.
    ///   - from: What was decided at or before it and not again since is left out.
    public func outcomes(
        of rules: [RuleID], after position: OccurrenceOutcome.Position?, limit: Int,
        since from: Timestamp
    ) throws(StoreError) -> [OccurrenceOutcome] {
        let start = position ?? OccurrenceOutcome.Position(row: .min, key: "")
        return try read { db in
            let statement = try db.cachedStatement(sql: OutcomeRows.page)
            let numbers = try self.numberBook(db)
            var found: [OccurrenceOutcome] = []
            for rule in rules {
                let values = [rule.db, start.row.db, start.key.db, from.db, from.db, limit.db]
                try statement.each(values) { row in
                    found.append(try OutcomeRows.read(row, of: rule, numbers))
                }
            }
            return rules.count > 1 ? OutcomeRows.merged(found, limit: limit) : found
        }
    }

    /// Whether each of some customers had an event of a kind in `(after, through]`.
    /// - Parameter spans: Customers by their position's row; the answers come in this order.
    public func haveEvents(
        _ kind: EventKind, in spans: [(row: Int64, after: Timestamp, through: Timestamp)]
    ) throws(StoreError) -> [Bool] {
        try read { db in
            let statement = try db.cachedStatement(sql: OutcomeRows.event)
            return try spans.map { span in
                let values = [span.row.db, kind.db, span.after.db, span.through.db]
                return try statement.firstInt(values) != nil
            }
        }
    }

    /// The gates that refused each of some outcomes when it was first decided, in gate order.
    public func refusals(of outcomes: [OccurrenceOutcome]) throws(StoreError) -> [[GateID]] {
        try read { db in
            let statement = try db.cachedStatement(sql: OutcomeRows.verdicts)
            return try outcomes.map { outcome in
                let position = outcome.position
                let packed = try statement.firstText([
                    position.row.db, outcome.rule.db, position.key.db,
                ])
                return VerdictText.refusals(packed ?? "")
            }
        }
    }

    /// Whether a condition over tags and events holds for one customer at a moment. Tags are as
    /// they stand, events as they were.
    public func holds(
        _ condition: Condition, for customer: CustomerID, at now: Timestamp
    ) throws(StoreError) -> Bool {
        let judge = ConditionSQL(now: now, zone: zone)
        return try read { db in
            let id = customer.rawValue
            let answer = try db.int(
                """
                SELECT \(judge.holds(condition)) FROM customers c
                WHERE c.slot = 0 AND c.id = \(id)
                """)
            return answer == 1
        }
    }
}

enum OutcomeRows {
    /// Pages of several rules as one.
    static func merged(_ pages: [OccurrenceOutcome], limit: Int) -> [OccurrenceOutcome] {
        // A stable sort, so that of one position the first rule's comes first.
        var found = pages.enumerated().sorted {
            $0.element.position == $1.element.position
                ? $0.offset < $1.offset : $0.element.position < $1.element.position
        }.map(\.element)
        var last: OccurrenceOutcome.Position?
        found.removeAll { outcome in
            defer { last = outcome.position }
            return outcome.position == last
        }
        return Array(found.prefix(limit))
    }

    static func read(
        _ row: StoredRow, of rule: RuleID, _ numbers: NumberBook
    ) throws -> OccurrenceOutcome {
        OccurrenceOutcome(
            rule: rule,
            position: OccurrenceOutcome.Position(row: row[0], key: row.text(2)),
            customer: CustomerID(row.text(1)), due: row.time(3), firstDecidedAt: row.time(4),
            end: try end(row, numbers))
    }

    private static func end(
        _ row: StoredRow, _ numbers: NumberBook
    ) throws -> OccurrenceOutcome.End {
        switch row.text(5) {
        case "sent":
            return .sent(
                SentMessage(
                    at: row.time(9), number: try numbers.shown(row.text(10), row.digest(15)),
                    text: row.text(11),
                    parts: row.int(12), cost: Money(units: row[13]),
                    channel: ChannelID(row.text(14))))
        case "held": return .held(until: row.time(7), Reason(row.text(6)))
        default:
            let winner = row[8] as String?
            return .dropped(Reason(row.text(6), winner: winner.map { RuleID($0) }))
        }
    }

    // A `missed` instant has no customer and falls out with the join.
    static let page = """
        SELECT o.customer, c.id, o.key, o.due, o.first_decided_at, o.state, o.reason, o.until,
            CASE WHEN o.state = 'dropped' AND substr(o.reason, 1, 4) = 'cap.' THEN (
                SELECT d.winner FROM decisions d INDEXED BY decisions_customer
                WHERE d.slot = 0 AND d.customer = o.customer AND d.rule = o.rule
                AND d.key = o.key AND d.decision = 'drop' ORDER BY d.row LIMIT 1) END,
            m.cleared_at, m.number, m.text, m.parts, m.cost, m.channel, m.number_hash
        FROM occurrences o CROSS JOIN customers c ON c.row = o.customer
            LEFT JOIN messages m INDEXED BY messages_customer ON o.state = 'sent' AND m.slot = 0
                AND m.customer = o.customer AND m.rule = o.rule AND m.key = o.key
        WHERE o.slot = 0 AND o.rule = ? AND (o.customer, o.key) > (?, ?)
            AND (o.first_decided_at > ? OR EXISTS (
                SELECT 1 FROM decisions d INDEXED BY decisions_customer
                WHERE d.slot = 0 AND d.customer = o.customer AND d.rule = o.rule
                AND d.key = o.key AND d.at > ?))
        ORDER BY o.customer, o.key LIMIT ?
        """
    static let verdicts = """
        SELECT verdicts FROM decisions INDEXED BY decisions_customer
        WHERE slot = 0 AND customer = ? AND rule = ? AND key = ? ORDER BY row LIMIT 1
        """
    static let event = """
        SELECT 1 FROM events INDEXED BY events_customer
        WHERE slot = 0 AND customer = ? AND kind = ? AND at > ? AND at <= ? LIMIT 1
        """
}
