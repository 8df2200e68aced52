import HongyanCore
import Testing

@testable import HongyanStore

/// Every call goes to the tables and, while a run is compared, to two dry runs' stores as well: one
/// that asks the tables, one that has its customers in memory. Where they answer differently the
/// test fails: so all that the engine's tests play is played on all three.
final class TwinStore: Store {
    private let tables: SQLiteStore
    // Safe: the engine and its store live on the one thread of the test.
    nonisolated(unsafe) private var dry: [DryRunStore] = []

    init(_ tables: SQLiteStore) { self.tables = tables }

    /// From here on both answer; the dry run goes on from what the tables have now.
    func compare(from now: Timestamp) throws {
        dry = try [false, true].map {
            try DryRunStore.goingOn(
                over: try tables.scratchCopy(), from: now, keepsPopulation: $0)
        }
    }

    func stopComparing() { dry = [] }

    private func both<T: Equatable>(
        _ name: String, _ call: (any Store) throws(StoreError) -> T
    ) throws(StoreError) -> T {
        let answer = try call(tables)
        for dry in dry {
            let other = try call(dry)
            #expect(answer == other, "\(name)")
        }
        return answer
    }

    func latestSeq() throws(StoreError) -> Seq {
        try both("latestSeq") { store throws(StoreError) in try store.latestSeq() }
    }

    func cursors() throws(StoreError) -> [RuleID: Cursor] {
        try both("cursors") { store throws(StoreError) in try store.cursors() }
    }

    func saveCursors(_ cursors: [RuleID: Cursor]) throws(StoreError) {
        try tables.saveCursors(cursors)
        for dry in dry { try dry.saveCursors(cursors) }
    }

    func rename(_ old: [RuleID], to new: RuleID) throws(StoreError) {
        try tables.rename(old, to: new)
        for dry in dry { try dry.rename(old, to: new) }
    }

    func isTombstone(_ rule: RuleID) throws(StoreError) -> Bool {
        try both("isTombstone") { store throws(StoreError) in try store.isTombstone(rule) }
    }

    func retireRules(
        keeping rules: Set<RuleID>, book: Digest, at now: Timestamp
    ) throws(StoreError) -> Int {
        try both("retireRules") { store throws(StoreError) in
            try store.retireRules(keeping: rules, book: book, at: now)
        }
    }

    func occurrences(
        of rule: CompiledRule, in interval: Interval, book: RuleBook, after position: Occurrence?,
        limit: Int
    ) throws(StoreError) -> OccurrencePage {
        let page = try tables.occurrences(
            of: rule, in: interval, book: book, after: position, limit: limit)
        for dry in dry {
            let other = try dry.occurrences(
                of: rule, in: interval, book: book, after: position, limit: limit)
            #expect(page.occurrences == other.occurrences, "occurrences of \(rule.id)")
            #expect(page.outsideAudience == other.outsideAudience, "outside of \(rule.id)")
            #expect(page.next == other.next, "next page of \(rule.id)")
        }
        return page
    }

    func occurrenceCount(
        of rule: CompiledRule, in interval: Interval, book: RuleBook,
        pause: () throws(StoreError) -> Void
    ) throws(StoreError) -> Int {
        try both("occurrenceCount") { store throws(StoreError) in
            try store.occurrenceCount(of: rule, in: interval, book: book, pause: pause)
        }
    }

    /// Never later than the truth, perhaps earlier: the two need not agree.
    func nextDue(
        of rule: CompiledRule, after moment: Timestamp, book: RuleBook
    ) throws(StoreError) -> Timestamp? {
        for dry in dry { _ = try dry.nextDue(of: rule, after: moment, book: book) }
        return try tables.nextDue(of: rule, after: moment, book: book)
    }

    func sample(_ rule: CompiledRule, at instant: Timestamp, book: RuleBook) throws(StoreError) {
        try tables.sample(rule, at: instant, book: book)
        for dry in dry { try dry.sample(rule, at: instant, book: book) }
    }

    func wokenHolds(
        of rule: RuleID, at now: Timestamp, limit: Int
    ) throws(StoreError) -> [Occurrence] {
        try both("wokenHolds of \(rule)") { store throws(StoreError) in
            try store.wokenHolds(of: rule, at: now, limit: limit)
        }
    }

    func nextWake() throws(StoreError) -> Timestamp? {
        try both("nextWake") { store throws(StoreError) in try store.nextWake() }
    }

