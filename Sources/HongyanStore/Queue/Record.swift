internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func record(
        _ events: [ClassifiedEvent], terms: DeliveryTerms,
        retryAt: (_ attempt: Int, _ now: Timestamp) -> Timestamp?, at now: Timestamp
    ) throws(StoreError) {
        guard !events.isEmpty else { return }
        _ = try write(noting: Self.noted(events)) { db in
            var recorder = try Recorder(
                db, terms: terms, numbers: try self.numberBook(db), at: now)
            for classified in events {
                switch classified.event {
                case .response(let submission, let response, let at):
                    try recorder.take(response, of: submission, at: at, retryAt: retryAt)
                case .receipt(let receipt): try recorder.take(receipt)
                case .reply(let reply):
                    try recorder.take(
                        reply, classified.reading ?? ReplyClassifier.read(reply.text),
                        classified.scope)
                }
            }
            try recorder.seqs.save()
            return recorder.seqs.issued
        }
    }

    /// Replies may be waited for; a throttled message is queued again.
    static func noted(
        _ events: [ClassifiedEvent]
    ) -> (ClosedRange<Seq>?, inout Outlook) -> Void {
        { (issued: ClosedRange<Seq>?, outlook: inout Outlook) in
            outlook.seq = issued?.upperBound ?? outlook.seq
            // A word of refusal or consent may wake what waited for a person.
            let isDecided = { (reading: ReplyReading?) in (reading?.effect ?? .optOut) != .none }
            for classified in events {
                switch classified.event {
                case .reply where isDecided(classified.reading): outlook.forget()
                case .reply(let reply):
                    if let issued { outlook.reply(at: reply.at, seqs: issued) }
                case .response(_, .throttled, _): outlook.queues = [:]
                case .response, .receipt: break
                }
            }
        }
    }
}

/// Writes what came back from providers; each event counts once, whatever order it comes in.
struct Recorder {
    private struct Submitted {
        let message: Digest
        let attempt: Int
        let channel: ChannelID
        let parts: Int
        let state: String
        let providerID: String?
        let carrier: Carrier
    }

    let db: Database
    private let terms: DeliveryTerms
    let numbers: NumberBook
    let moves: MessageMoves
    let now: Timestamp
    var seqs: SeqIssuer
    /// In a dry run: takes marketing to a number, of one signature where one is given, out of the
    /// queue that is not in the tables.
    var withdraws: ((Refusing, _ signature: String?, Reason) throws -> Void)?
    /// In a dry run: told of each new reply whose it was, and whether it closed a review.
    var took: ((Refusing, _ isClosed: Bool) throws -> Void)?

    init(
        _ db: Database, terms: DeliveryTerms, numbers: NumberBook, at now: Timestamp
    ) throws {
        self.db = db
        self.terms = terms
        self.now = now
        self.numbers = numbers
        moves = try MessageMoves(db, at: now)
        seqs = try SeqIssuer(db)
    }

    // MARK: Responses

    mutating func take(
        _ response: ProviderEvent.Response, of submission: Digest, at moment: Timestamp,
        retryAt: (_ attempt: Int, _ now: Timestamp) -> Timestamp?
    ) throws {
        guard let submitted = try find(submission),
            ["written", "unknown"].contains(submitted.state)
        else { return }
        switch response {
        case .accepted(let providerID):
            let isNew = try accept(submission, submitted, providerID, at: moment)
            _ = try moves.move(submitted.message, from: [.written, .unknown], to: .accepted)
            let amount = try charge(submission, submitted, at: moment)
            try note(
                submission, submitted, "accepted", providerID: providerID, amount: amount,
                at: moment)
            if isNew { try applyEarlyReceipts(submitted, providerID) }
        case .acceptedInParts(let ids):
            guard let first = ids.first else { return }
            _ = try accept(submission, submitted, first, at: moment)
            try PartReceipts(db: db).note(
                ids, of: submission, channel: submitted.channel, at: moment)
            _ = try moves.move(submitted.message, from: [.written, .unknown], to: .accepted)
            let amount = try charge(submission, submitted, at: moment)
            try note(
                submission, submitted, "accepted", providerID: first, amount: amount, at: moment)
            try applyParts(of: submission, message: submitted.message)
        case .throttled(let code):
            try set(submission, "throttled", providerID: nil, code: code, at: moment)
            try note(submission, submitted, "throttled", code: code, at: moment)
            try learn(code, of: submitted.message, at: moment)
            // What was unknown is never queued again: the late word only settles it.
            if submitted.state == "written", let retry = retryAt(submitted.attempt, now) {
                try moves.requeue(submitted.message, notBefore: retry, countsAttempt: true)
            } else {
                _ = try moves.move(
                    submitted.message, from: [.written, .unknown], to: .expired, reason: code)
            }
        case .refused(let code):
            try set(submission, "refused", providerID: nil, code: code, at: moment)
            try note(submission, submitted, "refused", code: code, at: moment)
            try learn(code, of: submitted.message, at: moment)
            _ = try moves.move(
                submitted.message, from: [.written, .unknown], to: .refused, reason: code)
        case .timedOut:
            guard submitted.state == "written" else { return }
            try set(submission, "unknown", providerID: nil, code: nil, at: moment)
            try note(submission, submitted, "unknown", at: moment)
            _ = try moves.move(submitted.message, from: [.written], to: .unknown)
        }
    }

