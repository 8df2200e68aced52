internal import HongyanCore

/// A store that passes every call on and keeps what the engine decided on the way: the whole
/// decisions with the facts behind them, and who was left out by the audience.
final class RecordingStore: Store {
    /// Someone for whom the rule fired, in the audience or not.
    struct Firing {
        let rule: RuleID
        let occurrence: Occurrence
        let at: Timestamp
    }
    struct Judged {
        let decision: Decision
        let trigger: TriggerState
        var withdrawn: Reason?
    }
    private struct Name: Hashable {
        let rule: RuleID
        let customer: CustomerID
        let key: String
    }

    private let inner: any Store
    // Safe: the engine and its store live on the one thread of the case.
    nonisolated(unsafe) private(set) var firings: [Firing] = []
    nonisolated(unsafe) private(set) var judged: [Judged] = []
    nonisolated(unsafe) private var states: [Name: TriggerState] = [:]
    nonisolated(unsafe) private var messages: [Digest: Name] = [:]

    /// Firings of one question at most; a case has a handful of customers.
    private static let mostFirings = 100_000

    init(_ inner: any Store) { self.inner = inner }

    func occurrences(
        of rule: CompiledRule, in interval: Interval, book: RuleBook, after position: Occurrence?,
        limit: Int
    ) throws(StoreError) -> OccurrencePage {
        // The same question for everybody, so that those outside the audience have a name. Asked
        // to its end before the engine's own, which the store then reads anew.
        if position == nil, rule.audience != .constant(true) {
            let all = try inner.occurrences(
                of: rule.forEverybody, in: interval, book: book, after: nil,
                limit: Self.mostFirings)
            note(all.occurrences, rule, interval.toTime)
        }
        let page = try inner.occurrences(
            of: rule, in: interval, book: book, after: position, limit: limit)
        if rule.audience == .constant(true) { note(page.occurrences, rule, interval.toTime) }
        return page
    }

    private func note(_ occurrences: [Occurrence], _ rule: CompiledRule, _ at: Timestamp) {
        firings += occurrences.map { Firing(rule: rule.id, occurrence: $0, at: at) }
    }

