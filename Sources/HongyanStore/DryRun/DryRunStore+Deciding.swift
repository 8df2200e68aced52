internal import GRDB
public import HongyanCore

extension DryRunStore {
    public func wokenHolds(
        of rule: RuleID, at now: Timestamp, limit: Int
    ) throws(StoreError) -> [Occurrence] {
        try begin()
        return ledger.held.woken(of: rule, at: now, limit: limit)
    }

    public func nextWake() throws(StoreError) -> Timestamp? {
        try begin()
        return ledger.held.nextWake()
    }

    public func facts(
        for page: [Occurrence], of rule: CompiledRule, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [Facts] {
        guard !page.isEmpty else { return [] }
        try begin()
        let population = try population(for: book)
        return try base.read { db in
            let signals = { try self.signals($0, $1, book, in: db) }
            var reader = PageFacts(
                db, page: page, rule: rule, book: book, now: now, ledger: ledger,
                population: population.map { ($0, signals) })
            return try reader.read()
        }
    }

    public func clearedCount(
        of rule: RuleID, from: Timestamp, through: Timestamp
    ) throws(StoreError) -> Int {
        try begin()
        let own = ledger.tally.cleared(of: rule, from: from, through: through)
        guard ledger.hasPastMessages else { return own }
        return try base.clearedCount(of: rule, from: from, through: through) + own
    }

    public func spent(
        by rule: RuleID?, after moment: Timestamp
    ) throws(StoreError) -> Money {
        try begin()
        let own = ledger.tally.spent(by: rule, after: moment)
        guard ledger.hasPastMessages else { return own }
        return try base.spent(by: rule, after: moment) + own
    }

    public func paceTaken(
        of rule: RuleID, from day: CivilDay, zone: Zone
    ) throws(StoreError) -> [CivilDay: Int] {
        try begin()
        let start = zone.moment(day)
        var taken: [CivilDay: Int] = [:]
        if ledger.hasPastMessages {
            taken = try base.read { db in
                var taken: [CivilDay: Int] = [:]
                let sql = SQLiteStore.paceClearedSQL
                try db.cachedStatement(sql: sql).each([rule.db, start.db]) { row in
                    taken[zone.day(of: row.time(0)), default: 0] += row.int(1)
                }
                return taken
            }
        }
        for moment in ledger.tally.rule(rule).cleared where moment.at >= start {
            taken[zone.day(of: moment.at), default: 0] += moment.count
        }
        for (until, count) in ledger.held.paced(of: rule) where until >= start && count > 0 {
            taken[zone.day(of: until), default: 0] += count
        }
        return taken
    }

    public func commit(_ page: DecisionPage) throws(StoreError) {
        try begin()
        try within { db in
            var writer = RunPageWriter(
                db, page: page, ledger: ledger, numbers: { try self.base.numberBook(db) },
                zone: base.zone)
            try writer.writeAll()
        }
    }
}

/// Takes one page of decisions into a dry run.
private struct RunPageWriter {
    private let db: Database
    private let page: DecisionPage
    private let ledger: RunLedger
    /// Asked where a number's hash is not known yet.
    private let numbers: () throws -> NumberBook
    private let zone: Zone
    /// The place in the ledger's page; both are in the same order.
    private var place = 0

    init(
        _ db: Database, page: DecisionPage, ledger: RunLedger,
        numbers: @escaping () throws -> NumberBook, zone: Zone
    ) {
        self.db = db
        self.page = page
        self.ledger = ledger
        self.numbers = numbers
        self.zone = zone
    }

    mutating func writeAll() throws {
        for decision in page.decisions { try write(decision) }
        for instant in page.missed { try writeMissed(instant) }
        if page.outsideAudience > 0 { try MissRows.count(db, page) }
        if let cursor = page.cursor { try CursorRows.save(db, cursor, of: page.rule) }
    }

    /// A planned instant that passed unrun: one row without customer.
    private func writeMissed(_ instant: Timestamp) throws {
        let key = zone.format(instant)
        let id = OccurrenceDigest.of(rule: page.rule, customer: "", key: key)
        guard ledger.settled.insert(id).inserted else { return }
        ledger.tally.drop("missed", of: page.rule, at: page.at)
        try ledger.decisions?.add(
            DecisionRecord(
                at: page.at, rule: page.rule, customer: "", occurrence: key, due: instant,
                decision: "drop", reason: "missed", until: nil, text: nil, parts: nil, cost: nil,
                channel: nil, verdicts: "", book: page.book))
    }