    private func find(_ submission: Digest) throws -> Submitted? {
        var found: Submitted?
        try db.cachedStatement(sql: Self.finding).each([submission.db]) { row in
            found = Submitted(
                message: row.digest(0), attempt: row.int(1), channel: ChannelID(row.text(2)),
                parts: row.int(3), state: row.text(4), providerID: row[5],
                carrier: Carrier(rawValue: row.text(6)) ?? .unknown)
        }
        return found
    }

    private func set(
        _ submission: Digest, _ state: String, providerID: String?, code: String?, at: Timestamp
    ) throws {
        try db.cachedStatement(sql: Self.setting).run([
            state.db, providerID.db, code.db, at.db, submission.db,
        ])
    }

    /// Providers use their ids again: one that is taken belongs to the latest submission from now
    /// on, and what receipts said of it before is not about this one.
    /// - Returns: Whether the id was new.
    private func accept(
        _ submission: Digest, _ submitted: Submitted, _ providerID: String, at: Timestamp
    ) throws -> Bool {
        try PartReceipts(db: db).forget(providerID, channel: submitted.channel)
        try set(submission, "accepted", providerID: providerID, code: nil, at: at)
        if db.changesCount > 0 { return true }
        try db.cachedStatement(sql: Self.forgettingID).run([
            submitted.channel.db, providerID.db,
        ])
        try set(submission, "accepted", providerID: providerID, code: nil, at: at)
        return false
    }

    /// On acceptance, exactly once a submission.
    /// - Returns: What it came to.
    private func charge(
        _ submission: Digest, _ submitted: Submitted, at: Timestamp
    ) throws -> Money {
        let price = terms.price(of: submitted.channel, carrier: submitted.carrier, at: at)
        try db.cachedStatement(sql: Self.charging).run([
            submission.db, submitted.channel.db, submitted.parts.db,
            (price * submitted.parts).units.db, at.db,
        ])
        return price * submitted.parts
    }

    /// A channel that says whose the number is not.
    private func learn(_ code: String, of message: Digest, at moment: Timestamp) throws {
        guard AccountCodes.saysPorted(code) else { return }
        try db.cachedStatement(sql: PortabilitySQL.learning).run([
            moment.db, message.db, message.db,
        ])
    }

    /// Gives back what its channel gives back for a message that failed: once a submission.
    private func refund(_ message: Digest, _ code: String, at moment: Timestamp) throws {
        guard terms.hasRefunds else { return }
        let attempts = try db.cachedStatement(sql: Self.findingAttempts).firstInt([message.db])
        var charged: [(submission: Digest, channel: ChannelID)] = []
        let find = try db.cachedStatement(sql: Self.findingCharge)
        for attempt in stride(from: 1, through: Int(attempts ?? 0), by: 1) {
            let id = Submission.id(of: message, attempt: attempt)
            try find.each([id.db]) { row in charged.append((id, ChannelID(row.text(0)))) }
        }
        for (id, channel) in charged where terms.refund(of: channel) == .failed {
            try db.cachedStatement(sql: Self.refunding).run([moment.db, code.db, id.db])
        }
    }

    /// Into the journal of what came back.
    private func note(
        _ submission: Digest, _ submitted: Submitted, _ state: String, providerID: String? = nil,
        code: String? = nil, amount: Money? = nil, at moment: Timestamp
    ) throws {
        try LedgerJournal.responded(
            db, submission, channel: submitted.channel, state: state, providerID: providerID,
            code: code, amount: amount, happened: moment, at: now)
    }

    // MARK: Receipts

    mutating func take(_ receipt: Receipt) throws {
        try db.cachedStatement(sql: Self.puttingReceipt).run([
            receipt.channel.db, receipt.providerID.db, receipt.at.db,
            receipt.outcome.rawValue.db, receipt.code.db,
        ])
        guard db.changesCount > 0 else { return }
        try LedgerJournal.received(db, receipt, at: now)
        if let part = try PartReceipts(db: db).owner(receipt) {
            return try applyParts(of: part.submission, message: part.message)
        }
        let owner = try db.cachedStatement(sql: Self.findingOwner)
        var message: Digest?
        try owner.each([receipt.channel.db, receipt.providerID.db]) { row in
            message = row.digest(0)
        }
        // An early receipt waits for the response that tells whose it is.
        guard let message else { return }
        try apply(receipt.outcome, receipt.code, to: message, at: receipt.at)
    }

