internal import GRDB
public import HongyanCore

extension Tables {
    /// Who was erased, when and on what ground; the row number says nothing outside the store.
    static let erasures = """
        CREATE TABLE IF NOT EXISTS erasures (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            customer INTEGER NOT NULL,
            at INTEGER NOT NULL,
            reason TEXT NOT NULL,
            UNIQUE (slot, customer)) STRICT
        """
}

extension SQLiteStore {
    /// Erases a person (PIPL 47): name, number, tags, events and the content of messages and
    /// replies. What the law demands stays without them: refusals by the number's keyed hash, so
    /// that they go on to be honoured; proofs of consent; that messages were sent, when, and what
    /// became of them. What waits to be sent is withdrawn. A second call changes nothing.
    ///
    /// The customer's id is replaced by a hash of it, under the store's key where it has one; a
    /// later import of the same id makes a new customer.
    /// - Throws: ``StoreError/refused(_:)`` for an id that the store does not know.
    public func erase(
        _ id: CustomerID, reason: String, at now: Timestamp
    ) throws(StoreError) -> ErasureReport {
        let report = try write { db in
            let numbers = try self.numberBook(db)
            let name = try numbers.erasedName(of: id)
            guard let row = try CustomerIndex(db).row(of: id) else {
                guard try CustomerIndex(db).row(of: name) != nil else {
                    throw StoreError.refused("there is no customer '\(id)'")
                }
                return ErasureReport(wasErased: true)
            }
            var seqs = try SeqIssuer(db)
            let eraser = Eraser(db: db, row: row, numbers: numbers, seq: seqs.next(), now: now)
            let report = try eraser.run(reason: reason)
            try seqs.save()
            return report
        }
        forgetPages()
        return report
    }

    /// After erasures: what they overwrote leaves the write-ahead log as well. Beside a daemon the
    /// log may be in use just then.
    /// - Returns: Whether the log is empty now; otherwise the daemon's own checkpoints come to it.
    public func emptyLog() throws(StoreError) -> Bool {
        guard sharing == .file else { return true }
        return try Self.mapped {
            try queue.writeWithoutTransaction { db in
                var isBusy = true
                try db.each("PRAGMA wal_checkpoint(TRUNCATE)") { row in isBusy = row.int(0) != 0 }
                return !isBusy
            }
        }
    }
}

extension NumberBook {
    /// What stands in the place of an erased customer's id.
    func erasedName(of id: CustomerID) throws -> CustomerID {
        CustomerID("erased:\(try hash(PhoneNumber(e164: "erased \(id.rawValue)")))")
    }
}

private struct Eraser {
    let db: Database
    /// The person, whom others may have been merged into.
    let row: Int64
    let numbers: NumberBook
    let seq: Int64
    let now: Timestamp

    /// - Returns: Rows changed.
    @discardableResult
    private func run(_ sql: SQL) throws -> Int {
        try db.cachedStatement(literal: sql).execute()
        return db.changesCount
    }

    func run(reason: String) throws -> ErasureReport {
        let withdrawn = try withdraw()
        let optOuts = try keepRefusals()
        let consents = try endConsents()
        let messages = try blankMessages()
        let replies = try run(
            """
            UPDATE replies SET text = '' WHERE slot = 0 AND text <> '' AND (customer = \(row)
                OR number_hash = (SELECT number_hash FROM customers WHERE row = \(row)))
            """)
        try run(
            """
            UPDATE reply_reviews SET matched = '', note = NULL WHERE slot = 0 AND (
                customer = \(row)
                OR number_hash = (SELECT number_hash FROM customers WHERE row = \(row)))
            """)
        try blankNotes()
        let events = try run("DELETE FROM events WHERE slot = 0 AND customer = \(row)")
        try run("DELETE FROM memberships WHERE slot = 0 AND customer = \(row)")
        try run("DELETE FROM once_rows WHERE slot = 0 AND customer = \(row)")
        try clearCustomers()
        try run(
            """
            INSERT INTO erasures (slot, customer, at, reason)
            VALUES (0, \(row), \(now.milliseconds), \(reason)) ON CONFLICT DO NOTHING
            """)
        return ErasureReport(
            wasErased: false, withdrawn: withdrawn, blankedMessages: messages,
            blankedReplies: replies, deletedEvents: events, keptOptOuts: optOuts,
            keptConsents: consents)
    }

    /// What waits will not leave; what is held will not be decided again. What a daemon has in hand
    /// just now is its own: the edge check lets nothing without a number go a second time.
    private func withdraw() throws -> Int {
        let count = try run(
            """
            UPDATE messages SET state = 'withdrawn', takes_slot = 0, reason = 'customer.erased',
                not_before = NULL, changed_at = \(now.milliseconds)
            WHERE slot = 0 AND customer = \(row) AND state = 'queued'
            """)
        try run(
            """
            UPDATE occurrences SET state = 'dropped', until = NULL, reason = 'customer.erased'
            WHERE slot = 0 AND customer = \(row) AND state = 'held'
            """)
        return count
    }

