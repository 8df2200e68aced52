import HongyanCore
import HongyanStore
import Testing

struct QueueTests {
    private let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))
    private var book: RuleBook { Shop.book([rule]) }
    private let price: DeliveryTerms = ["main": Money(units: 450)]

    /// A store with cleared messages to customers a, b, c … in that order.
    private func queued(_ count: Int) throws -> SQLiteStore {
        let store = try Shop.store()
        let ids = (0..<count).map { (index: Int) in CustomerID("c\(index)") }
        _ = try store.importCustomers(
            ids.enumerated().map { Shop.customer($1, phone: "+861380000000\($0)") },
            schema: Shop.schema, at: Shop.start)
        _ = try store.importConsents(
            ids.map { id in
                IncomingConsent(
                    customer: id,
                    consent: Consent(
                        purpose: .marketing, at: Shop.start - .days(1), source: "checkout",
                        textVersion: "v1"), evidence: nil)
            }, at: Shop.start)
        _ = try store.ingest(
            ids.map { Shop.event(EventID("e-\($0)"), $0, "order.placed", Shop.start) },
            schema: Shop.schema, at: Shop.start)
        let page = try store.occurrences(
            of: rule, in: Shop.interval(store, to: Shop.start), book: book, after: nil, limit: 10)
        let sends = page.occurrences.enumerated().map { (index, occurrence) in
            Shop.send(occurrence, at: Shop.start, phone: "+861380000000\(index)")
        }
        try Shop.commit(store, rule, sends, at: Shop.start)
        return store
    }

    private func claim(_ store: SQLiteStore, limit: Int = 10) throws -> [QueuedMessage] {
        try store.claim(channel: "main", maxParts: 10, limit: limit, book: book, at: Shop.start)
    }

    private func submission(_ message: QueuedMessage) -> Submission {
        Submission(
            id: Digest(hashing: [message.id.description, String(message.attempt)]),
            message: message.id, attempt: message.attempt, number: message.number,
            text: message.text, parts: message.parts, purpose: message.purpose)
    }

    /// Writes all that is queued and returns the submissions.
    private func write(_ store: SQLiteStore) throws -> [Submission] {
        let all = try claim(store).map(submission)
        try store.settle(ClaimOutcome(written: all), at: Shop.start)
        return all
    }

    private func record(
        _ store: SQLiteStore, _ events: [ProviderEvent], retry: Timestamp? = nil,
        scope: ReplyScope? = nil
    ) throws {
        try store.record(
            events.map { ClassifiedEvent(event: $0, scope: scope) }, terms: price,
            retryAt: { _, _ in retry }, at: Shop.start)
    }

    private func states(_ store: SQLiteStore) throws -> [MessageState: Int] {
        Dictionary(uniqueKeysWithValues: try store.status().messages.map { ($0.state, $0.count) })
    }

    @Test("a claim takes no more than the free parts, and each message once")
    func claimOnce() throws {
        let store = try queued(3)
        let first = try store.claim(
            channel: "main", maxParts: 2, limit: 10, book: book, at: Shop.start)
        #expect(first.count == 2)
        #expect(first.allSatisfy { $0.attempt == 1 && $0.edge.hasConsent && $0.edge.holdsNumber })
        #expect(try claim(store).count == 1)
        #expect(try claim(store).isEmpty)
        #expect(try store.nextQueued(channel: "main") == nil)
    }

    @Test("the edge sees a stop, an opt-out and a number given up since")
    func edge() throws {
        let store = try queued(2)
        try store.addStop(.purpose(.marketing), reason: "test", at: Shop.start)
        _ = try store.importSuppressions(
            [
                IncomingSuppression(
                    customer: nil, number: PhoneNumber(e164: "+8613800000000"),
                    optOut: OptOut(at: Shop.start, source: "import", purpose: nil))
            ], at: Shop.start)
        _ = try store.importCustomers(
            [IncomingCustomer(id: "c1", phone: .cleared, tags: [:])], schema: Shop.schema,
            at: Shop.start)
        let edges = try claim(store).sorted { $0.customer < $1.customer }.map(\.edge)
        #expect(edges.map(\.isStopped) == [true, true])
        #expect(edges.map(\.isOptedOut) == [true, false])
        #expect(edges.map(\.holdsNumber) == [true, false])
    }

    @Test("a restart turns written into unknown and claimed into queued")
    func recover() throws {
        let store = try queued(2)
        let first = try claim(store, limit: 1)
        try store.settle(ClaimOutcome(written: first.map(submission)), at: Shop.start)
        _ = try claim(store)
        #expect(try store.recover(at: Shop.start) == 1)
        #expect(try states(store) == [.unknown: 1, .queued: 1])
        #expect(try store.unknownMessages().count == 1)
        #expect(try claim(store).map(\.attempt) == [1])
    }

    @Test("a withdrawn message returns its slot and its once row, a postponed one waits")
    func settle() throws {
        let store = try queued(2)
        let claimed = try claim(store).sorted { $0.customer < $1.customer }
        try store.settle(
            ClaimOutcome(
                withdrawn: [(claimed[0].id, Reason("optout"))],
                postponed: [(claimed[1].id, Shop.start + .hours(1))]), at: Shop.start)
        #expect(try states(store) == [.queued: 1, .withdrawn: 1])
        #expect(try store.nextQueued(channel: "main") == Shop.start + .hours(1))
        #expect(try claim(store).isEmpty)
        #expect(try #require(try store.customerView("c0")).sends.isEmpty)
        #expect(try #require(try store.customerView("c1")).sends.count == 1)
        let later = try store.claim(
            channel: "main", maxParts: 5, limit: 5, book: book, at: Shop.start + .hours(1))
        #expect(later.map(\.attempt) == [1])
    }

    @Test(
        "acceptance charges once; an early receipt waits; the first final word stands"
    )
    func receipts() throws {
        let store = try queued(1)
        let sent = try write(store)
        let early = Receipt(
            channel: "main", providerID: "p1", outcome: .delivered, code: "DELIVRD", at: Shop.start)
        let late = Receipt(
            channel: "main", providerID: "p1", outcome: .failed, code: "MK:0001", at: Shop.start)
        let accepted = ProviderEvent.response(
            submission: sent[0].id, .accepted(providerID: "p1"), at: Shop.start)
        try record(store, [.receipt(early)])
        #expect(try states(store) == [.written: 1])
        try record(store, [accepted, accepted, .receipt(early), .receipt(late)])
        #expect(try states(store) == [.delivered: 1])
        let report = try store.report(
            book: book, from: Shop.start - .hours(1), through: Shop.start)
        #expect(report.channels.map(\.charged) == [Money(units: 450)])
    }

    @Test(
        "receipts of parts fold into one: delivered with the last, failed with the first that failed",
        arguments: [0, 1, 2])
    func parts(failing: Int) throws {
        let store = try queued(1)
        let sent = try write(store)
        func receipt(_ id: String, _ outcome: Receipt.Outcome = .delivered) -> ProviderEvent {
            .receipt(
                Receipt(
                    channel: "main", providerID: id, outcome: outcome,
                    code: outcome == .failed ? "MK:0001" : "DELIVRD", at: Shop.start))
        }
        // One receipt comes before the answer, one comes twice.
        try record(store, [receipt("b")])
        try record(
            store,
            [
                .response(
                    submission: sent[0].id, .acceptedInParts(providerIDs: ["a", "b", "c"]),
                    at: Shop.start), receipt("a"), receipt("a"),
            ])
        #expect(try states(store) == [.accepted: 1])
        if failing > 0 {
            try record(store, [receipt("c", .failed)])
            #expect(try states(store) == [.failed: 1])
            if failing > 1 { try record(store, [receipt("c")]) }
            #expect(try states(store) == [.failed: 1])
        } else {
            try record(store, [receipt("c")])
            #expect(try states(store) == [.delivered: 1])
        }
        let report = try store.report(
            book: book, from: Shop.start - .hours(1), through: Shop.start)
        #expect(report.channels.map(\.charged) == [Money(units: 450)])
    }

    @Test("an early receipt of every part counts when the answer comes")
    func earlyParts() throws {
        let store = try queued(1)
        let sent = try write(store)
        for id in ["a", "b"] {
            try record(
                store,
                [
                    .receipt(
                        Receipt(
                            channel: "main", providerID: id, outcome: .delivered, code: "DELIVRD",
                            at: Shop.start))
                ])
        }
        #expect(try states(store) == [.written: 1])
        try record(
            store,
            [
                .response(
                    submission: sent[0].id, .acceptedInParts(providerIDs: ["a", "b"]),
                    at: Shop.start)
            ])
        #expect(try states(store) == [.delivered: 1])
    }

    @Test("a late response resolves what timed out")
    func timedOut() throws {
        let store = try queued(1)
        let sent = try write(store)
        try record(store, [.response(submission: sent[0].id, .timedOut, at: Shop.start)])
        #expect(try states(store) == [.unknown: 1])
        try record(
            store, [.response(submission: sent[0].id, .refused(code: "8"), at: Shop.start)])
        #expect(try states(store) == [.refused: 1])
        #expect(try #require(try store.customerView("c0")).sends.isEmpty)
    }

    @Test("a throttled message goes again as the next attempt, or expires")
    func throttled() throws {
        let store = try queued(1)
        let first = try write(store)
        let busy = ProviderEvent.response(
            submission: first[0].id, .throttled(code: "88"), at: Shop.start)
        try record(store, [busy], retry: Shop.start)
        let second = try claim(store)
        #expect(second.map(\.attempt) == [2])
        try store.settle(ClaimOutcome(written: second.map(submission)), at: Shop.start)
        try record(
            store,
            [
                .response(
                    submission: submission(second[0]).id, .throttled(code: "88"), at: Shop.start)
            ])
        #expect(try states(store) == [.expired: 1])
    }

    @Test("an opt-out reply binds number and person, once; opting in again lifts it")
    func replies() throws {
        let store = try queued(1)
        func reply(_ id: String, _ text: String = "TD") -> ProviderEvent {
            .reply(
                Reply(
                    id: id, channel: "main", number: PhoneNumber(e164: "+8613800000000"),
                    text: text, at: Shop.start))
        }
        try record(store, [reply("1"), reply("1")])
        let view = try #require(try store.customerView("c0"))
        #expect(view.optOuts.count == 1)
        #expect(view.optOuts.first?.purpose == .marketing)
        try record(store, [reply("2", "START")])
        #expect(try #require(try store.customerView("c0")).optOuts.isEmpty)
    }
}