    private func applyParts(of submission: Digest, message: Digest) throws {
        guard let word = try PartReceipts(db: db).verdict(of: submission) else { return }
        try apply(word.outcome, word.code, to: message, at: word.at)
    }

    private func applyEarlyReceipts(_ submitted: Submitted, _ providerID: String) throws {
        var early: [(Receipt.Outcome, String, Timestamp)] = []
        let sql = Self.findingReceipts
        try db.cachedStatement(sql: sql).each([submitted.channel.db, providerID.db]) { row in
            guard let outcome = Receipt.Outcome(rawValue: row.text(0)) else { return }
            early.append((outcome, row.text(1), row.time(2)))
        }
        for (outcome, code, at) in early {
            try apply(outcome, code, to: submitted.message, at: at)
        }
    }

    /// The first final word stands.
    private func apply(
        _ outcome: Receipt.Outcome, _ code: String, to message: Digest, at moment: Timestamp
    ) throws {
        let next: MessageState = outcome == .delivered ? .delivered : .failed
        let isMoved = try moves.move(
            message, from: [.written, .unknown, .accepted], to: next,
            reason: outcome == .failed ? code : nil)
        guard isMoved else { return }
        if outcome == .failed { try refund(message, code, at: moment) }
        if outcome == .delivered {
            try db.cachedStatement(sql: Self.delivering).run([message.db])
        } else if terms.meaning(of: code) == .gone {
            try db.cachedStatement(sql: Self.failing).run([moment.db, message.db])
        } else {
            try learn(code, of: message, at: moment)
        }
    }

    private static let finding = """
        SELECT s.message, s.attempt, s.channel, s.parts, s.state, s.provider_id,
            COALESCE(m.carrier, 'unknown')
        FROM submissions s LEFT JOIN messages m ON m.slot = 0 AND m.id = s.message
        WHERE s.slot = 0 AND s.id = ?
        """
    private static let forgettingID = """
        UPDATE submissions SET provider_id = NULL
        WHERE slot = 0 AND channel = ? AND provider_id = ?
        """
    private static let setting = """
        UPDATE OR IGNORE submissions SET state = ?, provider_id = ?, code = ?, responded_at = ?
        WHERE slot = 0 AND id = ?
        """
    private static let charging = """
        INSERT INTO charges (slot, submission, channel, parts, amount, at)
        VALUES (0, ?, ?, ?, ?, ?) ON CONFLICT (slot, submission) DO NOTHING
        """
    private static let findingAttempts = """
        SELECT attempt FROM messages WHERE slot = 0 AND id = ?
        """
    private static let findingCharge = """
        SELECT channel FROM charges WHERE slot = 0 AND submission = ?
        """
    private static let refunding = """
        INSERT INTO refunds (slot, submission, channel, parts, amount, at, code)
        SELECT 0, submission, channel, parts, amount, ?, ? FROM charges
        WHERE slot = 0 AND submission = ? ON CONFLICT (slot, submission) DO NOTHING
        """
    private static let puttingReceipt = """
        INSERT INTO receipts (slot, channel, provider_id, at, outcome, code)
        VALUES (0, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    static let findingOwner = """
        SELECT message FROM submissions INDEXED BY submissions_provider
        WHERE slot = 0 AND channel = ? AND provider_id = ?
        """
    private static let findingReceipts = """
        SELECT outcome, code, at FROM receipts WHERE slot = 0 AND channel = ? AND provider_id = ?
        ORDER BY at, outcome, code
        """
    private static let delivering = """
        UPDATE numbers SET delivered = delivered + 1, failures = 0, dead_since = NULL
        WHERE slot = 0 AND hash = (SELECT number_hash FROM messages WHERE slot = 0 AND id = ?)
        """
    private static let failing = """
        UPDATE numbers SET failures = failures + 1,
            dead_since = CASE WHEN failures + 1 >= \(NumberQuality.deadAfter)
                THEN COALESCE(dead_since, ?) ELSE dead_since END
        WHERE slot = 0 AND hash = (SELECT number_hash FROM messages WHERE slot = 0 AND id = ?)
        """
}

/// What receipts say about a number.
enum NumberQuality {
    /// So many failures of the kind below in a row, without a delivery between, and nobody is
    /// there.
    static let deadAfter = 2
}