    /// Proofs stay (工信部令第74号 article 21); what they prove ends now.
    /// - Returns: How many there are.
    private func endConsents() throws -> Int {
        var ended: [Consent] = []
        var count = 0
        let sql: SQL = """
            SELECT purpose, at, source, COALESCE(withdrawn, \(Int64.max)) > \(now.milliseconds)
            FROM consents WHERE slot = 0 AND customer = \(row) ORDER BY purpose, at, source
            """
        try db.each(sql) { row in
            count += 1
            guard row.int(3) == 1, let purpose = Purpose(rawValue: row.text(0)) else { return }
            ended.append(
                Consent(purpose: purpose, at: row.time(1), source: row.text(2), textVersion: nil))
        }
        for consent in ended {
            try db.cachedStatement(sql: ConsentRows.ending).run([
                now.db, row.db, consent.purpose.rawValue.db, consent.at.db, consent.source.db,
            ])
            try ConsentLog.record(db, .withdraw, customer: row, consent, at: now)
        }
        return count
    }

    /// Number and text go, and with them the salts of their seals.
    private func blankMessages() throws -> Int {
        let count = try run(
            """
            UPDATE messages SET number = '', text = '' WHERE slot = 0 AND customer = \(row)
            AND (number <> '' OR text <> '')
            """)
        try run(
            """
            UPDATE seal_prints SET salt = NULL, number_text = NULL
            WHERE slot = 0 AND name = 'messages' AND row IN (
                SELECT row FROM messages WHERE slot = 0 AND customer = \(row))
            """)
        return count
    }

    /// What somebody wrote beside the person's complaints.
    private func blankNotes() throws {
        let theirs: SQL = """
            slot = 0 AND (customer = \(row) OR (customer IS NULL
                AND number_hash = (SELECT number_hash FROM customers WHERE row = \(row))))
            """
        try run("UPDATE complaints SET note = NULL WHERE note IS NOT NULL AND \(theirs)")
        try run(
            """
            UPDATE seal_prints SET salt = NULL WHERE slot = 0 AND name = 'complaints'
            AND row IN (SELECT row FROM complaints WHERE \(theirs))
            """)
    }

    /// A refusal of the person becomes one of the number, and so outlives them.
    private func keepRefusals() throws -> Int {
        var rows: [Int64] = []
        let unbound: SQL = """
            SELECT row FROM optouts WHERE slot = 0 AND customer = \(row) AND number_hash IS NULL
            AND EXISTS (SELECT 1 FROM customers
                WHERE row = \(row) AND number_hash IS NOT NULL) ORDER BY row
            """
        try db.each(unbound) { row in rows.append(row[0]) }
        for refusal in rows {
            let bound = try run(
                """
                UPDATE OR IGNORE optouts SET number_hash = (
                    SELECT number_hash FROM customers WHERE row = \(row)) WHERE row = \(refusal)
                """)
            if bound > 0 { try OptOutLog.record(db, .bind, optOut: refusal, at: now) }
        }
        let sql: SQL = """
            SELECT COUNT(*) FROM optouts WHERE slot = 0 AND (customer = \(row)
                OR number_hash = (SELECT number_hash FROM customers WHERE row = \(row)))
            """
        return Int(try db.int(sql) ?? 0)
    }

    private func clearCustomers() throws {
        var people: [(row: Int64, id: String, hash: Digest?)] = []
        let sql: SQL = """
            SELECT row, id, number_hash FROM customers
            WHERE row = \(row) OR merged_into = \(row) ORDER BY row
            """
        try db.each(sql) { row in
            people.append((row[0], row.text(1), row.isNull(2) ? nil : row.digest(2)))
        }
        var columns: [String] = []
        let tags: SQL = """
            SELECT name FROM pragma_table_info('customers') WHERE name LIKE 't\\_%' ESCAPE '\\'
            ORDER BY cid
            """
        try db.each(tags) { row in columns.append(TagColumns.quoted(row.text(0))) }
        let cleared = columns.map { "\($0) = NULL, " }.joined()
        for person in people {
            let name = try numbers.erasedName(of: CustomerID(person.id))
            try db.execute(
                sql: """
                    UPDATE customers SET \(cleared)phone = NULL, number_hash = NULL, id = ?, seq = ?
                    WHERE row = ?
                    """, arguments: [name.rawValue, seq, person.row])
            guard let hash = person.hash else { continue }
            try numbers.release(hash, by: person.row)
            // What is known of a number that nobody has any more: only refusals stay.
            try run("DELETE FROM numbers WHERE slot = 0 AND hash = \(hash.blob) AND holder IS NULL")
            try run(
                """
                DELETE FROM portability WHERE slot = 0 AND hash = \(hash.blob) AND NOT EXISTS (
                    SELECT 1 FROM numbers n WHERE n.slot = 0 AND n.hash = portability.hash)
                """)
        }
    }
}
