internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Makes customer `other` stand for `customer` from now on and keeps the stricter state of
    /// the two.
    ///
    /// Events, messages, once rows, occurrences, replies and refusals move over; a withdrawn
    /// consent of either
    /// withdraws the other's of that purpose up to then; missing tags and a missing number are
    /// filled in.
    /// - Throws: ``StoreError/refused(_:)`` when one is unknown or both are the same.
    public func merge(
        _ customer: CustomerID, into other: CustomerID, at now: Timestamp
    ) throws(StoreError) {
        let schema = schema
        try write { db in
            let index = try CustomerIndex(db)
            guard let from = try index.row(of: customer), let into = try index.row(of: other)
            else { throw StoreError.refused("both customers must be in the store") }
            guard from != into else { throw StoreError.refused("the customers are one already") }
            var seqs = try SeqIssuer(db)
            let merger = Merger(
                db: db, from: from, into: into, seq: seqs.next(),
                numbers: try self.numberBook(db))
            try merger.mergeTags(schema)
            try merger.mergeNumber()
            try merger.mergePermissions()
            try merger.mergeRefusals(at: now)
            try ConsentLog.recordMerge(db, into: into, at: now)
            try merger.mergeLedger()
            try merger.close()
            try seqs.save()
        }
        forgetPages()
    }
}

/// One merge of two customer rows.
struct Merger {
    let db: Database
    let from: Int64
    let into: Int64
    let seq: Int64
    let numbers: NumberBook

    private func run(_ sql: SQL) throws { try db.cachedStatement(literal: sql).execute() }

    func mergeTags(_ schema: TagSchema) throws {
        for tag in schema.tags where tag.hasColumn {
            let column = TagColumns.name(tag.name)
            let old: SQL = "(SELECT \(sql: column) FROM customers WHERE row = \(from))"
            var sets: SQL = "\(sql: column) = \(old)"
            if tag.isTracked { sets += ", \(sql: TagColumns.seq(tag.name)) = \(seq)" }
            if tag.type == .anniversary {
                let key = TagColumns.key(tag.name)
                sets += ", \(sql: key) = (SELECT \(sql: key) FROM customers WHERE row = \(from))"
            }
            var filter: SQL = "\(sql: column) IS NULL"
            // Of two latest events the later one is the latest.
            if case .latest = tag.source { filter = "(\(filter) OR \(sql: column) < \(old))" }
            try run(
                """
                UPDATE customers SET \(sets)
                WHERE row = \(into) AND \(filter) AND \(old) IS NOT NULL
                """)
        }
    }

    func mergeNumber() throws {
        var found: [Int64: (phone: String, hash: Digest)] = [:]
        let sql: SQL = """
            SELECT row, phone, number_hash FROM customers
            WHERE row IN (\(from), \(into)) AND phone IS NOT NULL
            """
        try db.each(sql) { row in found[row[0]] = (row.text(1), row.digest(2)) }
        guard let old = found[from] else { return }
        try run("UPDATE customers SET phone = NULL, number_hash = NULL WHERE row = \(from)")
        if found[into] == nil {
            try run(
                """
                UPDATE customers SET phone = \(old.phone), number_hash = \(old.hash.blob)
                WHERE row = \(into)
                """)
        }
        try numbers.release(old.hash, by: from)
        if found[into] == nil { try numbers.take(old.hash, by: into) }
    }

    func mergePermissions() throws {
        try run(
            """
            INSERT INTO consents (slot, customer, purpose, at, source, expires, withdrawn,
                text_version, evidence, number_hash, channel, action, text, guardian, frequency,
                term)
            SELECT slot, \(into), purpose, at, source, expires, withdrawn, text_version, evidence,
                number_hash, channel, action, text, guardian, frequency, term
            FROM consents WHERE slot = 0 AND customer = \(from)
            ON CONFLICT (slot, customer, purpose, at, source) DO UPDATE SET
                withdrawn = COALESCE(MIN(withdrawn, excluded.withdrawn), withdrawn,
                    excluded.withdrawn)
            """)
        try run("DELETE FROM consents WHERE slot = 0 AND customer = \(from)")
        try run(
            """
            UPDATE consents SET withdrawn = (SELECT MAX(w.withdrawn) FROM consents w
                WHERE w.slot = 0 AND w.customer = \(into) AND w.purpose = consents.purpose
                AND w.withdrawn >= consents.at)
            WHERE slot = 0 AND customer = \(into) AND withdrawn IS NULL AND EXISTS (
                SELECT 1 FROM consents w WHERE w.slot = 0 AND w.customer = \(into)
                AND w.purpose = consents.purpose AND w.withdrawn >= consents.at)
            """)
    }

    func mergeRefusals(at now: Timestamp) throws {
        var rows: [Int64] = []
        let theirs: SQL = """
            SELECT row FROM optouts WHERE slot = 0 AND customer = \(from) ORDER BY row
            """
        try db.each(theirs) { row in rows.append(row[0]) }
        for row in rows {
            try run("UPDATE OR IGNORE optouts SET customer = \(into) WHERE row = \(row)")
            let isMoved = db.changesCount > 0
            try OptOutLog.record(db, isMoved ? .merge : .gone, optOut: row, at: now)
            if !isMoved { try run("DELETE FROM optouts WHERE row = \(row)") }
        }
    }

    func mergeLedger() throws {
        for table in ["events", "messages", "replies", "reply_reviews", "decisions"] {
            try run(
                "UPDATE \(sql: table) SET customer = \(into) WHERE slot = 0 AND customer = \(from)")
        }
        try run(
            """
            INSERT INTO once_rows (slot, rule, customer, last_at, previous_at)
            SELECT slot, rule, \(into), last_at, previous_at FROM once_rows
            WHERE slot = 0 AND customer = \(from)
            ON CONFLICT (slot, rule, customer) DO UPDATE SET
                previous_at = MIN(last_at, excluded.last_at),
                last_at = MAX(last_at, excluded.last_at)
            """)
        try run(
            """
            UPDATE OR IGNORE consent_asks SET customer = \(into)
            WHERE slot = 0 AND customer = \(from)
            """)
        // A final decision of either stands.
        try run(
            """
            DELETE FROM occurrences WHERE slot = 0 AND customer = \(into) AND state = 'held'
            AND EXISTS (SELECT 1 FROM occurrences o WHERE o.slot = 0 AND o.rule = occurrences.rule
                AND o.customer = \(from) AND o.key = occurrences.key AND o.state <> 'held')
            """)
        for table in ["occurrences", "memberships"] {
            try run(
                """
                UPDATE OR IGNORE \(sql: table) SET customer = \(into)
                WHERE slot = 0 AND customer = \(from)
                """)
        }
        for table in ["occurrences", "memberships", "once_rows"] {
            try run("DELETE FROM \(sql: table) WHERE slot = 0 AND customer = \(from)")
        }
    }

    func close() throws {
        try run("UPDATE customers SET merged_into = \(into) WHERE merged_into = \(from)")
        try run("UPDATE customers SET merged_into = \(into), seq = \(seq) WHERE row = \(from)")
        try run("UPDATE customers SET seq = \(seq) WHERE row = \(into)")
    }
}
