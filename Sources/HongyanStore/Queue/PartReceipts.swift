internal import GRDB
internal import HongyanCore

/// The ids that a carrier gave the parts of one message. Receipts come by part and fold into one
/// word: failed as soon as a part failed, delivered when all were.
struct PartReceipts {
    let db: Database

    /// - Parameter at: When they were given: what receipts said earlier of an id that was another
    ///   part's before is not about this one.
    func note(_ ids: [String], of submission: Digest, channel: ChannelID, at: Timestamp) throws {
        let isKnown = try db.cachedStatement(sql: Self.asking)
        let put = try db.cachedStatement(sql: Self.putting)
        for id in ids {
            var since: Timestamp?
            try isKnown.each([channel.db, id.db]) { _ in since = at }
            try put.run([channel.db, id.db, submission.db, since.db])
        }
    }

    /// An id that is given again belongs to its latest owner.
    func forget(_ id: String, channel: ChannelID) throws {
        try db.cachedStatement(sql: Self.forgetting).run([channel.db, id.db])
    }

    /// Whose part a receipt is about; nil when it is about a whole message or nobody's.
    func owner(_ receipt: Receipt) throws -> (submission: Digest, message: Digest)? {
        var owner: (Digest, Digest)?
        try db.cachedStatement(sql: Self.findingOwner).each([
            receipt.channel.db, receipt.providerID.db,
        ]) { row in owner = (row.digest(0), row.digest(1)) }
        return owner
    }

    /// What the receipts so far add up to; nil while a part is without its own.
    func verdict(
        of submission: Digest
    ) throws -> (outcome: Receipt.Outcome, code: String, at: Timestamp)? {
        var words: [String: (outcome: Receipt.Outcome, code: String, at: Timestamp)] = [:]
        var isOpen = false
        var last: (outcome: Receipt.Outcome, code: String, at: Timestamp)?
        var failure: (outcome: Receipt.Outcome, code: String, at: Timestamp)?
        try db.cachedStatement(sql: Self.reading).each([submission.db]) { row in
            guard let text: String = row[1], let outcome = Receipt.Outcome(rawValue: text) else {
                isOpen = true
                return
            }
            let id = row.text(0)
            // A part's first final word stands, as a message's does.
            guard words[id] == nil else { return }
            let word = (outcome, row.text(2), row.time(3))
            words[id] = word
            if outcome == .failed, failure == nil { failure = word }
            last = word
        }
        if let failure { return failure }
        return isOpen ? nil : last
    }

    private static let asking = """
        SELECT 1 FROM receipts WHERE slot = 0 AND channel = ?1 AND provider_id = ?2
            AND EXISTS (SELECT 1 FROM submission_parts
                WHERE slot = 0 AND channel = ?1 AND provider_id = ?2) LIMIT 1
        """
    private static let putting = """
        INSERT OR REPLACE INTO submission_parts (slot, channel, provider_id, submission, since)
        VALUES (0, ?, ?, ?, ?)
        """
    private static let forgetting = """
        DELETE FROM submission_parts WHERE slot = 0 AND channel = ? AND provider_id = ?
        """
    private static let findingOwner = """
        SELECT p.submission, s.message FROM submission_parts p
        JOIN submissions s ON s.slot = 0 AND s.id = p.submission
        WHERE p.slot = 0 AND p.channel = ? AND p.provider_id = ?
        """
    private static let reading = """
        SELECT p.provider_id, r.outcome, r.code, r.at FROM submission_parts p
        LEFT JOIN receipts r ON r.slot = 0 AND r.channel = p.channel
            AND r.provider_id = p.provider_id AND (p.since IS NULL OR r.at > p.since)
        WHERE p.slot = 0 AND p.submission = ? ORDER BY r.at, r.outcome, r.code, p.provider_id
        """
}
