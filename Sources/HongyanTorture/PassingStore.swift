public import HongyanCore

/// What the engine can ask of a store.
public enum StoreCall: String, Hashable, Sendable, CaseIterable {
    case latestSeq, cursors, saveCursors, rename, isTombstone, retireRules, occurrences
    case occurrenceCount, nextDue, sample, wokenHolds, nextWake, facts, clearedCount, spent
    case paceTaken
    case stops, keep, log, commit, claim, settle, nextQueued, record, recover, ingestEvents
    case ingestSignals, importCustomers, importConsents, importSuppressions
}

/// A store that passes every call on: what stands between an engine and its store in a fault run
/// overrides what it is about.
open class PassingStore: Store, @unchecked Sendable {
    // Safe: an engine and its store live on one thread.
    public let inner: any Store

    public init(_ inner: any Store) { self.inner = inner }

    /// Around every call.
    open func pass<T>(
        _ call: StoreCall, _ body: () throws(StoreError) -> T
    ) throws(StoreError) -> T {
        try body()
    }

    // MARK: Reading on

    open func latestSeq() throws(StoreError) -> Seq {
        try pass(.latestSeq) { () throws(StoreError) in try inner.latestSeq() }
    }

    open func cursors() throws(StoreError) -> [RuleID: Cursor] {
        try pass(.cursors) { () throws(StoreError) in try inner.cursors() }
    }

    open func saveCursors(_ cursors: [RuleID: Cursor]) throws(StoreError) {
        try pass(.saveCursors) { () throws(StoreError) in try inner.saveCursors(cursors) }
    }

    open func rename(_ old: [RuleID], to new: RuleID) throws(StoreError) {
        try pass(.rename) { () throws(StoreError) in try inner.rename(old, to: new) }
    }

    open func isTombstone(_ rule: RuleID) throws(StoreError) -> Bool {
        try pass(.isTombstone) { () throws(StoreError) in try inner.isTombstone(rule) }
    }

    open func retireRules(
        keeping rules: Set<RuleID>, book: Digest, at now: Timestamp
    ) throws(StoreError) -> Int {
        try pass(.retireRules) { () throws(StoreError) in
            try inner.retireRules(keeping: rules, book: book, at: now)
        }
    }

    open func occurrences(
        of rule: CompiledRule, in interval: Interval, book: RuleBook, after position: Occurrence?,
        limit: Int
    ) throws(StoreError) -> OccurrencePage {
        try pass(.occurrences) { () throws(StoreError) in
            try inner.occurrences(
                of: rule, in: interval, book: book, after: position, limit: limit)
        }
    }

    open func occurrenceCount(
        of rule: CompiledRule, in interval: Interval, book: RuleBook,
        pause: () throws(StoreError) -> Void
    ) throws(StoreError) -> Int {
        try pass(.occurrenceCount) { () throws(StoreError) in
            try inner.occurrenceCount(of: rule, in: interval, book: book, pause: pause)
        }
    }

    open func nextDue(
        of rule: CompiledRule, after moment: Timestamp, book: RuleBook
    ) throws(StoreError) -> Timestamp? {
        try pass(.nextDue) { () throws(StoreError) in
            try inner.nextDue(of: rule, after: moment, book: book)
        }
    }

    open func sample(
        _ rule: CompiledRule, at instant: Timestamp, book: RuleBook
    ) throws(StoreError) {
        try pass(.sample) { () throws(StoreError) in
            try inner.sample(rule, at: instant, book: book)
        }
    }

    // MARK: Deciding

    open func wokenHolds(
        of rule: RuleID, at now: Timestamp, limit: Int
    ) throws(StoreError) -> [Occurrence] {
        try pass(.wokenHolds) { () throws(StoreError) in
            try inner.wokenHolds(of: rule, at: now, limit: limit)
        }
    }

    open func nextWake() throws(StoreError) -> Timestamp? {
        try pass(.nextWake) { () throws(StoreError) in try inner.nextWake() }
    }

