internal import GRDB
public import HongyanCore

extension DryRunStore {
    public func nextQueued(channel: ChannelID) throws(StoreError) -> Timestamp? {
        try begin()
        return ledger.queue.next(channel: channel)
    }

    public func claim(
        channel: ChannelID, maxParts: LaneRoom, limit: Int, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [QueuedMessage] {
        guard maxParts.all > 0, limit > 0 else { return [] }
        try begin()
        guard let next = ledger.queue.next(channel: channel), next <= now else { return [] }
        let population = try population(for: book)
        return try within { db in
            ledger.queue.ready(channel: channel, at: now)
            var left = maxParts.all
            var claimed: [Int] = []
            // No message has less than one part.
            while claimed.count < min(limit, maxParts.all),
                let slot = ledger.queue.first(channel: channel),
                let draft = ledger.queue[slot]?.draft,
                draft.parts <= maxParts.left(of: left, for: draft.purpose)
            {
                left -= draft.parts
                claimed.append(slot)
                let moves = RunMoves(db, ledger, at: now)
                _ = try moves.move(slot, from: [.queued], to: .claimed)
                ledger.queue[slot]?.attempt += 1
            }
            guard !claimed.isEmpty else { return [] }
            return try messages(claimed, channel, book, population, db, at: now)
        }
    }

    private func messages(
        _ slots: [Int], _ channel: ChannelID, _ book: RuleBook, _ population: Population?,
        _ db: Database, at now: Timestamp
    ) throws -> [QueuedMessage] {
        var common = try ChannelEdge(db, channel: channel, book: book, now: now)
        let claimed = slots.compactMap { ledger.queue[$0] }
        var edges = claimed.map { known($0, at: now) }
        let asked = edges.indices.filter { edges[$0] == nil }
        if !asked.isEmpty {
            let page = asked.map { (index: Int) -> (occurrence: Occurrence, row: Int64?) in
                (claimed[index].occurrence, claimed[index].row)
            }
            if let population {
                let reader = PopulationEdge(population, book: book, now: now)
                for index in asked {
                    edges[index] = try reader.read(claimed[index]) {
                        try self.signals($0, $1, book, in: db)
                    }
                }
            } else {
                let isTrue = try common.triggers(page)
                let reader = EdgeRows(db, book: book, now: now)
                for (index, isTrue) in zip(asked, isTrue) {
                    edges[index] = try reader.read(claimed[index], isTriggerTrue: isTrue)
                }
            }
        }
        var messages: [QueuedMessage] = []
        messages.reserveCapacity(claimed.count)
        for (message, edge) in zip(claimed, edges) {
            guard let draft = message.draft, let edge else { continue }
            let obstacle = try common.obstacle(
                draft.template, draft.templateVersion, draft.carrier)
            let isStopped = common.isStopped(
                message.occurrence.rule, message.purpose, draft.template)
            let hasConsent = message.purpose != .marketing || edge.consentThrough > now
            let isCurrent = book.template(draft.template)?.version == draft.templateVersion
            messages.append(
                QueuedMessage(
                    id: message.id, rule: message.occurrence.rule,
                    customer: message.occurrence.customer, key: message.occurrence.key,
                    number: draft.number, text: draft.text, parts: draft.parts,
                    purpose: message.purpose, channel: channel, clearedAt: message.clearedAt,
                    deadline: message.deadline, attempt: message.attempt,
                    edge: QueuedMessage.Edge(
                        isStopped: isStopped, isOptedOut: edge.isOptedOut, hasConsent: hasConsent,
                        holdsNumber: edge.holdsNumber, isTriggerTrue: edge.isTriggerTrue,
                        isTemplateCurrent: isCurrent, template: obstacle,
                        isUnderReview: edge.isUnderReview)))
        }
        return messages
    }

    /// What the gates were told, where nothing has been written about the customer since.
    private func known(_ message: MovingMessage, at now: Timestamp) -> KnownEdge? {
        guard let edge = message.edge, edge.at == now || !edge.asksClock,
            ledger.stamps.isCurrent(edge.stamp, of: message.row)
        else { return nil }
        return edge
    }

    public func settle(_ claim: ClaimOutcome, at now: Timestamp) throws(StoreError) {
        try within { db in
            let moves = RunMoves(db, ledger, at: now)
            for submission in claim.written {
                guard let slot = ledger.queue.slot(of: submission.message),
                    try moves.move(slot, from: [.claimed], to: .written)
                else { throw StoreError.failed("a submission's message was not claimed") }
                ledger.queue.note(submission: submission.id, of: slot)
                ledger.queue[slot]?.detour = submission.detour
            }
            for (message, reason) in claim.withdrawn {
                guard let slot = ledger.queue.slot(of: message) else { continue }
                _ = try moves.move(slot, from: [.claimed], to: .withdrawn, reason: reason.code)
            }
            for (message, until) in claim.postponed {
                guard let slot = ledger.queue.slot(of: message) else { continue }
                try moves.requeue(slot, notBefore: until, countsAttempt: false)
            }
        }
    }

    public func recover(at now: Timestamp) throws(StoreError) -> Int {
        let stored = try base.recover(at: now)
        guard ledger.isBegun else { return stored }
        return try within { db in
            let moves = RunMoves(db, ledger, at: now)
            var doubtful = 0
            for slot in ledger.queue.indices {
                switch ledger.queue[slot]?.state {
                case .claimed:
                    try moves.takeBack(slot)
                case .written:
                    if try moves.move(slot, from: [.written], to: .unknown) { doubtful += 1 }
                default: break
                }
            }
            return doubtful
        }
    }
}

/// Reads what the edge check asks of one message.
private struct EdgeRows {
    private let db: Database
    private let isNarrow: Bool
    private let now: Timestamp

