internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func settle(_ claim: ClaimOutcome, at now: Timestamp) throws(StoreError) {
        let note = { (_: Void, outlook: inout Outlook) in
            if !claim.postponed.isEmpty { outlook.queues = [:] }
        }
        try write(noting: note) { db in
            let moves = try MessageMoves(db, at: now)
            let submit = try db.cachedStatement(sql: Self.submitting)
            for submission in claim.written {
                guard try moves.move(submission.message, from: [.claimed], to: .written)
                else { throw StoreError.failed("a submission's message was not claimed") }
                try submit.run([
                    submission.id.db, submission.message.db, submission.attempt.db,
                    (submission.detour?.rawValue).db, submission.parts.db, now.db,
                    submission.message.db,
                ])
                try LedgerJournal.submitted(db, submission.id)
            }
            for (message, reason) in claim.withdrawn {
                _ = try moves.move(
                    message, from: [.claimed], to: .withdrawn, reason: reason.code)
            }
            for (message, until) in claim.postponed {
                try moves.requeue(message, notBefore: until, countsAttempt: false)
            }
        }
    }

    private static let submitting = """
        INSERT INTO submissions (slot, id, message, attempt, channel, parts, written_at, state)
        SELECT 0, ?, ?, ?, COALESCE(?, m.channel), ?, ?,
            'written' FROM messages m WHERE m.slot = 0 AND m.id = ?
        """

    public func recover(at now: Timestamp) throws(StoreError) -> Int {
        try write { db in
            try db.cachedStatement(sql: Self.requeuingClaimed).run([now.db])
            try db.cachedStatement(sql: Self.doubtingSubmissions).run([])
            try db.cachedStatement(sql: SecretText.maskingDoubtfulEvents).run([])
            try db.cachedStatement(sql: Self.doubtingMessages).run([now.db])
            return db.changesCount
        }
    }

    private static let requeuingClaimed = """
        UPDATE messages SET state = 'queued', attempt = attempt - 1, changed_at = ?
        WHERE slot = 0 AND state = 'claimed' AND \(MessageStates.moving)
        """
    private static let doubtingSubmissions = """
        UPDATE submissions SET state = 'unknown' WHERE slot = 0 AND state = 'written'
            AND message IN (SELECT id FROM messages WHERE slot = 0
                AND state = 'written' AND \(MessageStates.moving))
        """
    private static let doubtingMessages = """
        UPDATE messages SET state = 'unknown', changed_at = ?, text = \(SecretText.kept)
        WHERE slot = 0 AND state = 'written' AND \(MessageStates.moving)
        """
}

/// Verification codes are stored masked: the text of such a message, and the event that brought the
/// code, are needed until the provider has it or never will.
enum SecretText {
    /// The event behind an occurrence: rule, customer, key.
    static let maskingEvent = """
        UPDATE events SET payload = hy_mask_payload(payload) WHERE seq = (
            SELECT cause_number FROM occurrences
            WHERE slot = 0 AND rule = ? AND customer = ? AND key = ? AND cause = 'event')
        """
    /// The events behind messages that a restart leaves unknown.
    static let maskingDoubtfulEvents = """
        UPDATE events SET payload = hy_mask_payload(payload) WHERE seq IN (
            SELECT o.cause_number FROM messages m JOIN occurrences o ON o.slot = 0
                AND o.rule = m.rule AND o.customer = m.customer AND o.key = m.key
            WHERE m.slot = 0 AND m.state = 'written' AND m.\(MessageStates.moving)
                AND m.purpose = 'verification' AND o.cause = 'event')
        """

    /// The text that a message keeps once it no longer waits to be handed over.
    static let kept = "CASE WHEN purpose = 'verification' THEN hy_mask_digits(text) ELSE text END"

    /// With a `*` for each digit, half or full width.
    static func masked(_ text: String) -> String {
        var masked = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isDigit = scalar.properties.generalCategory == .decimalNumber
            masked.append(isDigit ? "*" : scalar)
        }
        return String(masked)
    }
}

