import HongyanCore
import HongyanStore
import Testing

struct FactsTests {
    private func state(
        _ store: SQLiteStore, _ rule: CompiledRule, _ occurrence: Occurrence, at now: Timestamp
    ) throws -> TriggerState? {
        try store.facts(for: [occurrence], of: rule, book: Shop.book([rule]), at: now).first?
            .trigger
    }

    private func first(
        _ store: SQLiteStore, _ rule: CompiledRule, _ interval: Interval
    ) throws -> Occurrence {
        let page = try store.occurrences(
            of: rule, in: interval, book: Shop.book([rule]), after: nil, limit: 10)
        return try #require(page.occurrences.first)
    }

    @Test("a canceller that arrives later cancels a held absence")
    func absence() throws {
        let store = try Shop.store()
        let rule = Shop.rule(
            "cart",
            .absence(
                AbsenceTrigger(event: "cart.updated", unless: "order.placed", within: .hours(2))))
        _ = try store.ingest(
            [Shop.event("e1", "a", "cart.updated", Shop.start)], schema: Shop.schema, at: Shop.start
        )
        let now = Shop.start + .hours(3)
        let cart = try first(store, rule, Shop.interval(store, to: now))
        #expect(try state(store, rule, cart, at: now) == .holds)
        _ = try store.ingest(
            [Shop.event("o1", "a", "order.placed", Shop.start + .hours(1))], schema: Shop.schema,
            at: now)
        #expect(try state(store, rule, cart, at: now) == .cancelled)
    }

    @Test("a customer who came back is no longer dormant")
    func dormant() throws {
        let store = try Shop.store()
        let rule = Shop.rule(
            "d",
            .dormant(
                DormantTrigger(
                    event: "order.placed", tag: "last_order_at", span: .days(90), backlog: .skip)))
        _ = try store.ingest(
            [Shop.event("o1", "a", "order.placed", Shop.start - .days(90))], schema: Shop.schema,
            at: Shop.start)
        let silent = try first(store, rule, Shop.interval(store, to: Shop.start))
        #expect(try state(store, rule, silent, at: Shop.start) == .holds)
        _ = try store.ingest(
            [Shop.event("o2", "a", "order.placed", Shop.start)], schema: Shop.schema, at: Shop.start
        )
        #expect(try state(store, rule, silent, at: Shop.start) == .cancelled)
    }

    @Test("a birthday that was corrected no longer recurs on that day")
    func birthday() throws {
        let store = try Shop.store()
        let rule = Shop.rule(
            "b",
            .date(
                DateTrigger(tag: "birthday", isAnniversary: true, daysBefore: 0, at: MinuteOfDay(0))
            ))
        func give(_ day: Int) throws {
            let birthday = Anniversary(calendar: .solar, month: 11, day: day)
            _ = try store.importCustomers(
                [Shop.customer("a", ["birthday": .anniversary(birthday)])], schema: Shop.schema,
                at: Shop.start)
        }
        try give(2)
        let interval = try Shop.interval(store, from: Shop.start - .days(1), to: Shop.start)
        let today = try first(store, rule, interval)
        #expect(try state(store, rule, today, at: Shop.start) == .holds)
        try give(3)
        #expect(try state(store, rule, today, at: Shop.start) == .cancelled)
    }

    @Test("a forecast that changed is unmatched, an old one is stale")
    func signal() throws {
        let store = try Shop.store()
        let rule = Shop.rule(
            "w",
            .signal(
                SignalTrigger(
                    signal: "weather", by: "city",
                    when: .compare(
                        .field("rain_mm", .number(scale: 1)), .greater,
                        .literal(.number(0), .number(scale: 1))),
                    daysBefore: 1, at: MinuteOfDay(480), freshFor: .hours(12))))
        _ = try store.importCustomers(
            [Shop.customer("a", ["city": .text("上海")])], schema: Shop.schema, at: Shop.start)
        func forecast(_ tenths: Int64) throws {
            let signal = IncomingSignal(
                kind: "weather", key: "上海", day: Shop.zone.day(of: Shop.start) + 1,
                fetchedAt: Shop.start, fields: ["rain_mm": .number(tenths)])
            _ = try store.ingest([signal], schema: Shop.schema, at: Shop.start)
        }
        try forecast(100)
        let interval = try Shop.interval(store, from: Shop.start - .days(1), to: Shop.start)
        let rain = try first(store, rule, interval)
        #expect(try state(store, rule, rain, at: Shop.start) == .holds)
        #expect(try state(store, rule, rain, at: Shop.start + .hours(13)) == .stale)
        try forecast(0)
        #expect(try state(store, rule, rain, at: Shop.start) == .unmatched)
    }

    @Test("an opt-out from one purpose leaves the others, one from everything leaves none")
    func optOut() throws {
        let store = try Shop.store()
        let service = Shop.rule(
            "s", .event(EventTrigger(event: "order.placed")), purpose: .service)
        _ = try store.ingest(
            [Shop.event("o1", "a", "order.placed", Shop.start)], schema: Shop.schema, at: Shop.start
        )
        let order = try first(store, service, Shop.interval(store, to: Shop.start))
        func refuse(_ purpose: Purpose?) throws -> OptOut? {
            let optOut = OptOut(at: Shop.start, source: "import", purpose: purpose)
            _ = try store.importSuppressions(
                [IncomingSuppression(customer: "a", number: nil, optOut: optOut)], at: Shop.start)
            return try store.facts(
                for: [order], of: service, book: Shop.book([service]), at: Shop.start
            ).first?.optOut
        }
        #expect(try refuse(.marketing) == nil)
        #expect(try refuse(nil)?.purpose == .some(nil))
    }

    @Test("a cap of its own audience is named for those it does not bind")
    func caps() throws {
        let store = try Shop.store()
        let rule = Shop.rule("s", .event(EventTrigger(event: "order.placed")))
        let tier = ValueType.enumeration(["gold", "silver"])
        let cap = Cap(
            name: "silver-month", count: 2, period: .month,
            audience: .compare(
                .tag("tier", tier), .equal, .literal(.text("silver"), tier)))
        let book = Shop.book([rule], caps: [cap])
        _ = try store.ingest(
            [Shop.event("o1", "a", "order.placed", Shop.start)], schema: Shop.schema, at: Shop.start
        )
        let order = try first(store, rule, Shop.interval(store, to: Shop.start))
        let facts = try store.facts(for: [order], of: rule, book: book, at: Shop.start)
        #expect(facts.map(\.capsNotBinding) == [["silver-month"]])
    }
}
