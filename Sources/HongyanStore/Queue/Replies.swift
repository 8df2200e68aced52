internal import GRDB
internal import HongyanCore

extension Recorder {
    /// Keeps a reply and does what it means, in the same transaction: a refusal is in force and the
    /// queue is without marketing to that number before anything else is claimed.
    mutating func take(_ reply: Reply, _ reading: ReplyReading, _ scope: ReplyScope?) throws {
        let hash = try numbers.hash(reply.number)
        let holder = try db.cachedStatement(sql: Self.findingHolder).firstInt([hash.db])
        let seq = seqs.last + 1
        try db.cachedStatement(sql: Self.puttingReply).run([
            seq.db, reply.channel.db, reply.id.db, hash.db, holder.db, reply.text.db,
            reading.meaning.rawValue.db, reading.effect.rawValue.db, reading.confidence.db,
            reply.at.db,
        ])
        guard db.changesCount > 0 else { return }
        _ = seqs.next()
        let person = Refusing(number: hash, customer: holder)
        var closed = false
        switch reading.effect {
        case .optOut:
            try refuse(person, at: reply.at, source: reading.source, scope)
            closed = try ReviewRows.close(
                db, person, as: .optOut, by: "reply", note: nil, at: reply.at)
        case .pause:
            try db.cachedStatement(sql: ReviewRows.opening).run([
                seq.db, hash.db, holder.db, (scope?.signature).db,
                reading.matched.joined(separator: " ").db, reply.at.db,
            ])
            try withdrawQueued(of: person, nil, reason: .optOutPending)
        case .optIn:
            try OptOuts.lift(
                db, number: hash, customer: holder, scope, at: reply.at, told: now)
            closed = try ReviewRows.close(
                db, person, as: .resume, by: "reply", note: nil, at: reply.at)
        case .none: break
        }
        try took?(person, closed)
    }

    /// The words at the end of a marketing message refuse marketing; codes and parcels still come.
    func refuse(
        _ person: Refusing, at moment: Timestamp, source: String, _ scope: ReplyScope?
    ) throws {
        let optOut = OptOut(
            at: moment, source: source, purpose: .marketing, signature: scope?.signature)
        _ = try OptOuts.add(
            db, number: person.number, customer: person.customer, optOut, at: now)
        try withdrawQueued(of: person, scope, reason: Reason("optout"))
    }

    /// Takes marketing to a number out of the queue, wherever it waits; its slots return.
    private func withdrawQueued(
        of person: Refusing, _ scope: ReplyScope?, reason: Reason
    ) throws {
        let narrow = scope.flatMap { $0.isNarrow ? $0.signature : nil }
        try withdraws?(person, narrow, reason)
        guard let customer = person.customer else { return }
        var waiting: [Digest] = []
        let find = try db.cachedStatement(sql: Self.findingQueued)
        try find.each([customer.db, person.number.db, narrow.db, narrow.db]) { row in
            waiting.append(row.digest(0))
        }
        for message in waiting {
            _ = try moves.move(message, from: [.queued], to: .withdrawn, reason: reason.code)
        }
    }

    private static let findingHolder = "SELECT holder FROM numbers WHERE slot = 0 AND hash = ?"
    private static let puttingReply = """
        INSERT INTO replies (seq, slot, channel, id, number_hash, customer, text, meaning, effect,
            confidence, at)
        VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slot, channel, id) DO NOTHING
        """
    /// Marketing goes to who holds the number, so one customer's messages are all there are.
    private static let findingQueued = """
        SELECT id FROM messages INDEXED BY messages_customer
        WHERE slot = 0 AND customer = ? AND number_hash = ? AND purpose = 'marketing'
            AND state = 'queued' AND (? IS NULL OR \(SignatureSQL.stands))
        ORDER BY cleared_at, row
        """
}

/// Every text begins with its signature in brackets.
enum SignatureSQL {
    /// Whether it is the bound one.
    static let stands = "instr(text, '【' || ? || '】') = 1"
}

/// Whose refusal it is: a number and the customer who holds it.
struct Refusing {
    let number: Digest
    let customer: Int64?
}

extension ReplyReading {
    /// What the ledger calls a refusal of this kind.
    fileprivate var source: String { meaning == .complaint ? "complaint" : "reply" }
}
