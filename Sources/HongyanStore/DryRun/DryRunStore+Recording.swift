internal import GRDB
public import HongyanCore

extension DryRunStore {
    public func record(
        _ events: [ClassifiedEvent], terms: DeliveryTerms,
        retryAt: (_ attempt: Int, _ now: Timestamp) -> Timestamp?, at now: Timestamp
    ) throws(StoreError) {
        guard !events.isEmpty else { return }
        try begin()
        let hasReplies = events.contains {
            if case .reply = $0.event { true } else { false }
        }
        guard hasReplies else {
            return try within { db in
                let recorder = RunRecorder(db, ledger, terms: terms, at: now)
                for classified in events {
                    try recorder.take(classified.event, retryAt: retryAt)
                }
            }
        }
        _ = try base.write(noting: SQLiteStore.noted(events)) { db in
            try passSeqs(db)
            let recorder = RunRecorder(db, ledger, terms: terms, at: now)
            var replies = try Recorder(
                db, terms: terms, numbers: try base.numberBook(db), at: now)
            replies.withdraws = { try recorder.withdraw($0, signature: $1, reason: $2) }
            replies.took = { person, isClosed in
                let touched = try recorder.took(person, isClosed: isClosed)
                try self.ledger.population?.reloadPermissions(db, of: person.number, touched)
            }
            for classified in events {
                guard case .reply(let reply) = classified.event else {
                    try recorder.take(classified.event, retryAt: retryAt)
                    continue
                }
                try replies.take(
                    reply, classified.reading ?? ReplyClassifier.read(reply.text),
                    classified.scope)
            }
            try replies.seqs.save()
            ledger.population?.lastSeq = replies.seqs.last
            return replies.seqs.issued
        }
    }
}

/// Takes into a dry run what came back from providers; each event counts once, whatever order it
/// comes in.
private struct RunRecorder {
    private let db: Database
    private let ledger: RunLedger
    private let terms: DeliveryTerms
    private let moves: RunMoves
    private let now: Timestamp

    init(_ db: Database, _ ledger: RunLedger, terms: DeliveryTerms, at now: Timestamp) {
        self.db = db
        self.ledger = ledger
        self.terms = terms
        self.now = now
        moves = RunMoves(db, ledger, at: now)
    }

    func take(
        _ event: ProviderEvent, retryAt: (_ attempt: Int, _ now: Timestamp) -> Timestamp?
    ) throws {
        switch event {
        case .response(let submission, let response, let at):
            try take(response, of: submission, at: at, retryAt: retryAt)
        case .receipt(let receipt): try take(receipt)
        case .reply: break
        }
    }

    // MARK: Responses

    private func take(
        _ response: ProviderEvent.Response, of submission: Digest, at moment: Timestamp,
        retryAt: (_ attempt: Int, _ now: Timestamp) -> Timestamp?
    ) throws {
        guard let slot = ledger.queue.slot(ofSubmission: submission),
            let message = ledger.queue[slot]
        else { return }
        switch response {
        case .accepted(let id):
            ledger.queue.answered(slot)
            try accept(slot, message, ProviderName(channel: message.way, id: id), at: moment)
        case .acceptedInParts(let ids):
            // The carriers of a dry run answer once a message.
            ledger.queue.answered(slot)
            let name = ProviderName(channel: message.way, id: ids.first ?? "")
            try accept(slot, message, name, at: moment)
        case .throttled(let code):
            ledger.queue.answered(slot)
            try learn(code, message, at: moment)
            // What was unknown is never queued again: the late word only settles it.
            if message.state == .written, let retry = retryAt(message.attempt, now) {
                try moves.requeue(slot, notBefore: retry, countsAttempt: true)
            } else {
                _ = try moves.move(
                    slot, from: [.written, .unknown], to: .expired, reason: code)
            }
        case .refused(let code):
            ledger.queue.answered(slot)
            try learn(code, message, at: moment)
            _ = try moves.move(slot, from: [.written, .unknown], to: .refused, reason: code)
        case .timedOut:
            _ = try moves.move(slot, from: [.written], to: .unknown)
        }
    }

    private func accept(
        _ slot: Int, _ message: MovingMessage, _ provider: ProviderName, at moment: Timestamp
    ) throws {
        let parts = message.draft?.parts ?? 0
        let carrier = message.draft?.carrier ?? .unknown
        let price = terms.price(of: message.way, carrier: carrier, at: moment)
        ledger.tally.charge(price * parts, to: message.way, at: moment)
        let early = ledger.queue.note(provider: provider, of: slot)
        _ = try moves.move(slot, from: [.written, .unknown], to: .accepted)
        for receipt in early { try apply(receipt, to: slot) }
    }

