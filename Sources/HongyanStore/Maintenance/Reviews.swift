internal import GRDB
public import HongyanCore

/// A reply that may be a refusal. Marketing to its number pauses until a person has read it.
public struct ReplyReview: Hashable, Sendable {
    /// What a person may decide.
    public enum Resolution: String, Hashable, Sendable, CaseIterable {
        case optOut = "opt-out"
        case resume
    }
    /// Who decided what, when, and what they noted.
    public struct Verdict: Hashable, Sendable {
        public let resolution: Resolution
        public let at: Timestamp
        /// A person's name, or `reply` when a later reply of the customer said it clearly.
        public let by: String
        public let note: String?
    }

    /// By which it is resolved; ascending with the replies.
    public let id: Int
    public let at: Timestamp
    public let channel: ChannelID
    /// nil when nobody holds the number.
    public let customer: CustomerID?
    /// nil when the number is not known any more; prints masked.
    public let number: PhoneNumber?
    /// Empty when retention has removed the reply.
    public let text: String
    /// The words for which it waits, parted by spaces.
    public let matched: String
    /// nil while it waits.
    public let verdict: Verdict?
}

extension SQLiteStore {
    /// Replies that wait for a person, the oldest first; with `all` the resolved ones too.
    public func replyReviews(all: Bool = false) throws(StoreError) -> [ReplyReview] {
        try read { db in
            var found: [ReplyReview] = []
            let sql = ReviewRows.listing(all: all)
            let numbers = try self.numberBook(db)
            try db.cachedStatement(sql: sql).each { row in
                let phone = try (row[4] as String?).map { try numbers.shown($0, row.digest(11)) }
                found.append(
                    ReplyReview(
                        id: row.int(0), at: row.time(1), channel: ChannelID(row.text(2)),
                        customer: (row[3] as String?).map { CustomerID($0) },
                        number: phone, text: row.text(5),
                        matched: row.text(6), verdict: ReviewRows.verdict(row)))
            }
            return found
        }
    }

    /// Decides over a reply that waits, and over the others of the same number.
    ///
    /// An opt-out is in force at once: what is queued leaves the queue, what is held is dropped at
    /// its next decision. Either way what was held for the review wakes.
    /// - Parameter narrowing: The policy binds a refusal to its signature.
    /// - Throws: ``StoreError/refused(_:)`` when there is no such reply or it was decided before.
    public func resolveReview(
        _ id: Int, as resolution: ReplyReview.Resolution, by person: String, note: String?,
        narrowing: Bool, at now: Timestamp
    ) throws(StoreError) {
        try write { db in
            var found: (person: Refusing, signature: String?, isOpen: Bool)?
            try db.cachedStatement(sql: ReviewRows.finding).each([id.db]) { row in
                found = (
                    Refusing(number: row.digest(0), customer: row[1]), row[2],
                    row.timeIfAny(3) == nil
                )
            }
            guard let found else { throw StoreError.refused("there is no reply \(id) to resolve") }
            guard found.isOpen else {
                throw StoreError.refused("reply \(id) was resolved before")
            }
            if resolution == .optOut {
                let recorder = try Recorder(
                    db, terms: [:], numbers: try self.numberBook(db), at: now)
                let scope = found.signature.map {
                    ReplyScope(signature: $0, isNarrow: narrowing)
                }
                try recorder.refuse(found.person, at: now, source: "review", scope)
            }
            try ReviewRows.close(
                db, found.person, as: resolution, by: person, note: note, at: now)
        }
        forgetPages()
    }
}

enum ReviewRows {
    /// Closes all that waits of a number and wakes what was held for it.
    /// - Returns: Whether anything waited.
    @discardableResult
    static func close(
        _ db: Database, _ person: Refusing, as resolution: ReplyReview.Resolution, by name: String,
        note: String?, at now: Timestamp
    ) throws -> Bool {
        let verdict = [now.db, name.db, resolution.rawValue.db, note.db]
        try db.cachedStatement(sql: closingNumber).run(verdict + [person.number.db])
        var closed = db.changesCount
        if let customer = person.customer {
            try db.cachedStatement(sql: closingCustomer).run(verdict + [customer.db])
            closed += db.changesCount
        }
        guard closed > 0, let customer = person.customer else { return closed > 0 }
        try db.cachedStatement(sql: waking).run([now.db, customer.db])
        return true
    }

    static func verdict(_ row: StoredRow) -> ReplyReview.Verdict? {
        guard let at = row.timeIfAny(7),
            let resolution = ReplyReview.Resolution(rawValue: row.text(9))
        else { return nil }
        return ReplyReview.Verdict(resolution: resolution, at: at, by: row.text(8), note: row[10])
    }

    static func listing(all: Bool) -> String {
        """
        SELECT v.row, v.at, COALESCE(r.channel, ''), c.id, c.phone, COALESCE(r.text, ''),
            v.matched, v.resolved_at, v.resolved_by, v.resolution, v.note, c.number_hash
        FROM reply_reviews v LEFT JOIN replies r ON r.seq = v.reply
            LEFT JOIN customers c ON c.row = v.customer
        WHERE v.slot = 0 \(all ? "" : "AND v.resolved_at IS NULL") ORDER BY v.row
        """
    }
    static let finding = """
        SELECT number_hash, customer, signature, resolved_at FROM reply_reviews
        WHERE slot = 0 AND row = ?
        """
    static let opening = """
        INSERT INTO reply_reviews (slot, reply, number_hash, customer, signature, matched, at)
        VALUES (0, ?, ?, ?, ?, ?, ?) ON CONFLICT (slot, reply) DO NOTHING
        """
    private static let closingNumber = """
        UPDATE reply_reviews SET resolved_at = ?, resolved_by = ?, resolution = ?, note = ?
        WHERE slot = 0 AND number_hash = ? AND resolved_at IS NULL
        """
    private static let closingCustomer = """
        UPDATE reply_reviews SET resolved_at = ?, resolved_by = ?, resolution = ?, note = ?
        WHERE slot = 0 AND customer = ? AND resolved_at IS NULL
        """
    private static let waking = """
        UPDATE occurrences SET until = MIN(until, ?)
        WHERE slot = 0 AND customer = ? AND state = 'held' AND reason = 'optout.pending'
        """
}
