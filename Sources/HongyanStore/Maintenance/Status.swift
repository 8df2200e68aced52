internal import GRDB
public import HongyanCore

/// What `hongyan status` shows.
public struct StoreStatus: Hashable, Sendable {
    public let customers: Int
    public let events: Int
    /// In the order of the states' way; states without messages are absent.
    public let messages: [RunReport.StateCount]
    public let holds: Int
    /// The earliest wake-up of all holds.
    public let nextWake: Timestamp?
    /// Rules whose fuse blew, ascending.
    public let tripped: [RuleID]
    public let lastTick: Timestamp?
    public let stops: [Stop]
    public let owner: StoreOwner?
    /// Phone numbers are encrypted under a key.
    public let isEncrypted: Bool
}

/// What `hongyan explain` knows of a customer; the number masks itself.
public struct CustomerView: Sendable {
    public let id: CustomerID
    /// Set when another customer stands for this one.
    public let mergedInto: CustomerID?
    public let phone: PhoneNumber?
    public let tags: [TagName: Value]
    /// Those bound to the number of today, ascending by (purpose, time).
    public let consents: [Consent]
    /// In force, by person or number, ascending by time.
    public let optOuts: [OptOut]
    /// Cleared messages that take a slot, ascending by time.
    public let sends: [ClearedSend]
}

/// A message of which nobody knows whether it was accepted; the number masks itself.
public struct UnknownMessage: Hashable, Sendable {
    public let id: Digest
    public let rule: RuleID
    public let customer: CustomerID
    public let key: String
    public let number: PhoneNumber
    public let channel: ChannelID
    public let clearedAt: Timestamp
    public let attempt: Int
}

enum StatusSQL {
    static let customers: SQL = """
        SELECT COUNT(*) FROM customers WHERE slot = 0 AND merged_into IS NULL
        """
    static let events: SQL = "SELECT COUNT(*) FROM events WHERE slot = 0"
    static let holds: SQL = "SELECT COUNT(*) FROM occurrences WHERE slot = 0 AND state = 'held'"
    static let states: SQL = "SELECT state, COUNT(*) FROM messages WHERE slot = 0 GROUP BY state"
    static let tripped: SQL = """
        SELECT rule FROM cursors WHERE slot = 0 AND tripped_at IS NOT NULL ORDER BY rule
        """
    static let unknown = """
        SELECT m.id, m.rule, c.id, m.key, m.number, m.channel, m.cleared_at, m.attempt,
            m.number_hash
        FROM messages m INDEXED BY messages_moving CROSS JOIN customers c ON c.row = m.customer
        WHERE m.slot = 0 AND m.state = 'unknown' AND m.\(MessageStates.moving)
        ORDER BY m.cleared_at, m.id
        """
}

extension SQLiteStore {
    public func status() throws(StoreError) -> StoreStatus {
        let owner = try owner()
        return try read { db in
            var states: [String: Int] = [:]
            try db.each(StatusSQL.states) { row in states[row.text(0)] = row.int(1) }
            var tripped: [RuleID] = []
            try db.each(StatusSQL.tripped) { row in tripped.append(RuleID(row.text(0))) }
            let wake = try db.cachedStatement(sql: Self.nextWakeSQL).firstInt([])
            return StoreStatus(
                customers: Int(try db.int(StatusSQL.customers) ?? 0),
                events: Int(try db.int(StatusSQL.events) ?? 0),
                messages: MessageState.allCases.compactMap { (state: MessageState) in
                    states[state.rawValue].map { RunReport.StateCount(state: state, count: $0) }
                },
                holds: Int(try db.int(StatusSQL.holds) ?? 0),
                nextWake: wake.map { Timestamp(milliseconds: $0) }, tripped: tripped,
                lastTick: try Meta.int(db, .lastTick).map { Timestamp(milliseconds: $0) },
                stops: try StopRows.all(db), owner: owner,
                isEncrypted: try NumberKeyRows.current(db) != nil)
        }
    }

