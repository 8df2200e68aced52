import HongyanCore
import HongyanStore
import Testing

struct IngestTests {
    @Test("the same customers again change nothing and issue no seq")
    func idempotentCustomers() throws {
        let store = try Shop.store()
        let page = [
            Shop.customer(
                "a", phone: "+8613800000001", ["tier": .text("gold"), "vip": .boolean(true)]),
            Shop.customer(
                "b", ["birthday": .anniversary(Anniversary(calendar: .solar, month: 5, day: 1))]),
        ]
        let first = try store.importCustomers(page, schema: Shop.schema, at: Shop.start)
        #expect(first == IngestCount(added: 2))
        let seq = try store.latestSeq()
        let again = try store.importCustomers(page, schema: Shop.schema, at: Shop.start)
        #expect(again == IngestCount(unchanged: 2))
        #expect(try store.latestSeq() == seq)
    }

    @Test("an absent column stays, a cleared one becomes missing")
    func clearing() throws {
        let store = try Shop.store()
        let rule = Shop.rule("r", .schedule(.once(Shop.start)))
        let book = Shop.book([rule])
        _ = try store.importCustomers(
            [Shop.customer("a", ["tier": .text("gold"), "points": .number(1250)])],
            schema: Shop.schema, at: Shop.start)
        let count = try store.importCustomers(
            [Shop.customer("a", ["tier": nil])], schema: Shop.schema, at: Shop.start)
        #expect(count == IngestCount(changed: 1))
        let page = try store.occurrences(
            of: rule, in: Shop.interval(store, from: Shop.start - .days(1), to: Shop.start),
            book: book, after: nil, limit: 10)
        let facts = try store.facts(for: page.occurrences, of: rule, book: book, at: Shop.start)
        #expect(facts.map(\.tags) == [["points": .number(1250)]])
    }

    @Test("an event of an unknown customer makes a stub without phone")
    func stub() throws {
        let store = try Shop.store()
        let rule = Shop.rule("r", .event(EventTrigger(event: "cart.updated")))
        let book = Shop.book([rule])
        let count = try store.ingest(
            [Shop.event("e1", "ghost", "cart.updated", Shop.start)], schema: Shop.schema,
            at: Shop.start)
        #expect(count.added == 1)
        let page = try store.occurrences(
            of: rule, in: Shop.interval(store, to: Shop.start), book: book, after: nil, limit: 10)
        let facts = try store.facts(for: page.occurrences, of: rule, book: book, at: Shop.start)
        #expect(facts.map(\.recipient.state) == [.missing])
    }

    @Test(
        "an event id counts once; without an id customer, kind, time and payload are the identity")
    func eventIdentity() throws {
        let store = try Shop.store()
        let named = Shop.event("e1", "a", "order.placed", Shop.start, ["amount": .number(100)])
        let plain = Shop.event(nil, "a", "order.placed", Shop.start, ["amount": .number(100)])
        let other = Shop.event(nil, "a", "order.placed", Shop.start, ["amount": .number(101)])
        let first = try store.ingest(
            [named, plain, plain, other], schema: Shop.schema, at: Shop.start)
        #expect(first == IngestCount(added: 3, unchanged: 1))
        let again = try store.ingest([other, named, plain], schema: Shop.schema, at: Shop.start)
        #expect(again == IngestCount(unchanged: 3))
    }

    @Test("the first customer with a number holds it, and the next one when the holder loses it")
    func numberHolder() throws {
        let store = try Shop.store()
        let rule = Shop.rule("r", .schedule(.once(Shop.start)))
        let book = Shop.book([rule])
        func shared() throws -> [CustomerID?] {
            let page = try store.occurrences(
                of: rule, in: Shop.interval(store, from: Shop.start - .days(1), to: Shop.start),
                book: book, after: nil, limit: 10)
            return try store.facts(for: page.occurrences, of: rule, book: book, at: Shop.start)
                .map(\.recipient.sharedWith)
        }
        _ = try store.importCustomers(
            [
                Shop.customer("a", phone: "+8613800000001"),
                Shop.customer("b", phone: "+8613800000001"),
            ],
            schema: Shop.schema, at: Shop.start)
        #expect(try shared() == [nil, "a"])
        _ = try store.importCustomers(
            [Shop.customer("a", phone: "+8613800000002")], schema: Shop.schema, at: Shop.start)
        #expect(try shared() == [nil, nil])
    }

    @Test("a consent stays with the number it was given for")
    func consentPair() throws {
        let store = try Shop.store()
        let rule = Shop.rule("r", .schedule(.once(Shop.start)))
        let book = Shop.book([rule])
        let consent = Consent(
            purpose: .marketing, at: Shop.start, source: "checkout", textVersion: "v1")
        let incoming = IncomingConsent(customer: "a", consent: consent, evidence: nil)
        #expect(try store.importConsents([incoming], at: Shop.start).added == 1)
        #expect(try store.importConsents([incoming], at: Shop.start).unchanged == 1)
        func consents() throws -> [Consent] {
            let page = try store.occurrences(
                of: rule, in: Shop.interval(store, from: Shop.start - .days(1), to: Shop.start),
                book: book, after: nil, limit: 10)
            return try store.facts(for: page.occurrences, of: rule, book: book, at: Shop.start)[0]
                .consents
        }
        _ = try store.importCustomers(
            [Shop.customer("a", phone: "+8613800000001")], schema: Shop.schema, at: Shop.start)
        #expect(try consents() == [consent])
        _ = try store.importCustomers(
            [Shop.customer("a", phone: "+8613800000002")], schema: Shop.schema, at: Shop.start)
        #expect(try consents().isEmpty)
    }
}