    // MARK: Receipts

    private func take(_ receipt: Receipt) throws {
        let provider = ProviderName(channel: receipt.channel, id: receipt.providerID)
        // An early receipt waits for the response that tells whose it is.
        guard let slot = ledger.queue.slot(ofProvider: provider) else {
            return ledger.queue.keepEarly(receipt, of: provider)
        }
        try apply(receipt, to: slot)
    }

    /// The first final word stands.
    private func apply(_ receipt: Receipt, to slot: Int) throws {
        guard let message = ledger.queue[slot] else { return }
        let next: MessageState = receipt.outcome == .delivered ? .delivered : .failed
        let isMoved = try moves.move(
            slot, from: [.written, .unknown, .accepted], to: next,
            reason: receipt.outcome == .failed ? receipt.code : nil)
        guard isMoved else { return }
        let hash = message.numberHash
        if receipt.outcome == .delivered {
            let wasFailing = ledger.failing.remove(hash) != nil
            guard wasFailing || !message.wasClean else { return }
            ledger.population?.noteDelivered(hash)
            try db.cachedStatement(sql: Self.delivering).run([hash.db])
        } else if terms.meaning(of: receipt.code) == .gone {
            ledger.failing.insert(hash)
            ledger.population?.noteFailed(hash, at: receipt.at)
            try db.cachedStatement(sql: Self.failing).run([receipt.at.db, hash.db])
        } else {
            try learn(receipt.code, message, at: receipt.at)
        }
    }

    /// A channel that says whose the number is not.
    private func learn(_ code: String, _ message: MovingMessage, at moment: Timestamp) throws {
        guard AccountCodes.saysPorted(code) else { return }
        try db.cachedStatement(sql: Self.learning).run([
            message.numberHash.db, moment.db, message.clearedAt.db,
        ])
        if db.changesCount > 0 { ledger.population?.noteCarrier(message.numberHash, .unknown) }
    }

    // MARK: Replies

    /// Takes marketing to a number out of the queue, wherever it waits; its slots return.
    func withdraw(_ person: Refusing, signature: String?, reason: Reason) throws {
        guard let customer = person.customer else { return }
        var waiting: [Int] = []
        ledger.sends.each(of: customer) { send in
            if send.slot >= 0 { waiting.append(Int(send.slot)) }
            return true
        }
        // What the store had before stands in no chain.
        for slot in ledger.storedSlots where ledger.queue[slot]?.row == customer {
            waiting.append(slot)
        }
        for slot in waiting {
            guard let message = ledger.queue[slot], message.state == .queued,
                message.purpose == .marketing, message.numberHash == person.number
            else { continue }
            let begins = signature.map { message.draft?.text.hasPrefix("【\($0)】") ?? false }
            guard begins ?? true else { continue }
            _ = try moves.move(slot, from: [.queued], to: .withdrawn, reason: reason.code)
        }
    }

    /// A reply that may have changed what stands at the edge of those with the number.
    /// - Returns: Their rows.
    func took(_ person: Refusing, isClosed: Bool) throws -> Set<Int64> {
        var touched: Set<Int64> = []
        if let customer = person.customer { touched.insert(customer) }
        try db.cachedStatement(sql: Self.findingPeople).each([person.number.db]) { row in
            touched.insert(row[0])
        }
        for row in touched.sorted() { ledger.stamps.touch(row) }
        guard isClosed, let customer = person.customer else { return touched }
        ledger.held.wake(at: now) { $0.row == customer && $0.reason == .optOutPending }
        return touched
    }

    private static let findingPeople = """
        SELECT row FROM customers INDEXED BY customers_number WHERE slot = 0 AND number_hash = ?
        """
    private static let delivering = """
        UPDATE numbers SET failures = 0, dead_since = NULL WHERE slot = 0 AND hash = ?
        """
    private static let failing = """
        UPDATE numbers SET failures = failures + 1,
            dead_since = CASE WHEN failures + 1 >= \(NumberQuality.deadAfter)
                THEN COALESCE(dead_since, ?) ELSE dead_since END
        WHERE slot = 0 AND hash = ?
        """
    private static let learning = """
        INSERT INTO portability (slot, hash, carrier, at, source)
        VALUES (0, ?, 'unknown', ?, 'receipt')
        ON CONFLICT (slot, hash) DO UPDATE SET
            carrier = excluded.carrier, at = excluded.at, source = excluded.source
        WHERE at <= ?
        """
}
