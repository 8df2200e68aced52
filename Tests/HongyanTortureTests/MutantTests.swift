import GRDB
import HongyanCore
import HongyanTorture
import Testing

@testable import HongyanStore

/// The invariants can fail: each one speaks when what it is about is broken on purpose.
@Suite("Broken engines and stores")
struct TortureMutantTests {
    /// Seeds that are tried until one shows it.
    static let seeds: ClosedRange<UInt64> = 1...40

    /// - Returns: The story's end, where the invariant was among what did not hold.
    private func verify(
        _ invariant: Invariant, _ hooks: TortureHooks,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = try TortureFolder()
        defer { folder.remove() }
        let run = folder.run(hooks)
        for seed in Self.seeds {
            let outcome = try run.play(seed: seed)
            guard let failure = outcome.failure,
                failure.breaches.contains(where: { $0.invariant == invariant })
            else { continue }
            let text = TortureText.failure(outcome, language: .en)
            #expect(text.contains(invariant.rawValue), sourceLocation: sourceLocation)
            #expect(
                text.contains("hongyan torture --seed \(seed)\n"), sourceLocation: sourceLocation)
            return
        }
        Issue.record("\(invariant.rawValue) never spoke", sourceLocation: sourceLocation)
    }

    private func verify(
        _ invariant: Invariant, store: @escaping (any Store) -> any Store,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var hooks = TortureHooks()
        hooks.store = store
        try verify(invariant, hooks, sourceLocation: sourceLocation)
    }

    private func verify(
        _ invariant: Invariant, policy: @escaping (String) -> String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var hooks = TortureHooks()
        hooks.text = policy
        try verify(invariant, hooks, sourceLocation: sourceLocation)
    }

    private func verify(
        _ invariant: Invariant, sql: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var hooks = TortureHooks()
        hooks.afterStep = { store, step in
            guard step == 60 else { return }
            try? store.write { db in try db.execute(sql: sql) }
        }
        try verify(invariant, hooks, sourceLocation: sourceLocation)
    }

    // MARK: What leaves

    @Test("each batch is handed over twice")
    func twice() throws {
        var hooks = TortureHooks()
        hooks.provider = { BrokenLine($0) { batch in batch + batch } }
        try verify(.submissionOnce, hooks)
    }

    @Test("what is handed over is not what was written")
    func unwritten() throws {
        var hooks = TortureHooks()
        hooks.provider = { line in
            BrokenLine(line) { batch in
                batch.map { submission in
                    Submission(
                        id: Digest(hashing: [submission.id.description]),
                        message: submission.message, attempt: submission.attempt,
                        number: submission.number, text: submission.text,
                        parts: submission.parts, purpose: submission.purpose)
                }
            }
        }
        try verify(.ledgerComplete, hooks)
    }

    @Test("a change of number does not arrive")
    func oldNumber() throws {
        try verify(.numberHeld) { OldNumbers($0) }
    }

    @Test("a refusal does not arrive")
    func refusal() throws {
        try verify(.optOutRespected) { NoRefusals($0) }
    }

    @Test("everybody has agreed")
    func consent() throws {
        try verify(.consentPresent) { EasyConsents($0) }
    }

    @Test("windows are always open")
    func window() throws {
        try verify(
            .windowOpen,
            policy: { text in
                text.replacing("09:00-20:00", with: "00:00-24:00")
                    .replacing("18:00-20:00", with: "00:00-24:00")
            })
    }

    @Test("stops do not arrive")
    func stop() throws {
        var hooks = TortureHooks()
        hooks.ignoresStops = true
        try verify(.stopHeld, hooks)
    }

    @Test("caps are wide")
    func caps() throws {
        try verify(
            .capHeld,
            policy: { text in
                ["1 per", "2 per", "3 per"].reduce(text) {
                    $0.replacing("\"" + $1, with: "\"90 per")
                }
            })
    }

    @Test("once is per occurrence")
    func once() throws {
        try verify(
            .onceHeld,
            policy: { text in
                let loose = ["1 per", "2 per", "3 per"].reduce(text) {
                    $0.replacing("\"" + $1, with: "\"90 per")
                }
                return loose.replacing("once: ever", with: "once: per occurrence")
                    .replacing("once: per 30d", with: "once: per occurrence")
            })
    }

    // MARK: What is kept

    @Test("a decision stands twice in the ledger")
    func decidedTwice() throws {
        try verify(
            .ledgerFinal,
            sql: """
                INSERT INTO decisions (slot, at, rule, customer, key, due, decision, reason, winner,
                    until, verdicts, book, message)
                SELECT slot, at, rule, customer, key, due, decision, reason, winner, until,
                    verdicts, book, message FROM decisions WHERE decision <> 'hold' LIMIT 1
                """)
    }

    @Test("every third page of decisions is lost")
    func lost() throws {
        try verify(.decisionKept) { LostPages($0) }
    }

    @Test("what was accepted is written down as refused")
    func refused() throws {
        try verify(.stateTrue) { store in
            OtherEvents(store) { event in
                guard case .response(let id, .accepted, let at) = event else { return event }
                return .response(submission: id, .refused(code: "X"), at: at)
            }
        }
    }

    @Test("receipts are lost")
    func receipts() throws {
        try verify(.receiptKept) { store in
            OtherEvents(store) { if case .receipt = $0 { nil } else { $0 } }
        }
    }

    @Test("replies are lost")
    func replies() throws {
        try verify(.replyKept) { store in
            OtherEvents(store) { if case .reply = $0 { nil } else { $0 } }
        }
    }

    @Test("charges are double")
    func charges() throws {
        try verify(.moneyAdds, policy: { $0.replacing("price: 0.045", with: "price: 0.09") })
    }

    @Test("a sealed row is changed")
    func seal() throws {
        try verify(
            .sealClean,
            sql: "UPDATE decisions SET due = due + 1 WHERE row = (SELECT MIN(row) FROM decisions)")
    }

    // MARK: What goes on

    @Test("nothing is ever claimed")
    func stuck() throws {
        try verify(.queueMoves) { NoClaims($0) }
    }

    @Test("a store that was opened again finds no holds")
    func forgetful() throws {
        var hooks = TortureHooks()
        hooks.storeAfterRestart = { NoHolds($0) }
        try verify(.restartSame, hooks)
    }

    @Test("a call fails for no reason")
    func failing() throws {
        try verify(.stepRuns) { Failing($0) }
    }
}

