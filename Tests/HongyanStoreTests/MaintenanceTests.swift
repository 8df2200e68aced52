import HongyanCore
import HongyanStore
import Testing

struct MaintenanceTests {
    private let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))

    @Test("migrate adds columns and indexes, keeps removed tags and refuses a changed type")
    func migrate() throws {
        let small = TagSchema(
            tags: [
                TagDefinition(
                    name: "tier", title: "", type: .text, source: .stored, isTracked: false)
            ], events: [], signals: [], audiences: [])
        let store = try SQLiteStore.inMemory(schema: small, zone: Shop.zone)
        _ = try store.ingest(
            [Shop.event("o1", "a", "order.placed", Shop.start)], schema: small, at: Shop.start)
        let done = try store.migrate(to: Shop.schema)
        #expect(done.contains("add column t_last_order_at"))
        #expect(done.contains("add index customers_t_birthday"))
        #expect(try store.migrate(to: Shop.schema).isEmpty)
        #expect(
            try #require(try store.customerView("a")).tags["last_order_at"] == .time(Shop.start))
        #expect(try store.migrate(to: small).isEmpty)
        let changed = TagSchema(
            tags: [
                TagDefinition(
                    name: "tier", title: "", type: .boolean, source: .stored, isTracked: false)
            ], events: [], signals: [], audiences: [])
        #expect(throws: StoreError.refused("tag 'tier' was TEXT and would become INTEGER")) {
            try store.migrate(to: changed)
        }
    }

    @Test("merge keeps the stricter state")
    func merge() throws {
        let store = try Shop.store()
        let consent = Consent(
            purpose: .marketing, at: Shop.start - .days(9), source: "shop", textVersion: "v1")
        let withdrawn = Consent(
            purpose: .marketing, at: Shop.start - .days(8), withdrawn: Shop.start - .days(1),
            source: "web", textVersion: "v1")
        _ = try store.importCustomers(
            [
                Shop.customer("a", phone: "+8613800000001", ["tier": .text("gold")]),
                Shop.customer("b", phone: "+8613800000002"),
            ], schema: Shop.schema, at: Shop.start)
        _ = try store.importConsents(
            [
                IncomingConsent(customer: "a", consent: withdrawn, evidence: nil),
                IncomingConsent(customer: "b", consent: consent, evidence: nil),
            ], at: Shop.start)
        _ = try store.importSuppressions(
            [
                IncomingSuppression(
                    customer: "a", number: nil,
                    optOut: OptOut(at: Shop.start, source: "import", purpose: nil))
            ], at: Shop.start)
        _ = try store.ingest(
            [Shop.event("o1", "a", "order.placed", Shop.start)], schema: Shop.schema, at: Shop.start
        )
        let book = Shop.book([rule])
        let page = try store.occurrences(
            of: rule, in: Shop.interval(store, to: Shop.start), book: book, after: nil, limit: 10)
        try Shop.commit(
            store, rule, page.occurrences.map { Shop.send($0, at: Shop.start) }, at: Shop.start)

        try store.merge("a", into: "b", at: Shop.start)
        let view = try #require(try store.customerView("b"))
        #expect(view.optOuts.count == 1)
        #expect(view.sends.count == 1)
        #expect(view.consents.map(\.withdrawn) == [Shop.start - .days(1)])
        #expect(view.tags["tier"] == .text("gold"))
        #expect(view.tags["last_order_at"] == .time(Shop.start))
        #expect(view.phone == PhoneNumber(e164: "+8613800000002"))
        #expect(try #require(try store.customerView("a")).mergedInto == "b")
        let again = try store.occurrences(
            of: rule, in: Shop.interval(store, to: Shop.start), book: book, after: nil, limit: 10)
        #expect(again.occurrences.isEmpty)
    }

    @Test("a scratch copy rewinds without touching its source and hands out the future")
    func rewind() throws {
        let store = try Shop.store()
        let events = [
            Shop.event("o1", "a", "order.placed", Shop.start - .days(2), ["amount": .number(5)]),
            Shop.event("o2", "a", "order.placed", Shop.start, ["amount": .number(7)]),
        ]
        _ = try store.ingest(events, schema: Shop.schema, at: Shop.start)
        let book = Shop.book([rule])
        let page = try store.occurrences(
            of: rule, in: Shop.interval(store, to: Shop.start), book: book, after: nil, limit: 10)
        try Shop.commit(
            store, rule, page.occurrences.map { Shop.send($0, at: Shop.start) }, at: Shop.start)
        let copy = try store.scratchCopy()
        let future = try copy.rewind(to: Shop.start - .days(1))
        #expect(future == [events[1]])
        let view = try #require(try copy.customerView("a"))
        #expect(view.tags["last_order_at"] == .time(Shop.start - .days(2)))
        #expect(view.sends.isEmpty)
        #expect(try #require(try store.customerView("a")).sends.count == 2)
        #expect(try store.events(from: .distantPast, through: Shop.start) == events)
    }

    @Test("one owner: another instance needs to take over")
    func ownership() throws {
        let store = try Shop.store()
        try store.claimOwnership(instance: "one", host: "h", takeOver: false, at: Shop.start)
        try store.claimOwnership(instance: "one", host: "h", takeOver: false, at: Shop.start)
        #expect(throws: StoreError.self) {
            try store.claimOwnership(instance: "two", host: "h", takeOver: false, at: Shop.start)
        }
        try store.claimOwnership(instance: "two", host: "h", takeOver: true, at: Shop.start)
        #expect(try store.owner()?.instance == "two")
    }

    @Test("stops are read back; resuming a rule resumes its fuse")
    func stops() throws {
        let store = try Shop.store()
        var cursor = Cursor(
            throughTime: Shop.start, throughSeq: .zero, activeFrom: Shop.start,
            triggerFingerprint: Digest(hashing: ["f"]))
        cursor.trippedAt = Shop.start
        try store.saveCursors(["r": cursor])
        try store.addStop(.all, reason: "test", at: Shop.start)
        #expect(try store.stops() == [Stop(scope: .all, since: Shop.start, reason: "test")])
        #expect(try store.removeStop(.all, at: Shop.start))
        #expect(try store.removeStop(.rule("r"), at: Shop.start))
        #expect(try store.cursors()["r"]?.trippedAt == nil)
        #expect(try !store.removeStop(.rule("r"), at: Shop.start))
    }
}
