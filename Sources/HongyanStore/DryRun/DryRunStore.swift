internal import GRDB
public import HongyanCore

/// What a dry run reads and writes: customers, events and the past from a scratch store, and all
/// that the run itself decides and sends in memory.
///
/// The questions are those of ``SQLiteStore``, in its own SQL; only the run's occurrences,
/// messages, submissions and receipts never reach a table. Rules and answers are the same: the
/// engine's tests play on both at once. One thread drives it.
public final class DryRunStore: Store {
    /// The scratch store underneath; what the run ingests and whom replies refuse lies there.
    let base: SQLiteStore
    // Safe: a dry run and its store live on one thread at a time.
    nonisolated(unsafe) let ledger: RunLedger
    nonisolated(unsafe) var memory = PopulationMemory()
    /// Questions about customers and events are answered from memory.
    let keepsPopulation: Bool

    /// Customers beyond which a dry run asks the tables: some hundred bytes each, and the events
    /// that rules look at on top, shall stay within a gigabyte (reckoned, not measured).
    public static let mostInMemory = 2_000_000

    /// - Parameters:
    ///   - base: A scratch copy, set back to `from`; nobody else writes it.
    ///   - from: What is decided up to here is not reported.
    ///   - keepsPopulation: Customers, their permissions and the events that rules ask for are read
    ///     into memory: much faster where many are asked about, some hundred bytes a customer. The
    ///     base then learns nothing of the run's events. nil: where there are at most
    ///     ``mostInMemory``.
    ///   - keepsOutcomes: What each occurrence comes to will be asked for.
    ///   - onDecision: Told of each decision, in order of (time, rule, customer, occurrence key).
    ///     What it throws ends the run.
    public convenience init(
        over base: SQLiteStore, from: Timestamp, keepsPopulation: Bool? = nil,
        keepsOutcomes: Bool = false,
        onDecision: ((DecisionRecord) throws -> Void)? = nil
    ) throws(StoreError) {
        let isSmall = try base.customerRows() <= Self.mostInMemory
        let heap =
            keepsOutcomes ? try TextHeap(path: base.path.map { $0 + Self.textsSuffix }) : nil
        self.init(
            over: base, RunLedger(from: from, keptIn: heap, carriesUnanswered: false),
            keepsPopulation ?? isSmall)
        ledger.decisions = onDecision.map { DecisionStream(from: from, $0) }
    }

    private init(over base: SQLiteStore, _ ledger: RunLedger, _ keepsPopulation: Bool) {
        self.base = base
        self.ledger = ledger
        self.keepsPopulation = keepsPopulation
    }

    /// One that takes over in the middle: the same providers go on answering what they were given
    /// before.
    static func goingOn(
        over base: SQLiteStore, from: Timestamp, keepsPopulation: Bool = false
    ) throws(StoreError) -> DryRunStore {
        let store = DryRunStore(
            over: base,
            RunLedger(from: from, keptIn: try TextHeap(path: nil), carriesUnanswered: true),
            keepsPopulation)
        store.memory.arrived = []
        return store
    }

    /// Behind the path of the scratch store, the name that its texts have for a moment.
    public static let textsSuffix = ".texts"

    /// Hands on the decisions of the last minute; to be called when the run has ended.
    public func finish() throws(StoreError) {
        try SQLiteStore.mapped { try ledger.decisions?.flush() }
    }

    /// Takes along what the store had before; the rules have been taken up by then.
    func begin() throws(StoreError) {
        guard !ledger.isBegun else { return }
        try base.read { db in try ledger.begin(db) }
    }