    /// Messages in state `unknown`, ascending by (cleared, id).
    public func unknownMessages() throws(StoreError) -> [UnknownMessage] {
        try read { db in
            var found: [UnknownMessage] = []
            let numbers = try self.numberBook(db)
            try db.cachedStatement(sql: StatusSQL.unknown).each { row in
                found.append(
                    UnknownMessage(
                        id: row.digest(0), rule: RuleID(row.text(1)),
                        customer: CustomerID(row.text(2)), key: row.text(3),
                        number: try numbers.shown(row.text(4), row.digest(8)),
                        channel: ChannelID(row.text(5)),
                        clearedAt: row.time(6), attempt: row.int(7)))
            }
            return found
        }
    }

    /// nil for an id that the store does not know.
    public func customerView(_ id: CustomerID) throws(StoreError) -> CustomerView? {
        let tags = schema.tags.filter(\.hasColumn)
        return try read { db in
            guard let row = try CustomerIndex(db).row(of: id) else { return nil }
            let columns = tags.map { ", \(TagColumns.name($0.name))" }.joined()
            let numbers = try self.numberBook(db)
            var main: (id: String, phone: PhoneNumber?, tags: [TagName: Value])?
            let sql = "SELECT id, phone, number_hash\(columns) FROM customers WHERE row = ?"
            try db.cachedStatement(sql: sql).each([row.db]) { row in
                var values: [TagName: Value] = [:]
                for (index, tag) in tags.enumerated() {
                    values[tag.name] = Scalar.decode(row[3 + index], as: tag.type)
                }
                let phone = try (row[1] as String?).map { try numbers.shown($0, row.digest(2)) }
                main = (row.text(0), phone, values)
            }
            guard let main else { return nil }
            return CustomerView(
                id: id, mergedInto: main.id == id.rawValue ? nil : CustomerID(main.id),
                phone: main.phone, tags: main.tags,
                consents: try Self.consents(db, of: row), optOuts: try Self.optOuts(db, of: row),
                sends: try Self.sends(db, of: row))
        }
    }

    private static func consents(_ db: Database, of row: Int64) throws -> [Consent] {
        var found: [Consent] = []
        let sql: SQL = """
            SELECT k.purpose, k.at, k.expires, k.withdrawn, k.source, k.text_version
            FROM consents k CROSS JOIN customers c ON c.row = k.customer
            WHERE k.slot = 0 AND k.customer = \(row) AND k.number_hash IS c.number_hash
            ORDER BY k.purpose, k.at, k.source
            """
        try db.each(sql) { row in
            guard let purpose = Purpose(rawValue: row.text(0)) else { return }
            found.append(
                Consent(
                    purpose: purpose, at: row.time(1), expires: row.timeIfAny(2),
                    withdrawn: row.timeIfAny(3), source: row.text(4), textVersion: row[5]))
        }
        return found
    }

    private static func optOuts(_ db: Database, of row: Int64) throws -> [OptOut] {
        var found: [OptOut] = []
        let sql: SQL = """
            SELECT o.at, o.source, o.purpose, o.signature FROM optouts o
            WHERE o.lifted_at IS NULL AND o.slot = 0 AND (o.customer = \(row)
             OR o.number_hash = (SELECT number_hash FROM customers WHERE row = \(row)))
            ORDER BY o.at, o.row
            """
        try db.each(sql) { row in
            let purpose = (row[2] as String?).flatMap { Purpose(rawValue: $0) }
            found.append(
                OptOut(at: row.time(0), source: row.text(1), purpose: purpose, signature: row[3]))
        }
        return found
    }

    private static func sends(_ db: Database, of row: Int64) throws -> [ClearedSend] {
        var found: [ClearedSend] = []
        let sql: SQL = """
            SELECT cleared_at, rule, purpose, channel, template
            FROM messages INDEXED BY messages_customer
            WHERE slot = 0 AND customer = \(row) AND takes_slot = 1 ORDER BY cleared_at, row
            """
        try db.each(sql) { row in
            guard let purpose = Purpose(rawValue: row.text(2)) else { return }
            found.append(
                ClearedSend(
                    at: row.time(0), rule: RuleID(row.text(1)), purpose: purpose,
                    channel: ChannelID(row.text(3)), template: TemplateID(row.text(4))))
        }
        return found
    }
}
