internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// All that is held about a customer's yes and no; nil for an id that the store does not know.
    public func consentFile(of id: CustomerID) throws(StoreError) -> ConsentFile? {
        try read { db in
            guard let row = try CustomerIndex(db).row(of: id) else { return nil }
            return try ConsentRows.file(db, row, try self.numberBook(db))
        }
    }

    /// Takes a consent back: all that were given to the purpose up to a moment end then.
    /// - Returns: How many consents ended; those that had ended before are not counted.
    public func withdrawConsent(
        of id: CustomerID, to purpose: Purpose, at moment: Timestamp, told now: Timestamp
    ) throws(StoreError) -> Int {
        try write { db in
            guard let row = try CustomerIndex(db).row(of: id) else {
                throw StoreError.refused("there is no customer '\(id)'")
            }
            var ended: [Consent] = []
            try db.cachedStatement(sql: ConsentRows.inForce).each([
                row.db, purpose.rawValue.db, moment.db, moment.db,
            ]) { row in
                ended.append(
                    Consent(
                        purpose: purpose, at: row.time(0), source: row.text(1), textVersion: nil))
            }
            for consent in ended {
                try db.cachedStatement(sql: ConsentRows.ending).run([
                    moment.db, row.db, purpose.rawValue.db, consent.at.db, consent.source.db,
                ])
                try ConsentLog.record(db, .withdraw, customer: row, consent, at: now)
            }
            return ended.count
        }
    }

    /// The person said yes again, on paper or at the counter: refusals up to then are lifted.
    /// - Parameter now: When it was told.
    /// - Returns: Whether there were any.
    public func liftOptOuts(
        of id: CustomerID, at moment: Timestamp, told now: Timestamp
    ) throws(StoreError) -> Bool {
        try write { db in
            guard let row = try CustomerIndex(db).row(of: id) else {
                throw StoreError.refused("there is no customer '\(id)'")
            }
            let before = try ConsentRows.optOuts(db, row).filter { $0.liftedAt == nil }
            var hash: Digest?
            try db.cachedStatement(
                sql: "SELECT number_hash FROM customers WHERE row = ? AND number_hash IS NOT NULL"
            ).each([row.db]) { row in hash = row.digest(0) }
            try OptOuts.lift(db, number: hash, customer: row, nil, at: moment, told: now)
            return before.contains { $0.optOut.at <= moment }
        }
    }
}

enum ConsentRows {
    static func file(_ db: Database, _ row: Int64, _ numbers: NumberBook) throws -> ConsentFile {
        var name: (id: String, phone: PhoneNumber?) = ("", nil)
        let naming = "SELECT id, phone, number_hash FROM customers WHERE row = ?"
        try db.cachedStatement(sql: naming).each([row.db]) { row in
            let phone = try (row[1] as String?).map { try numbers.shown($0, row.digest(2)) }
            name = (row.text(0), phone)
        }
        var asks: [(purpose: Purpose, at: Timestamp)] = []
        try db.cachedStatement(sql: readingAsks).each([row.db]) { row in
            guard let purpose = Purpose(rawValue: row.text(0)) else { return }
            asks.append((purpose, row.time(1)))
        }
        return ConsentFile(
            customer: CustomerID(name.id), number: name.phone,
            consents: try consents(db, row), events: try events(db, row), asks: asks,
            optOuts: try optOuts(db, row))
    }

    static func consents(_ db: Database, _ row: Int64) throws -> [ConsentFile.Entry] {
        var found: [ConsentFile.Entry] = []
        try db.cachedStatement(sql: reading).each([row.db]) { row in
            guard let purpose = Purpose(rawValue: row.text(0)) else { return }
            let consent = Consent(
                purpose: purpose, at: row.time(1), expires: row.timeIfAny(3),
                withdrawn: row.timeIfAny(4), source: row.text(2), textVersion: row[5],
                proof: ConsentProof(
                    evidence: row[6], channel: row[7],
                    action: (row[8] as String?).flatMap { ConsentProof.Action(rawValue: $0) },
                    text: row[9], guardian: row[10], frequency: row[11], term: row[12]))
            found.append(
                ConsentFile.Entry(consent: consent, isOfPresentNumber: row.int(13) == 1))
        }
        return found
    }

    private static func events(_ db: Database, _ row: Int64) throws -> [ConsentEvent] {
        var found: [ConsentEvent] = []
        try db.cachedStatement(sql: readingEvents).each([row.db, row.db]) { row in
            guard let act = ConsentEvent.Act(rawValue: row.text(1)),
                let purpose = Purpose(rawValue: row.text(2))
            else { return }
            found.append(
                ConsentEvent(
                    at: row.time(0), act: act, purpose: purpose, givenAt: row.time(3),
                    source: row.text(4), withdrawn: row.timeIfAny(5)))
        }
        return found
    }

    /// By number or person, lifted ones too.
    static func optOuts(_ db: Database, _ row: Int64) throws -> [OptOutRecord] {
        var found: [OptOutRecord] = []
        try db.cachedStatement(sql: readingOptOuts).each([row.db, row.db]) { row in
            let purpose = (row[2] as String?).flatMap { Purpose(rawValue: $0) }
            found.append(
                OptOutRecord(
                    optOut: OptOut(at: row.time(0), source: row.text(1), purpose: purpose),
                    liftedAt: row.timeIfAny(3)))
        }
        return found
    }

    private static let reading = """
        SELECT k.purpose, k.at, k.source, k.expires, k.withdrawn, k.text_version, k.evidence,
            k.channel, k.action, k.text, k.guardian, k.frequency, k.term,
            k.number_hash IS c.number_hash
        FROM consents k CROSS JOIN customers c ON c.row = k.customer
        WHERE k.slot = 0 AND k.customer = ? ORDER BY k.purpose, k.at, k.source
        """
    private static let readingEvents = """
        SELECT at, act, purpose, given_at, source, withdrawn FROM consent_events
        WHERE slot = 0 AND customer IN (
            SELECT ? UNION ALL SELECT row FROM customers WHERE merged_into = ?)
        ORDER BY row
        """
    private static let readingAsks = """
        SELECT purpose, at FROM consent_asks WHERE slot = 0 AND customer = ?
        ORDER BY at, purpose
        """
    private static let readingOptOuts = """
        SELECT at, source, purpose, lifted_at FROM optouts
        WHERE slot = 0 AND (customer = ? OR number_hash = (
            SELECT number_hash FROM customers WHERE row = ?))
        ORDER BY at, row
        """
    static let inForce = """
        SELECT at, source FROM consents WHERE slot = 0 AND customer = ? AND purpose = ?
            AND at <= ? AND (withdrawn IS NULL OR withdrawn > ?) ORDER BY at, source
        """
    static let ending = """
        UPDATE consents SET withdrawn = ?
        WHERE slot = 0 AND customer = ? AND purpose = ? AND at = ? AND source = ?
        """
}