    /// Works on the tables and the run's own state together.
    func within<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try base.write(durably: false, noting: { _, _ in }, body)
    }

    // MARK: Reading on

    public func latestSeq() throws(StoreError) -> Seq {
        if let population = ledger.population { return Seq(population.lastSeq) }
        return try base.latestSeq()
    }
    public func cursors() throws(StoreError) -> [RuleID: HongyanCore.Cursor] {
        try base.cursors()
    }
    public func saveCursors(_ cursors: [RuleID: HongyanCore.Cursor]) throws(StoreError) {
        try base.saveCursors(cursors)
    }

    public func rename(_ old: [RuleID], to new: RuleID) throws(StoreError) {
        guard !ledger.isBegun else {
            throw .refused("a dry run that has begun takes no new name for a rule")
        }
        try base.rename(old, to: new)
    }

    public func isTombstone(_ rule: RuleID) throws(StoreError) -> Bool {
        try base.isTombstone(rule)
    }

    public func retireRules(
        keeping rules: Set<RuleID>, book: Digest, at now: Timestamp
    ) throws(StoreError) -> Int {
        guard ledger.isBegun else {
            return try base.retireRules(keeping: rules, book: book, at: now)
        }
        let retired = ledger.held.all.filter { !rules.contains($0.occurrence.rule) }.sorted {
            $0.occurrence.rule == $1.occurrence.rule
                ? Occurrence.comesBefore($0.occurrence, $1.occurrence)
                : $0.occurrence.rule < $1.occurrence.rule
        }
        try SQLiteStore.mapped {
            for hold in retired { try retire(hold.occurrence, book: book, at: now) }
        }
        return retired.count
    }

    private func retire(_ occurrence: Occurrence, book: Digest, at now: Timestamp) throws {
        let id = ledger.id(of: occurrence)
        if let hold = ledger.held.remove(id) {
            ledger.tally.ended(
                occurrence, since: hold.firstDecidedAt, reason: nil, isSent: false, at: now)
        }
        ledger.settled.insert(id)
        ledger.outcomes?.retire(id, at: now)
        ledger.tally.drop("rule.removed", of: occurrence.rule, at: now)
        try ledger.decisions?.add(
            DecisionRecord(
                at: now, rule: occurrence.rule, customer: occurrence.customer,
                occurrence: occurrence.key, due: occurrence.due, decision: "drop",
                reason: "rule.removed", until: nil, text: nil, parts: nil, cost: nil,
                channel: nil, verdicts: "", book: book))
    }

    public func occurrences(
        of rule: CompiledRule, in interval: Interval, book: RuleBook, after position: Occurrence?,
        limit: Int
    ) throws(StoreError) -> OccurrencePage {
        try begin()
        if !rule.trigger.isReply, let population = try population(for: book) {
            return try occurrences(
                of: rule, in: interval, book: book, among: population, after: position,
                limit: limit)
        }
        return try base.occurrences(
            of: rule, in: interval, book: book, after: position, limit: limit,
            known: { self.ledger.isKnown(rule.id, $0, $1) })
    }

    public func occurrenceCount(
        of rule: CompiledRule, in interval: Interval, book: RuleBook,
        pause: () throws(StoreError) -> Void
    ) throws(StoreError) -> Int {
        if !rule.trigger.isReply, let population = try population(for: book) {
            return try occurrenceCount(
                of: rule, in: interval, book: book, among: population)
        }
        if ledger.isBegun {
            return try base.occurrenceCount(
                of: rule, in: interval, book: book,
                known: { self.ledger.isKnown(rule.id, $0, $1) }, pause: pause)
        }
        return try base.occurrenceCount(of: rule, in: interval, book: book, pause: pause)
    }

    public func nextDue(
        of rule: CompiledRule, after moment: Timestamp, book: RuleBook
    ) throws(StoreError) -> Timestamp? {
        if let population = try population(for: book) {
            return try nextDue(of: rule, after: moment, book: book, among: population)
        }
        return try base.nextDue(of: rule, after: moment, book: book)
    }

    public func sample(
        _ rule: CompiledRule, at instant: Timestamp, book: RuleBook
    ) throws(StoreError) {
        if let population = try population(for: book) {
            return try sample(rule, at: instant, book: book, among: population)
        }
        try base.sample(rule, at: instant, book: book)
    }

    public func stops() throws(StoreError) -> [Stop] { try base.stops() }

    public func keep(_ book: RuleBook, at now: Timestamp) throws(StoreError) {
        try base.keep(book, at: now)
    }

    public func log(_ entries: [TemplateEntry]) throws(StoreError) {
        try base.log(entries)
        ledger.standings = [:]
        guard ledger.isBegun, let latest = entries.map(\.at).max() else { return }
        ledger.held.wake(at: latest) { $0.reason.code.hasPrefix("template.") }
    }

    // MARK: Taking in

    public func ingest(
        _ events: [IncomingEvent], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        // Only messages that wait have an edge that may have changed.
        let isWaited = ledger.queue.waitingCount > 0
        let (count, rows): (IngestCount, [Int64])
        if let population = ledger.population {
            (count, rows) = try take(events, into: population)
        } else {
            (count, rows) = try base.take(events, schema: schema, keepsRows: isWaited)
        }
        if !isWaited { ledger.stamps.forget() }
        for row in rows { ledger.stamps.touch(row) }
        return count
    }

    public func ingest(
        _ signals: [IncomingSignal], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        ledger.stamps.touchEverybody()
        if ledger.population != nil { try within { db in try passSeqs(db) } }
        let count = try base.ingest(signals, schema: schema, at: now)
        memory.signals = [:]
        memory.signalDays = [:]
        if let population = ledger.population {
            population.lastSeq = try base.read { db in try Meta.int(db, .seq) ?? 0 }
        }
        return count
    }

    public func importCustomers(
        _ page: [IncomingCustomer], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        ledger.stamps.touchEverybody()
        try bringUpToDate()
        return try base.importCustomers(page, schema: schema, at: now)
    }

    public func importConsents(
        _ page: [IncomingConsent], at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        ledger.stamps.touchEverybody()
        try bringUpToDate()
        return try base.importConsents(page, at: now)
    }

    public func importSuppressions(
        _ page: [IncomingSuppression], at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        ledger.stamps.touchEverybody()
        try bringUpToDate()
        return try base.importSuppressions(page, at: now)
    }
}