    func facts(
        for page: [Occurrence], of rule: CompiledRule, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [Facts] {
        let facts = try tables.facts(for: page, of: rule, book: book, at: now)
        for dry in dry {
            let others = try dry.facts(for: page, of: rule, book: book, at: now)
            #expect(facts.count == others.count)
            for (one, other) in zip(facts, others) { compare(one, other) }
        }
        return facts
    }

    private func compare(_ one: Facts, _ other: Facts) {
        #expect(one.occurrence == other.occurrence)
        #expect(one.prior == other.prior)
        #expect(one.hold == other.hold)
        #expect(one.trigger == other.trigger)
        #expect(one.isInAudience == other.isInAudience)
        #expect(one.tags == other.tags)
        #expect(one.fields == other.fields)
        #expect(one.recipient == other.recipient)
        #expect(one.optOut == other.optOut)
        #expect(one.narrowOptOuts == other.narrowOptOuts)
        #expect(one.reviewSince == other.reviewSince)
        #expect(one.consents == other.consents)
        #expect(one.sends == other.sends)
        #expect(one.lastOfRule == other.lastOfRule)
        #expect(one.capsNotBinding == other.capsNotBinding)
        #expect(one.askedAt == other.askedAt)
    }

    func clearedCount(
        of rule: RuleID, from: Timestamp, through: Timestamp
    ) throws(StoreError) -> Int {
        try both("clearedCount of \(rule)") { store throws(StoreError) in
            try store.clearedCount(of: rule, from: from, through: through)
        }
    }

    func spent(by rule: RuleID?, after moment: Timestamp) throws(StoreError) -> Money {
        try both("spent by \(rule.map(\.rawValue) ?? "all")") { store throws(StoreError) in
            try store.spent(by: rule, after: moment)
        }
    }

    func paceTaken(
        of rule: RuleID, from day: CivilDay, zone: Zone
    ) throws(StoreError) -> [CivilDay: Int] {
        try both("paceTaken of \(rule)") { store throws(StoreError) in
            try store.paceTaken(of: rule, from: day, zone: zone)
        }
    }

    func stops() throws(StoreError) -> [Stop] {
        try both("stops") { store throws(StoreError) in try store.stops() }
    }

    func keep(_ book: RuleBook, at now: Timestamp) throws(StoreError) {
        try tables.keep(book, at: now)
        for dry in dry { try dry.keep(book, at: now) }
    }

    func log(_ entries: [TemplateEntry]) throws(StoreError) {
        try tables.log(entries)
        for dry in dry { try dry.log(entries) }
    }

    func commit(_ page: DecisionPage) throws(StoreError) {
        try tables.commit(page)
        for dry in dry { try dry.commit(page) }
    }

    func claim(
        channel: ChannelID, maxParts: LaneRoom, limit: Int, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [QueuedMessage] {
        try both("claim on \(channel)") { store throws(StoreError) in
            try store.claim(
                channel: channel, maxParts: maxParts, limit: limit, book: book, at: now)
        }
    }

    func settle(_ claim: ClaimOutcome, at now: Timestamp) throws(StoreError) {
        try tables.settle(claim, at: now)
        for dry in dry { try dry.settle(claim, at: now) }
    }

    func nextQueued(channel: ChannelID) throws(StoreError) -> Timestamp? {
        try both("nextQueued on \(channel)") { store throws(StoreError) in
            try store.nextQueued(channel: channel)
        }
    }

    func record(
        _ events: [ClassifiedEvent], terms: DeliveryTerms,
        retryAt: (_ attempt: Int, _ now: Timestamp) -> Timestamp?, at now: Timestamp
    ) throws(StoreError) {
        try tables.record(events, terms: terms, retryAt: retryAt, at: now)
        for dry in dry { try dry.record(events, terms: terms, retryAt: retryAt, at: now) }
    }

    func recover(at now: Timestamp) throws(StoreError) -> Int {
        try both("recover") { store throws(StoreError) in try store.recover(at: now) }
    }

    func ingest(
        _ events: [IncomingEvent], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try both("ingest") { store throws(StoreError) in
            try store.ingest(events, schema: schema, at: now)
        }
    }

    func ingest(
        _ signals: [IncomingSignal], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try both("ingest of signals") { store throws(StoreError) in
            try store.ingest(signals, schema: schema, at: now)
        }
    }

    func importCustomers(
        _ page: [IncomingCustomer], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try both("importCustomers") { store throws(StoreError) in
            try store.importCustomers(page, schema: schema, at: now)
        }
    }

    func importConsents(
        _ page: [IncomingConsent], at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try both("importConsents") { store throws(StoreError) in
            try store.importConsents(page, at: now)
        }
    }

    func importSuppressions(
        _ page: [IncomingSuppression], at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        try both("importSuppressions") { store throws(StoreError) in
            try store.importSuppressions(page, at: now)
        }
    }
}
