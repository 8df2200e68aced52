internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Takes in consents; identity is (customer, purpose, at, source). What is given once is not
    /// cleared:
    /// empty proof leaves the stored proof, and a withdrawal stays.
    ///
    /// A consent binds the pair of person and number: the number the customer has now, else the
    /// first one to come.
    public func importConsents(
        _ page: [IncomingConsent], at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try write { db in
            var seqs = try SeqIssuer(db)
            var count = IngestCount()
            let customers = try CustomerIndex(db)
            let find = try db.cachedStatement(sql: Self.findingConsent)
            let put = try db.cachedStatement(sql: Self.puttingConsent)
            for incoming in page {
                let row = try customers.rowOrStub(incoming.customer, &seqs)
                let consent = incoming.consent
                let name = [row.db, consent.purpose.rawValue.db, consent.at.db, consent.source.db]
                let isThere = try find.firstInt(name) != nil
                try put.run(
                    name + [
                        consent.expires.db, consent.withdrawn.db, consent.textVersion.db,
                        (incoming.evidence ?? consent.proof.evidence).db,
                    ] + consent.proof.columns + [row.db])
                let isChanged = db.changesCount > 0
                if !isThere || isChanged {
                    let act: ConsentEvent.Act = isThere ? .change : .grant
                    try ConsentLog.record(db, act, customer: row, consent, at: now)
                }
                if !isThere {
                    count.added += 1
                } else if isChanged {
                    count.changed += 1
                } else {
                    count.unchanged += 1
                }
            }
            try seqs.save()
            return count
        }
    }

    /// Takes in refusals; each binds the number, the person, or both.
    public func importSuppressions(
        _ page: [IncomingSuppression], at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try write { db in
            var seqs = try SeqIssuer(db)
            var count = IngestCount()
            let customers = try CustomerIndex(db)
            let numbers = try self.numberBook(db)
            for refusal in page {
                var row: Int64?
                if let id = refusal.customer { row = try customers.rowOrStub(id, &seqs) }
                let hash = try refusal.number.map(numbers.hash)
                let isNew = try OptOuts.add(
                    db, number: hash, customer: row, refusal.optOut, at: now)
                if isNew { count.added += 1 } else { count.unchanged += 1 }
            }
            try seqs.save()
            return count
        }
    }

    private static let findingConsent = """
        SELECT 1 FROM consents
        WHERE slot = 0 AND customer = ? AND purpose = ? AND at = ? AND source = ?
        """
    private static let puttingConsent = """
        INSERT INTO consents (slot, customer, purpose, at, source, expires, withdrawn,
            text_version, evidence, channel, action, text, guardian, frequency, term, number_hash)
        SELECT 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
            (SELECT number_hash FROM customers WHERE row = ?)
        WHERE TRUE
        ON CONFLICT (slot, customer, purpose, at, source) DO UPDATE SET
            expires = COALESCE(excluded.expires, expires),
            withdrawn = COALESCE(MIN(withdrawn, excluded.withdrawn), withdrawn,
                excluded.withdrawn),
            text_version = COALESCE(excluded.text_version, text_version),
            evidence = COALESCE(excluded.evidence, evidence),
            channel = COALESCE(excluded.channel, channel),
            action = COALESCE(excluded.action, action),
            text = COALESCE(excluded.text, text),
            guardian = COALESCE(excluded.guardian, guardian),
            frequency = COALESCE(excluded.frequency, frequency),
            term = COALESCE(excluded.term, term)
        WHERE COALESCE(excluded.expires, expires) IS NOT expires
            OR COALESCE(MIN(withdrawn, excluded.withdrawn), withdrawn, excluded.withdrawn)
                IS NOT withdrawn
            OR COALESCE(excluded.text_version, text_version) IS NOT text_version
            OR COALESCE(excluded.evidence, evidence) IS NOT evidence
            OR COALESCE(excluded.channel, channel) IS NOT channel
            OR COALESCE(excluded.action, action) IS NOT action
            OR COALESCE(excluded.text, text) IS NOT text
            OR COALESCE(excluded.guardian, guardian) IS NOT guardian
            OR COALESCE(excluded.frequency, frequency) IS NOT frequency
            OR COALESCE(excluded.term, term) IS NOT term
        """
}

extension ConsentProof {
    /// All but the evidence, in the order of the columns.
    var columns: [DatabaseValue] {
        [
            channel.db, (action?.rawValue).db, text.db, guardian.db, frequency.db, term.db,
        ]
    }
}

/// Refusals in force.
enum OptOuts {
    /// - Parameter now: When it was told, which may be later than it was said.
    /// - Returns: Whether it was not known before.
    static func add(
        _ db: Database, number: Digest?, customer: Int64?, _ optOut: OptOut, at now: Timestamp
    ) throws -> Bool {
        guard number != nil || customer != nil else { return false }
        try db.cachedStatement(sql: adding).run([
            number?.db ?? .null, customer.db, optOut.at.db, optOut.source.db,
            optOut.purpose.map { $0.rawValue.db } ?? .null, optOut.signature.db,
        ])
        guard db.changesCount > 0 else { return false }
        try OptOutLog.record(db, .refuse, optOut: db.lastInsertedRowID, at: now)
        return true
    }

    /// The person said yes again: refusals up to then are lifted, by number and by person; under a
    /// narrow scope not those of other signatures.
    /// - Parameters:
    ///   - number: nil for somebody without one.
    ///   - moment: When it was said; `now` is when it was told.
    static func lift(
        _ db: Database, number: Digest?, customer: Int64?, _ scope: ReplyScope?,
        at moment: Timestamp, told now: Timestamp
    ) throws {
        let narrow = scope.flatMap { $0.isNarrow ? $0.signature : nil }
        var rows: [Int64] = []
        try db.cachedStatement(sql: standing).each([
            number?.db ?? .null, customer.db, moment.db, narrow.db, narrow.db,
        ]) { row in rows.append(row[0]) }
        for row in rows {
            try db.cachedStatement(sql: lifting).run([moment.db, row.db])
            try OptOutLog.record(db, .lift, optOut: row, at: now)
        }
    }

    private static let adding = """
        INSERT INTO optouts (slot, number_hash, customer, at, source, purpose, signature)
        VALUES (0, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    private static let standing = """
        SELECT row FROM optouts WHERE slot = 0 AND (number_hash = ? OR customer = ?) AND at <= ?
            AND lifted_at IS NULL AND (? IS NULL OR signature IS NULL OR signature = ?)
        ORDER BY row
        """
    private static let lifting = "UPDATE optouts SET lifted_at = ? WHERE row = ?"
}