    private mutating func write(_ decision: Decision) throws {
        guard let entry = try entry(of: decision) else { return }
        // A final decision stands.
        guard !ledger.settled.contains(entry.id) else { return }
        let occurrence = decision.occurrence
        let rule = occurrence.rule
        let before = ledger.held.remove(entry.id)
        let (_, word, until) = PageWriter.words(of: decision.outcome)
        let reason = decision.outcome == .send ? nil : decision.reason?.code ?? word
        var hash: Digest?
        switch decision.outcome {
        case .hold(let until):
            hold(decision, until: until, reason ?? word, entry, before)
        case .drop:
            ledger.settled.insert(entry.id)
            ledger.tally.drop(reason ?? word, of: rule, at: page.at)
            if page.purpose == .verification {
                try ledger.mask(behind: occurrence, db)
            }
        case .send:
            ledger.settled.insert(entry.id)
            if let draft = decision.message { hash = try send(draft, decision, entry) }
        }
        if until == nil {
            ledger.tally.ended(
                occurrence, since: before?.firstDecidedAt ?? decision.firstDecidedAt,
                reason: decision.reason, isSent: decision.outcome == .send, at: decision.at)
        }
        try ledger.outcomes?.note(decision, as: entry.id, row: entry.row, hash: hash)
        guard ledger.decisions != nil else { return }
        let draft = decision.outcome == .send ? decision.message : nil
        try ledger.decisions?.add(
            DecisionRecord(
                at: decision.at, rule: rule, customer: occurrence.customer,
                occurrence: occurrence.key, due: occurrence.due, decision: word, reason: reason,
                until: until, text: draft.map { SecretText.kept($0) }, parts: draft?.parts,
                cost: draft?.cost, channel: draft?.channel,
                verdicts: VerdictText.pack(decision.verdicts), book: page.book))
    }

    /// What was read with the decision's facts, else what the tables say.
    private mutating func entry(of decision: Decision) throws -> RunLedger.PageEntry? {
        while place < ledger.page.count {
            let entry = ledger.page[place]
            place += 1
            if entry.occurrence == decision.occurrence { return entry }
        }
        let occurrence = decision.occurrence
        if let known = ledger.population?.row(of: occurrence.customer) {
            return RunLedger.PageEntry(
                id: ledger.id(of: occurrence), occurrence: occurrence, row: Int64(known),
                numberHash: nil, isClean: false, edge: nil)
        }
        let find = try db.cachedStatement(sql: CustomerIndex.finding)
        // Erased since the page was read: nothing more is decided about them.
        guard let row = try find.firstInt([occurrence.customer.db]) else { return nil }
        let id = ledger.id(of: occurrence)
        if ledger.held[id] == nil, try ledger.hasPast(occurrence.rule, db) {
            let known = try db.cachedStatement(sql: OccurrenceCollector.knownSQL)
            let name = [occurrence.rule.db, row.db, occurrence.key.db]
            if try known.firstInt(name) != nil { return nil }
        }
        return RunLedger.PageEntry(
            id: id, occurrence: occurrence, row: row, numberHash: nil, isClean: false, edge: nil)
    }

    private func hold(
        _ decision: Decision, until: Timestamp, _ reason: String, _ entry: RunLedger.PageEntry,
        _ before: HeldOccurrence?
    ) {
        var reasons = before?.reasons ?? []
        if page.at > ledger.from, !reasons.contains(reason) {
            reasons.append(reason)
            ledger.tally.hold(reason, of: decision.occurrence.rule)
        }
        ledger.held.put(
            HeldOccurrence(
                decision.occurrence, row: entry.row, until: until, deadline: decision.deadline,
                firstDecidedAt: before?.firstDecidedAt ?? decision.firstDecidedAt,
                reason: Reason(reason), reasons: reasons),
            as: entry.id)
    }

    /// - Returns: The hash of the number.
    private func send(
        _ draft: Draft, _ decision: Decision, _ entry: RunLedger.PageEntry
    ) throws -> Digest {
        let occurrence = decision.occurrence
        let hash = try entry.numberHash ?? numbers().hash(draft.number)
        let id = MessageName.digest(of: occurrence, stableID: page.stableID)
        var message = MovingMessage(
            id: id, occurrence: occurrence, row: entry.row, draft: draft, purpose: draft.purpose,
            channel: draft.channel, numberHash: hash, clearedAt: decision.at,
            deadline: decision.deadline)
        message.edge = entry.edge
        message.wasClean = entry.isClean
        message.send = ledger.sends.add(
            draft, to: entry.row, rule: occurrence.rule, at: decision.at,
            slot: ledger.queue.nextSlot)
        ledger.queue.add(message)
        ledger.tally.send(draft, of: occurrence.rule, at: decision.at)
        if let asked = page.asksConsent {
            ledger.asks[entry.row, default: []].append((asked, decision.at, message.send))
        }
        try ledger.sends.noteLast(of: occurrence.rule, to: entry.row, at: decision.at) {
            guard try ledger.hasOnce(occurrence.rule, db) else { return nil }
            let past = try db.cachedStatement(sql: Self.pastOnce)
            return try past.firstInt([occurrence.rule.db, entry.row.db])
                .map { Timestamp(milliseconds: $0) }
        }
        return hash
    }

    private static let pastOnce = """
        SELECT last_at FROM once_rows WHERE slot = 0 AND rule = ? AND customer = ?
        """
}