    init(_ db: Database, book: RuleBook, now: Timestamp) {
        self.db = db
        self.now = now
        isNarrow = book.policy.optOutScope == .signature
    }

    /// nil when the customer is gone.
    func read(_ message: MovingMessage, isTriggerTrue: Bool) throws -> KnownEdge? {
        let purpose = message.purpose.rawValue.db
        let text = (message.draft?.text ?? "").db
        let values = [
            message.numberHash.db, purpose, text, (isNarrow ? 1 : 0).db, now.db, message.row.db,
        ]
        var edge: KnownEdge?
        try db.cachedStatement(sql: Self.reading).each(values) { row in
            edge = KnownEdge(
                isOptedOut: row.int(1) == 1, isUnderReview: row.int(3) == 1,
                holdsNumber: row.int(0) == 1, isTriggerTrue: isTriggerTrue,
                consentThrough: row.int(2) == 1 ? .distantFuture : .distantPast, asksClock: true,
                at: now, stamp: 0)
        }
        return edge
    }

    private static let reading = """
        SELECT c.number_hash IS ?1 AND (?2 <> 'marketing' OR n.holder IS c.row),
            EXISTS (SELECT 1 FROM optouts x WHERE x.slot = 0 AND x.number_hash = ?1
                    AND x.lifted_at IS NULL AND (x.purpose IS NULL OR x.purpose = ?2)
                    AND (?4 = 0 OR x.signature IS NULL
                        OR instr(?3, '【' || x.signature || '】') = 1))
                OR EXISTS (SELECT 1 FROM optouts x WHERE x.slot = 0 AND x.customer = c.row
                    AND x.lifted_at IS NULL AND (x.purpose IS NULL OR x.purpose = ?2)
                    AND (?4 = 0 OR x.signature IS NULL
                        OR instr(?3, '【' || x.signature || '】') = 1)),
            EXISTS (SELECT 1 FROM consents k WHERE k.slot = 0 AND k.customer = c.row
                AND k.purpose = ?2 AND k.number_hash = ?1
                AND (k.withdrawn IS NULL OR k.withdrawn > ?5)
                AND (k.expires IS NULL OR k.expires > ?5)),
            EXISTS (SELECT 1 FROM reply_reviews v INDEXED BY reply_reviews_number
                    WHERE v.slot = 0 AND v.number_hash = ?1 AND v.resolved_at IS NULL)
                OR EXISTS (SELECT 1 FROM reply_reviews v INDEXED BY reply_reviews_customer
                    WHERE v.slot = 0 AND v.customer = c.row AND v.resolved_at IS NULL)
        FROM customers c LEFT JOIN numbers n ON n.slot = 0 AND n.hash = ?1
        WHERE c.row = ?6
        """
}

/// Moves messages of a dry run from state to state, forward only; gives slots back where that is
/// certain. A message that the store had before the run is moved there as well.
struct RunMoves {
    private let db: Database
    private let ledger: RunLedger
    private let now: Timestamp