// MARK: What is broken

private final class BrokenLine: Provider, @unchecked Sendable {
    private let inner: any Provider
    private let change: ([Submission]) -> [Submission]
    init(_ inner: any Provider, change: @escaping ([Submission]) -> [Submission]) {
        self.inner = inner
        self.change = change
    }
    func submit(_ batch: [Submission], at now: Timestamp) { inner.submit(change(batch), at: now) }
    func poll(through now: Timestamp) -> [ProviderEvent] { inner.poll(through: now) }
    var nextEventAt: Timestamp? { inner.nextEventAt }
    func room(at now: Timestamp) -> Int { inner.room(at: now) }
    func confirm(at now: Timestamp) { inner.confirm(at: now) }
}

private final class OldNumbers: PassingStore, @unchecked Sendable {
    override func importCustomers(
        _ page: [IncomingCustomer], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        // Only the first page makes customers.
        guard page.count > 1 else { return IngestCount() }
        return try super.importCustomers(page, schema: schema, at: now)
    }
}

private final class NoRefusals: PassingStore, @unchecked Sendable {
    override func importSuppressions(
        _ page: [IncomingSuppression], at now: Timestamp
    ) throws(StoreError) -> IngestCount { IngestCount(added: page.count) }
}

private final class EasyConsents: PassingStore, @unchecked Sendable {
    override func importCustomers(
        _ page: [IncomingCustomer], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        let count = try super.importCustomers(page, schema: schema, at: now)
        let consents = page.map { customer in
            IncomingConsent(
                customer: customer.id,
                consent: Consent(
                    purpose: .marketing, at: Timestamp(seconds: 1_600_000_000), source: "easy",
                    textVersion: "v1"), evidence: nil)
        }
        _ = try inner.importConsents(consents, at: now)
        return count
    }
}

private final class LostPages: PassingStore, @unchecked Sendable {
    private var pages = 0
    override func commit(_ page: DecisionPage) throws(StoreError) {
        pages += page.decisions.isEmpty ? 0 : 1
        if pages % 3 == 2, !page.decisions.isEmpty { return }
        try super.commit(page)
    }
}

private final class OtherEvents: PassingStore, @unchecked Sendable {
    private let change: (ProviderEvent) -> ProviderEvent?
    init(_ inner: any Store, change: @escaping (ProviderEvent) -> ProviderEvent?) {
        self.change = change
        super.init(inner)
    }
    override func record(
        _ events: [ClassifiedEvent], terms: DeliveryTerms,
        retryAt: (_ attempt: Int, _ now: Timestamp) -> Timestamp?, at now: Timestamp
    ) throws(StoreError) {
        let changed = events.compactMap { event in
            change(event.event).map {
                ClassifiedEvent(event: $0, reading: event.reading, scope: event.scope)
            }
        }
        try super.record(changed, terms: terms, retryAt: retryAt, at: now)
    }
}

private final class NoClaims: PassingStore, @unchecked Sendable {
    override func claim(
        channel: ChannelID, maxParts: LaneRoom, limit: Int, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [QueuedMessage] { [] }
    override func nextQueued(channel: ChannelID) throws(StoreError) -> Timestamp? { nil }
}

private final class NoHolds: PassingStore, @unchecked Sendable {
    override func wokenHolds(
        of rule: RuleID, at now: Timestamp, limit: Int
    ) throws(StoreError) -> [Occurrence] { [] }
    override func nextWake() throws(StoreError) -> Timestamp? { nil }
}

private final class Failing: PassingStore, @unchecked Sendable {
    private var commits = 0
    override func commit(_ page: DecisionPage) throws(StoreError) {
        commits += 1
        guard commits != 5 else { throw .failed("no reason") }
        try super.commit(page)
    }
}