    func facts(
        for page: [Occurrence], of rule: CompiledRule, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [Facts] {
        let facts = try inner.facts(for: page, of: rule, book: book, at: now)
        for fact in facts { states[Self.name(of: fact.occurrence)] = fact.trigger }
        return facts
    }

    func commit(_ page: DecisionPage) throws(StoreError) {
        try inner.commit(page)
        for decision in page.decisions {
            let state = states[Self.name(of: decision.occurrence)] ?? .holds
            judged.append(Judged(decision: decision, trigger: state))
        }
    }

    func claim(
        channel: ChannelID, maxParts: LaneRoom, limit: Int, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [QueuedMessage] {
        let claimed = try inner.claim(
            channel: channel, maxParts: maxParts, limit: limit, book: book, at: now)
        for message in claimed {
            messages[message.id] = Name(
                rule: message.rule, customer: message.customer, key: message.key)
        }
        return claimed
    }

    func settle(_ claim: ClaimOutcome, at now: Timestamp) throws(StoreError) {
        try inner.settle(claim, at: now)
        for (message, reason) in claim.withdrawn {
            let index = judged.lastIndex {
                Self.name(of: $0.decision.occurrence) == messages[message]
            }
            if let index { judged[index].withdrawn = reason }
        }
    }

    private static func name(of occurrence: Occurrence) -> Name {
        Name(rule: occurrence.rule, customer: occurrence.customer, key: occurrence.key)
    }

    // MARK: Passed on

    func latestSeq() throws(StoreError) -> Seq { try inner.latestSeq() }
    func cursors() throws(StoreError) -> [RuleID: Cursor] { try inner.cursors() }
    func saveCursors(_ cursors: [RuleID: Cursor]) throws(StoreError) {
        try inner.saveCursors(cursors)
    }
    func rename(_ old: [RuleID], to new: RuleID) throws(StoreError) {
        try inner.rename(old, to: new)
    }
    func isTombstone(_ rule: RuleID) throws(StoreError) -> Bool { try inner.isTombstone(rule) }
    func retireRules(
        keeping rules: Set<RuleID>, book: Digest, at now: Timestamp
    ) throws(StoreError) -> Int {
        try inner.retireRules(keeping: rules, book: book, at: now)
    }
    func occurrenceCount(
        of rule: CompiledRule, in interval: Interval, book: RuleBook,
        pause: () throws(StoreError) -> Void
    ) throws(StoreError) -> Int {
        try inner.occurrenceCount(of: rule, in: interval, book: book, pause: pause)
    }
    func nextDue(
        of rule: CompiledRule, after moment: Timestamp, book: RuleBook
    ) throws(StoreError) -> Timestamp? {
        try inner.nextDue(of: rule, after: moment, book: book)
    }
    func sample(
        _ rule: CompiledRule, at instant: Timestamp, book: RuleBook
    ) throws(StoreError) {
        try inner.sample(rule, at: instant, book: book)
    }
    func wokenHolds(
        of rule: RuleID, at now: Timestamp, limit: Int
    ) throws(StoreError) -> [Occurrence] {
        try inner.wokenHolds(of: rule, at: now, limit: limit)
    }
    func nextWake() throws(StoreError) -> Timestamp? { try inner.nextWake() }
    func clearedCount(
        of rule: RuleID, from: Timestamp, through: Timestamp
    ) throws(StoreError) -> Int {
        try inner.clearedCount(of: rule, from: from, through: through)
    }
    func spent(by rule: RuleID?, after moment: Timestamp) throws(StoreError) -> Money {
        try inner.spent(by: rule, after: moment)
    }
    func paceTaken(
        of rule: RuleID, from day: CivilDay, zone: Zone
    ) throws(StoreError) -> [CivilDay: Int] {
        try inner.paceTaken(of: rule, from: day, zone: zone)
    }
    func stops() throws(StoreError) -> [Stop] { try inner.stops() }
    func keep(_ book: RuleBook, at now: Timestamp) throws(StoreError) {
        try inner.keep(book, at: now)
    }
    func log(_ entries: [TemplateEntry]) throws(StoreError) { try inner.log(entries) }
    func nextQueued(channel: ChannelID) throws(StoreError) -> Timestamp? {
        try inner.nextQueued(channel: channel)
    }
    func record(
        _ events: [ClassifiedEvent], terms: DeliveryTerms,
        retryAt: (_ attempt: Int, _ now: Timestamp) -> Timestamp?, at now: Timestamp
    ) throws(StoreError) {
        try inner.record(events, terms: terms, retryAt: retryAt, at: now)
    }
    func recover(at now: Timestamp) throws(StoreError) -> Int { try inner.recover(at: now) }
    func ingest(
        _ events: [IncomingEvent], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try inner.ingest(events, schema: schema, at: now)
    }
    func ingest(
        _ signals: [IncomingSignal], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try inner.ingest(signals, schema: schema, at: now)
    }
    func importCustomers(
        _ page: [IncomingCustomer], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try inner.importCustomers(page, schema: schema, at: now)
    }
    func importConsents(
        _ page: [IncomingConsent], at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try inner.importConsents(page, at: now)
    }
    func importSuppressions(
        _ page: [IncomingSuppression], at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try inner.importSuppressions(page, at: now)
    }
}

extension CompiledRule {
    /// The same rule without an audience.
    fileprivate var forEverybody: CompiledRule { copy(.constant(true), isEnabled: isEnabled) }

    /// The same rule, switched on: what is tested is what it would do.
    var switchedOn: CompiledRule { isEnabled ? self : copy(audience, isEnabled: true) }

    private func copy(_ audience: Condition, isEnabled: Bool) -> CompiledRule {
        CompiledRule(
            id: id, title: title, purpose: purpose, trigger: trigger,
            triggerFingerprint: triggerFingerprint, audience: audience, once: once,
            priority: priority,
            window: window, closed: closed, late: late, limit: limit, pacePerDay: pacePerDay,
            rolloutBuckets: rolloutBuckets, holdoutBuckets: holdoutBuckets, message: message,
            goal: goal, was: was, isEnabled: isEnabled, asksConsent: asksConsent)
    }
}