    init(_ db: Database, _ ledger: RunLedger, at now: Timestamp) {
        self.db = db
        self.ledger = ledger
        self.now = now
    }

    /// - Returns: Whether the message was in one of the states and moved.
    func move(
        _ slot: Int, from states: Set<MessageState>, to next: MessageState, reason: String? = nil
    ) throws -> Bool {
        guard var message = ledger.queue[slot], states.contains(message.state) else {
            return false
        }
        if message.isStored, next == .claimed {
            try db.cachedStatement(sql: ClaimReader.marking).run([now.db, message.id.db])
        } else if message.isStored {
            _ = try MessageMoves(db, at: now).move(
                message.id, from: Set(MessageState.allCases), to: next, reason: reason)
        } else {
            ledger.tally.move(from: message.state, to: next, clearedAt: message.clearedAt)
            if message.purpose == .verification, next != .written, next != .claimed {
                try ledger.mask(behind: message.occurrence, db)
            }
        }
        if next.freesSlot { try returnOnce(message) }
        message.state = next
        message.notBefore = nil
        if next == .accepted { message.draft = nil }
        ledger.queue[slot] = message
        if next.isFinal {
            ledger.sends.end(message.send, freesSlot: next.freesSlot)
            ledger.queue.remove(slot)
        }
        return true
    }

    /// A claim that a crash cut short.
    func takeBack(_ slot: Int) throws {
        guard var message = ledger.queue[slot] else { return }
        if !message.isStored {
            ledger.tally.move(from: .claimed, to: .queued, clearedAt: message.clearedAt)
        }
        message.state = .queued
        message.attempt -= 1
        ledger.queue[slot] = message
        ledger.queue.enqueue(slot)
    }

    private func returnOnce(_ message: MovingMessage) throws {
        ledger.sends.forgetLast(
            of: message.occurrence.rule, to: message.row, clearedAt: message.clearedAt)
    }

    /// Back to the queue; a claim that never was written does not count as an attempt.
    func requeue(_ slot: Int, notBefore: Timestamp, countsAttempt: Bool) throws {
        guard var message = ledger.queue[slot],
            message.state == .claimed || message.state == .written
        else { return }
        if message.isStored {
            try MessageMoves(db, at: now).requeue(
                message.id, notBefore: notBefore, countsAttempt: countsAttempt)
        } else {
            ledger.tally.move(from: message.state, to: .queued, clearedAt: message.clearedAt)
        }
        message.state = .queued
        message.notBefore = notBefore
        if !countsAttempt { message.attempt -= 1 }
        ledger.queue[slot] = message
        ledger.queue.enqueue(slot)
    }
}

extension SecretText {
    /// Masks the event behind an occurrence, where there is one.
    static func maskEvent(behind occurrence: Occurrence, _ db: Database) throws {
        guard case .event(let seq) = occurrence.cause else { return }
        try db.cachedStatement(sql: maskingSeq).run([seq.db])
    }

    static let maskingSeq =
        "UPDATE events SET payload = hy_mask_payload(payload) WHERE seq = ?"

    /// The text that a message keeps once it has left.
    static func kept(_ draft: Draft) -> String {
        draft.purpose == .verification ? masked(draft.text) : draft.text
    }
}
