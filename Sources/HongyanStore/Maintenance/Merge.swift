internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Two records are one person: the first ends, the second stays with the stricter state of both.
    ///
    /// Opt-outs of either hold for the one that stays; a consent that either withdrew is withdrawn; messages, once rows
    /// and open occurrences move over and count. A tag that the second lacks comes from the first, and so does the
    /// phone. The first stays as a row without phone that points to the second, so that its events still find a person.
    /// - Throws: ``StoreError/refused(_:)`` when one is unknown or both are the same.
    public func merge(
        _ from: CustomerID, into target: CustomerID, at now: Timestamp
    ) throws(StoreError) {
        let schema = schema
        try write { db in
            let ended = try self.rowOfCustomer(db, from)
            let kept = try self.rowOfCustomer(db, target)
            guard ended != kept else {
                throw StoreError.refused("'\(from)' and '\(target)' are the same customer")
            }
            var seq = try SeqIssuer(db)
            let moved = seq.next()
            for sql in Self.mergeSteps(schema) {
                let statement = try db.makeStatement(sql: sql)
                let all: [String: DatabaseValue] = [
                    "from": ended.db, "into": kept.db, "seq": moved.db, "now": now.db,
                ]
                var used: [String: DatabaseValue] = [:]
                for (name, value) in all where sql.contains(":\(name)") { used[name] = value }
                statement.arguments = StatementArguments(used)
                try statement.execute()
            }
            try seq.save()
        }
        forgetPages()
    }

    func rowOfCustomer(_ db: Database, _ id: CustomerID) throws -> Int64 {
        let sql = "SELECT COALESCE(merged_into, row) FROM customers WHERE slot = 0 AND id = ?"
        guard let row = try db.cachedStatement(sql: sql).firstInt([id.db]) else {
            throw StoreError.refused("there is no customer '\(id)'")
        }
        return row
    }

    private static func mergeSteps(_ schema: TagSchema) -> [String] {
        let carried = schema.tags.filter(\.hasColumn).map { carry($0) }
        return carried + [
            // The phone, and the right to be reached on it.
            """
            UPDATE customers SET (phone, number_hash) =
                (SELECT phone, number_hash FROM customers WHERE row = :from), seq = :seq
            WHERE row = :into AND phone IS NULL
            """,
            "UPDATE numbers SET holder = :into WHERE slot = 0 AND holder = :from",
            // The stricter state. Kept before the first loses its number.
            """
            INSERT OR IGNORE INTO optouts (slot, customer, at, source, purpose, lifted_at)
            SELECT 0, :into, at, 'merge', purpose, lifted_at FROM optouts
            WHERE slot = 0 AND (customer = :from OR number_hash =
                (SELECT number_hash FROM customers WHERE row = :from))
            """,
            """
            INSERT OR IGNORE INTO consents
                (slot, customer, purpose, at, source, expires, withdrawn, text_version, evidence, number_hash)
            SELECT slot, :into, purpose, at, source, expires, withdrawn, text_version, evidence, number_hash
            FROM consents WHERE slot = 0 AND customer = :from
            """,
            """
            UPDATE consents SET withdrawn = (SELECT MIN(o.withdrawn) FROM consents o
                WHERE o.slot = 0 AND o.customer IN (:from, :into) AND o.purpose = consents.purpose
                AND o.withdrawn >= consents.at)
            WHERE slot = 0 AND customer = :into AND withdrawn IS NULL
            """,
            // What was sent counts for the one person.
            "UPDATE messages SET customer = :into WHERE slot = 0 AND customer = :from",
            """
            INSERT INTO once_rows (slot, rule, customer, last_at, previous_at)
            SELECT slot, rule, :into, last_at, previous_at FROM once_rows
            WHERE slot = 0 AND customer = :from
            ON CONFLICT (slot, rule, customer) DO UPDATE SET last_at = MAX(last_at, excluded.last_at)
            """,
            "DELETE FROM once_rows WHERE slot = 0 AND customer = :from",
            "UPDATE OR IGNORE occurrences SET customer = :into WHERE slot = 0 AND customer = :from",
            "DELETE FROM occurrences WHERE slot = 0 AND customer = :from",
            "UPDATE OR IGNORE memberships SET customer = :into WHERE slot = 0 AND customer = :from",
            "DELETE FROM memberships WHERE slot = 0 AND customer = :from",
            "UPDATE events SET customer = :into WHERE slot = 0 AND customer = :from",
            "UPDATE replies SET customer = :into WHERE slot = 0 AND customer = :from",
            "UPDATE decisions SET customer = :into WHERE slot = 0 AND customer = :from",
            """
            UPDATE customers SET phone = NULL, number_hash = NULL, merged_into = :into, seq = :seq
            WHERE row = :from
            """,
        ] + schema.tags.filter(\.hasColumn).map { clear($0) }
    }

    /// The kept customer takes a value it lacks; of latest-event tags the later one.
    private static func carry(_ tag: TagDefinition) -> String {
        let column = TagColumns.name(tag.name)
        let isLatest = if case .latest = tag.source { true } else { false }
        var sets = ["\(column) = (SELECT \(column) FROM customers WHERE row = :from)"]
        if tag.isTracked { sets.append("\(TagColumns.seq(tag.name)) = :seq") }
        if tag.type == .anniversary {
            let key = TagColumns.key(tag.name)
            sets.append("\(key) = (SELECT \(key) FROM customers WHERE row = :from)")
        }
        let condition =
            isLatest
            ? "\(column) IS NULL OR \(column) < (SELECT \(column) FROM customers WHERE row = :from)"
            : "\(column) IS NULL"
        return """
            UPDATE customers SET \(sets.joined(separator: ", "))
            WHERE row = :into AND (\(condition))
            AND (SELECT \(column) FROM customers WHERE row = :from) IS NOT NULL
            """
    }

    private static func clear(_ tag: TagDefinition) -> String {
        var sets = ["\(TagColumns.name(tag.name)) = NULL"]
        if tag.isTracked { sets.append("\(TagColumns.seq(tag.name)) = NULL") }
        if tag.type == .anniversary { sets.append("\(TagColumns.key(tag.name)) = NULL") }
        return "UPDATE customers SET \(sets.joined(separator: ", ")) WHERE row = :from"
    }
}