    open func facts(
        for page: [Occurrence], of rule: CompiledRule, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [Facts] {
        try pass(.facts) { () throws(StoreError) in
            try inner.facts(for: page, of: rule, book: book, at: now)
        }
    }

    open func clearedCount(
        of rule: RuleID, from: Timestamp, through: Timestamp
    ) throws(StoreError) -> Int {
        try pass(.clearedCount) { () throws(StoreError) in
            try inner.clearedCount(of: rule, from: from, through: through)
        }
    }

    open func spent(by rule: RuleID?, after moment: Timestamp) throws(StoreError) -> Money {
        try pass(.spent) { () throws(StoreError) in
            try inner.spent(by: rule, after: moment)
        }
    }

    open func paceTaken(
        of rule: RuleID, from day: CivilDay, zone: Zone
    ) throws(StoreError) -> [CivilDay: Int] {
        try pass(.paceTaken) { () throws(StoreError) in
            try inner.paceTaken(of: rule, from: day, zone: zone)
        }
    }

    open func stops() throws(StoreError) -> [Stop] {
        try pass(.stops) { () throws(StoreError) in try inner.stops() }
    }

    open func keep(_ book: RuleBook, at now: Timestamp) throws(StoreError) {
        try pass(.keep) { () throws(StoreError) in try inner.keep(book, at: now) }
    }

    open func log(_ entries: [TemplateEntry]) throws(StoreError) {
        try pass(.log) { () throws(StoreError) in try inner.log(entries) }
    }

    open func commit(_ page: DecisionPage) throws(StoreError) {
        try pass(.commit) { () throws(StoreError) in try inner.commit(page) }
    }

    // MARK: Delivering

    open func claim(
        channel: ChannelID, maxParts: LaneRoom, limit: Int, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [QueuedMessage] {
        try pass(.claim) { () throws(StoreError) in
            try inner.claim(
                channel: channel, maxParts: maxParts, limit: limit, book: book, at: now)
        }
    }

    open func settle(_ claim: ClaimOutcome, at now: Timestamp) throws(StoreError) {
        try pass(.settle) { () throws(StoreError) in try inner.settle(claim, at: now) }
    }

    open func nextQueued(channel: ChannelID) throws(StoreError) -> Timestamp? {
        try pass(.nextQueued) { () throws(StoreError) in try inner.nextQueued(channel: channel) }
    }

    open func record(
        _ events: [ClassifiedEvent], terms: DeliveryTerms,
        retryAt: (_ attempt: Int, _ now: Timestamp) -> Timestamp?, at now: Timestamp
    ) throws(StoreError) {
        try pass(.record) { () throws(StoreError) in
            try inner.record(events, terms: terms, retryAt: retryAt, at: now)
        }
    }

    open func recover(at now: Timestamp) throws(StoreError) -> Int {
        try pass(.recover) { () throws(StoreError) in try inner.recover(at: now) }
    }

    // MARK: Taking in

    open func ingest(
        _ events: [IncomingEvent], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try pass(.ingestEvents) { () throws(StoreError) in
            try inner.ingest(events, schema: schema, at: now)
        }
    }

    open func ingest(
        _ signals: [IncomingSignal], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try pass(.ingestSignals) { () throws(StoreError) in
            try inner.ingest(signals, schema: schema, at: now)
        }
    }

    open func importCustomers(
        _ page: [IncomingCustomer], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try pass(.importCustomers) { () throws(StoreError) in
            try inner.importCustomers(page, schema: schema, at: now)
        }
    }

    open func importConsents(
        _ page: [IncomingConsent], at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try pass(.importConsents) { () throws(StoreError) in
            try inner.importConsents(page, at: now)
        }
    }

    open func importSuppressions(
        _ page: [IncomingSuppression], at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try pass(.importSuppressions) { () throws(StoreError) in
            try inner.importSuppressions(page, at: now)
        }
    }
}
