internal import GRDB
public import HongyanCore

/// What the store holds and what waits, for `hongyan status`.
public struct StoreStatus: Hashable, Sendable {
    public let customers: Int
    public let events: Int
    public let holds: Int
    /// By state, in the order of ``MessageState``; states without messages are absent.
    public let messages: [RunReport.StateCount]
    public let trippedRules: [RuleID]
    public let stops: [Stop]
    public let lastTick: Timestamp?
}

/// One customer, for `render` and `explain`.
public struct CustomerView: Hashable, Sendable {
    public let id: CustomerID
    public let number: PhoneNumber?
    /// Columns that are there.
    public let tags: [TagName: Value]
}

/// A submission whose outcome nobody knows.
public struct UnknownMessage: Hashable, Sendable, CustomStringConvertible {
    public let message: Digest
    public let rule: RuleID
    public let customer: CustomerID
    public let number: PhoneNumber
    public let purpose: Purpose
    public let channel: ChannelID
    public let attempt: Int
    public let since: Timestamp
    /// One line: message id, attempt, purpose, rule, customer, masked number.
    public var description: String {
        "\(message) \(attempt) \(purpose.rawValue) \(rule) \(customer) \(number)"
    }
}

extension SQLiteStore {
    public func status() throws(StoreError) -> StoreStatus {
        let stops = try stops()
        return try read { db in
            func count(_ sql: String) throws -> Int {
                Int(try db.makeStatement(sql: sql).firstInt([]) ?? 0)
            }
            var states: [MessageState: Int] = [:]
            try db.each("SELECT state, COUNT(*) FROM messages WHERE slot = 0 GROUP BY state") { row in
                if let state = MessageState(rawValue: row.text(0)) { states[state] = row.int(1) }
            }
            var tripped: [RuleID] = []
            try db.each("SELECT rule FROM cursors WHERE slot = 0 AND tripped_at IS NOT NULL ORDER BY rule") {
                row in tripped.append(RuleID(row.text(0)))
            }
            return StoreStatus(
                customers: try count(
                    "SELECT COUNT(*) FROM customers WHERE slot = 0 AND merged_into IS NULL"),
                events: try count("SELECT COUNT(*) FROM events WHERE slot = 0"),
                holds: try count(
                    "SELECT COUNT(*) FROM occurrences WHERE slot = 0 AND state = 'held'"),
                messages: MessageState.allCases.compactMap { state in
                    states[state].map { RunReport.StateCount(state: state, count: $0) }
                },
                trippedRules: tripped, stops: stops,
                lastTick: try Meta.int(db, .lastTick).map { Timestamp(milliseconds: $0) })
        }
    }

    /// nil when there is no such customer.
    public func customerView(_ id: CustomerID) throws(StoreError) -> CustomerView? {
        let tags = schema.tags.filter(\.hasColumn)
        let names = tags.map { TagColumns.name($0.name) }.joined(separator: ", ")
        let sql = """
            SELECT phone\(names.isEmpty ? "" : ", " + names) FROM customers
            WHERE row = (SELECT COALESCE(merged_into, row) FROM customers WHERE slot = 0 AND id = ?)
            """
        return try read { db in
            var view: CustomerView?
            try db.makeStatement(sql: sql).each([id.db]) { row in
                var values: [TagName: Value] = [:]
                for (index, tag) in tags.enumerated() {
                    values[tag.name] = Scalar.decode(row[index + 1], as: tag.type)
                }
                view = CustomerView(
                    id: id, number: (row[0] as String?).map { PhoneNumber(e164: $0) }, tags: values)
            }
            return view
        }
    }

    /// A customer's latest event of a kind up to a moment, by (at, seq).
    public func latestEvent(
        of kind: EventKind, for customer: CustomerID, through now: Timestamp
    ) throws(StoreError) -> (seq: Seq, event: IncomingEvent)? {
        let fields = schema.event(kind)?.fields ?? []
        let sql = """
            SELECT seq, id, at, payload FROM events
            WHERE slot = 0 AND kind = ? AND at <= ?
            AND customer = (SELECT COALESCE(merged_into, row) FROM customers WHERE slot = 0 AND id = ?)
            ORDER BY at DESC, seq DESC LIMIT 1
            """
        return try read { db in
            var found: (seq: Seq, event: IncomingEvent)?
            try db.makeStatement(sql: sql).each([kind.db, now.db, customer.db]) { row in
                let event = IncomingEvent(
                    id: EventID(row.text(1)), customer: customer, kind: kind, at: row.time(2),
                    fields: Payload.decode(row.text(3), fields))
                found = (Seq(row[0]), event)
            }
            return found
        }
    }

    /// One aggregate of one customer, computed from its events as Core computes it.
    public func value(
        of aggregate: Aggregate, for customer: CustomerID, at now: Timestamp
    ) throws(StoreError) -> Value? {
        let fields = schema.event(aggregate.event)?.fields ?? []
        let sql = """
            SELECT at, seq, payload FROM events WHERE slot = 0 AND kind = ? AND at > ? AND at <= ?
            AND customer = (SELECT COALESCE(merged_into, row) FROM customers WHERE slot = 0 AND id = ?)
            """
        var events: [(at: Timestamp, seq: Seq, fields: [String: Value])] = []
        try read { db in
            let values = [aggregate.event.db, (now - aggregate.span).db, now.db, customer.db]
            try db.makeStatement(sql: sql).each(values) { row in
                events.append((row.time(0), Seq(row[1]), Payload.decode(row.text(2), fields)))
            }
        }
        return aggregate.value(over: events, now: now)
    }

    /// Messages whose outcome is unknown, oldest first.
    public func unknownMessages() throws(StoreError) -> [UnknownMessage] {
        let sql = """
            SELECT m.id, m.rule, c.id, m.number, m.purpose, m.channel, m.attempt, m.changed_at
            FROM messages m JOIN customers c ON c.row = m.customer
            WHERE m.slot = 0 AND m.state = 'unknown' ORDER BY m.changed_at, m.id
            """
        return try read { db in
            var list: [UnknownMessage] = []
            try db.makeStatement(sql: sql).each { row in
                list.append(
                    UnknownMessage(
                        message: row.digest(0), rule: RuleID(row.text(1)),
                        customer: CustomerID(row.text(2)), number: PhoneNumber(e164: row.text(3)),
                        purpose: Purpose(rawValue: row.text(4)) ?? .marketing,
                        channel: ChannelID(row.text(5)), attempt: row.int(6), since: row.time(7)))
            }
            return list
        }
    }
}
