internal import GRDB
public import HongyanCore

/// What `render` and `explain` read of one customer's events.
extension SQLiteStore {
    /// A customer's latest event of a kind up to a moment, by (at, seq).
    public func latestEvent(
        of kind: EventKind, for customer: CustomerID, through now: Timestamp
    ) throws(StoreError) -> (seq: Seq, event: IncomingEvent)? {
        let fields = schema.event(kind)?.fields ?? []
        let sql = """
            SELECT seq, id, at, payload FROM events
            WHERE slot = 0 AND kind = ? AND at <= ?
            AND customer = (SELECT COALESCE(merged_into, row) FROM customers
                WHERE slot = 0 AND id = ?)
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
            AND customer = (SELECT COALESCE(merged_into, row) FROM customers
                WHERE slot = 0 AND id = ?)
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
}