/// Said again in each query, so that SQLite sees that the partial index fits.
enum MessageStates {
    static let moving = "state IN ('claimed', 'written', 'unknown')"
}

/// Moves messages from state to state, forward only; gives slots back where that is certain.
struct MessageMoves {
    private let db: Database
    private let now: Timestamp
    private let find: Statement
    private let set: Statement
    private let setKept: Statement
    private let queue: Statement

    init(_ db: Database, at now: Timestamp) throws {
        self.db = db
        self.now = now
        find = try db.cachedStatement(
            sql: """
                SELECT state, rule, customer, cleared_at, key, purpose FROM messages
                WHERE slot = 0 AND id = ?
                """)
        set = try db.cachedStatement(sql: Self.setting(text: "text"))
        setKept = try db.cachedStatement(sql: Self.setting(text: SecretText.kept))
        queue = try db.cachedStatement(sql: Self.queueing)
    }

    /// - Returns: Whether the message was in one of the states and moved.
    func move(
        _ message: Digest, from states: Set<MessageState>, to next: MessageState,
        reason: String? = nil
    ) throws -> Bool {
        var found: (state: MessageState?, rule: String, customer: Int64, clearedAt: Timestamp)?
        var secret: String?
        try find.each([message.db]) { row in
            found = (MessageState(rawValue: row.text(0)), row.text(1), row[2], row.time(3))
            if row.text(5) == Purpose.verification.rawValue { secret = row.text(4) }
        }
        guard let found, let state = found.state, states.contains(state) else { return false }
        // Only a throttled submission goes again, and it says so while it is `written`.
        let set = next == .written ? set : setKept
        try set.run([
            next.rawValue.db, (!next.freesSlot).db, now.db, reason.db, message.db,
        ])
        if next != .written, let key = secret {
            try db.cachedStatement(sql: SecretText.maskingEvent).run([
                found.rule.db, found.customer.db, key.db,
            ])
        }
        if next.freesSlot {
            try returnOnce(found.rule, found.customer, clearedAt: found.clearedAt)
        }
        return true
    }

    /// Back to the queue; a claim that never was written does not count as an attempt.
    func requeue(_ message: Digest, notBefore: Timestamp, countsAttempt: Bool) throws {
        try queue.run([notBefore.db, (countsAttempt ? 0 : 1).db, now.db, message.db])
    }

    /// `once` forgets a message that certainly was not accepted.
    private func returnOnce(_ rule: String, _ customer: Int64, clearedAt: Timestamp) throws {
        let name = [rule.db, customer.db, clearedAt.db]
        try db.cachedStatement(sql: Self.forgettingOnly).run(name)
        try db.cachedStatement(sql: Self.forgettingLast).run(name)
        try db.cachedStatement(sql: Self.forgettingPrevious).run(name)
    }

    private static func setting(text: String) -> String {
        """
        UPDATE messages SET state = ?, takes_slot = ?, changed_at = ?, reason = COALESCE(?, reason),
            not_before = NULL, text = \(text)
        WHERE slot = 0 AND id = ?
        """
    }
    private static let queueing = """
        UPDATE messages SET state = 'queued', not_before = ?, attempt = attempt - ?, changed_at = ?
        WHERE slot = 0 AND id = ? AND state IN ('claimed', 'written')
        """
    private static let forgettingOnly = """
        DELETE FROM once_rows WHERE slot = 0 AND rule = ? AND customer = ? AND last_at = ?
            AND previous_at IS NULL
        """
    private static let forgettingLast = """
        UPDATE once_rows SET last_at = previous_at, previous_at = NULL
        WHERE slot = 0 AND rule = ? AND customer = ? AND last_at = ? AND previous_at IS NOT NULL
        """
    private static let forgettingPrevious = """
        UPDATE once_rows SET previous_at = NULL
        WHERE slot = 0 AND rule = ? AND customer = ? AND previous_at = ?
        """
}
