import HongyanCore
import HongyanStore
import Testing

struct OccurrenceTests {
    private func found(
        _ store: SQLiteStore, _ rule: CompiledRule, _ interval: Interval
    ) throws -> [String] {
        try store.occurrences(
            of: rule, in: interval, book: Shop.book([rule]), after: nil, limit: 1_000
        ).occurrences.map { "\($0.customer) \($0.key) \(Shop.zone.format($0.due))" }
    }

    private let cart = Shop.rule(
        "cart",
        .absence(
            AbsenceTrigger(
                event: "cart.updated", unless: "order.placed", within: .hours(2), key: "cart_id")))

    @Test("an event is due after its delay, when it matches, once")
    func event() throws {
        let store = try Shop.store()
        let rule = Shop.rule(
            "r",
            .event(
                EventTrigger(
                    event: "order.placed",
                    where: .compare(
                        .field("amount", .number(scale: 2)), .greaterOrEqual,
                        .literal(.number(1000), .number(scale: 2))),
                    after: .hours(1))))
        _ = try store.ingest(
            [
                Shop.event("e1", "a", "order.placed", Shop.start, ["amount": .number(1000)]),
                Shop.event("e2", "a", "order.placed", Shop.start, ["amount": .number(999)]),
                Shop.event("e3", "a", "order.placed", Shop.start),
            ], schema: Shop.schema, at: Shop.start)
        let before = try Shop.interval(store, to: Shop.start + .minutes(59))
        #expect(try found(store, rule, before).isEmpty)
        let due = try Shop.interval(store, to: Shop.start + .hours(1))
        #expect(try found(store, rule, due) == ["a e1 2026-11-02T10:00:00+08:00"])
    }

    @Test("a late event is found by its seq, a read one is not found again")
    func lateEvent() throws {
        let store = try Shop.store()
        let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))
        _ = try store.ingest(
            [Shop.event("e1", "a", "order.placed", Shop.start - .hours(3))], schema: Shop.schema,
            at: Shop.start)
        let read = try store.latestSeq()
        _ = try store.ingest(
            [Shop.event("e2", "a", "order.placed", Shop.start - .hours(2))], schema: Shop.schema,
            at: Shop.start)
        let interval = try Shop.interval(
            store, from: Shop.start - .hours(1), to: Shop.start, fromSeq: read)
        #expect(try found(store, rule, interval) == ["a e2 2026-11-02T07:00:00+08:00"])
    }

    @Test("each event of the same cart restarts the timer, both at its very end")
    func absenceRestart() throws {
        let store = try Shop.store()
        let t = Shop.start
        _ = try store.ingest(
            [
                Shop.event("e1", "a", "cart.updated", t, ["cart_id": .text("c1")]),
                Shop.event("e2", "a", "cart.updated", t + .hours(2), ["cart_id": .text("c1")]),
                Shop.event("e3", "a", "cart.updated", t + .hours(1), ["cart_id": .text("c2")]),
            ], schema: Shop.schema, at: t)
        let all = try Shop.interval(store, to: t + .days(1))
        #expect(
            try found(store, cart, all) == [
                "a c2 2026-11-02T12:01:00+08:00", "a c1 2026-11-02T13:01:00+08:00",
            ])
    }

    @Test("equal times are ordered by seq: only the last event of a key counts")
    func absenceEqualTimes() throws {
        let store = try Shop.store()
        let t = Shop.start
        _ = try store.ingest(
            [
                Shop.event("e1", "a", "cart.updated", t, ["cart_id": .text("c1")]),
                Shop.event("e2", "a", "cart.updated", t, ["cart_id": .text("c1")]),
            ], schema: Shop.schema, at: t)
        let page = try store.occurrences(
            of: cart, in: Shop.interval(store, to: t + .days(1)), book: Shop.book([cart]),
            after: nil, limit: 10)
        #expect(page.occurrences.map(\.cause) == [.event(try store.latestSeq())])
    }

    @Test(
        "an unless event cancels at both ends and not outside them",
        arguments: [(-1, 1), (0, 0), (7_200_000, 0), (7_200_001, 1)] as [(Int64, Int)])
    func absenceCancel(offset: Int64, expected: Int) throws {
        let store = try Shop.store()
        let t = Shop.start
        _ = try store.ingest(
            [
                Shop.event("e1", "a", "cart.updated", t, ["cart_id": .text("c1")]),
                Shop.event("o1", "a", "order.placed", t + Span(milliseconds: offset)),
            ], schema: Shop.schema, at: t)
        let all = try Shop.interval(store, to: t + .days(1))
        #expect(try found(store, cart, all).count == expected)
    }

    @Test("same narrows what cancels")
    func absenceSame() throws {
        let store = try Shop.store()
        let rule = Shop.rule(
            "cart",
            .absence(
                AbsenceTrigger(
                    event: "cart.updated", unless: "order.placed", within: .hours(2),
                    key: "cart_id", same: "cart_id")))
        let t = Shop.start
        _ = try store.ingest(
            [
                Shop.event("e1", "a", "cart.updated", t, ["cart_id": .text("c1")]),
                Shop.event("e2", "a", "cart.updated", t, ["cart_id": .text("c2")]),
                Shop.event("o1", "a", "order.placed", t, ["cart_id": .text("c2")]),
            ], schema: Shop.schema, at: t)
        let all = try Shop.interval(store, to: t + .days(1))
        #expect(try found(store, rule, all) == ["a c1 2026-11-02T11:01:00+08:00"])
    }

    @Test("dormancy is read from the index range, backlog is skipped or marked")
    func dormant() throws {
        let store = try Shop.store()
        _ = try store.ingest(
            [
                Shop.event("o1", "a", "order.placed", Shop.start - .days(90)),
                Shop.event("o2", "b", "order.placed", Shop.start - .days(200)),
            ], schema: Shop.schema, at: Shop.start)
        func rule(_ backlog: Backlog) -> CompiledRule {
            Shop.rule(
                "d",
                .dormant(
                    DormantTrigger(
                        event: "order.placed", tag: "last_order_at", span: .days(90),
                        backlog: backlog)))
        }
        let interval = try Shop.interval(
            store, to: Shop.start, activeFrom: Shop.start - .days(1),
            fromSeq: try store.latestSeq())
        #expect(
            try found(store, rule(.skip), interval) == ["a 2026-08-04 2026-11-02T09:00:00+08:00"])
        let all = try store.occurrences(
            of: rule(.include), in: interval, book: Shop.book([]), after: nil, limit: 10)
        #expect(all.occurrences.map(\.customer) == ["b", "a"])
        #expect(all.occurrences.map(\.isBacklog) == [true, false])
    }

    @Test("birthdays recur, 29 February on the 28th, lunar ones on their lunar day")
    func birthday() throws {
        let store = try Shop.store()
        func day(_ text: String) -> Value? { Anniversary(text: text).map { .anniversary($0) } }
        _ = try store.importCustomers(
            [
                Shop.customer("a", ["birthday": day("1990-02-28")]),
                Shop.customer("b", ["birthday": day("1992-02-29")]),
                Shop.customer("c", ["birthday": day("lunar 01-01")]),
            ], schema: Shop.schema, at: Shop.start)
        let rule = Shop.rule(
            "b",
            .date(
                DateTrigger(
                    tag: "birthday", isAnniversary: true, daysBefore: 3, at: MinuteOfDay(600))))
        let interval = try Shop.interval(
            store, from: Shop.at(2027, 1, 1), to: Shop.at(2027, 3, 1),
            activeFrom: Shop.at(2027, 1, 1), fromSeq: try store.latestSeq())
        #expect(
            try found(store, rule, interval) == [
                "c lunar 2027 2027-02-03T10:00:00+08:00", "a 2027 2027-02-25T10:00:00+08:00",
                "b 2027 2027-02-25T10:00:00+08:00",
            ])
    }

    @Test("a customer imported with a birthday yesterday is found, once")
    func lateBirthday() throws {
        let store = try Shop.store()
        let rule = Shop.rule(
            "b",
            .date(
                DateTrigger(
                    tag: "birthday", isAnniversary: true, daysBefore: 0, at: MinuteOfDay(600))))
        _ = try store.importCustomers(
            [
                Shop.customer(
                    "a",
                    ["birthday": .anniversary(Anniversary(calendar: .solar, month: 11, day: 1))])
            ], schema: Shop.schema, at: Shop.start)
        let interval = try Shop.interval(
            store, from: Shop.start - .minutes(1), to: Shop.start,
            activeFrom: Shop.start - .days(30))
        let page = try store.occurrences(
            of: rule, in: interval, book: Shop.book([rule]), after: nil, limit: 10)
        #expect(page.occurrences.map(\.key) == ["2026"])
        try Shop.commit(
            store, rule, page.occurrences.map { Shop.send($0, at: Shop.start) }, at: Shop.start)
        #expect(try found(store, rule, interval).isEmpty)
    }

    @Test("a date tag fires once, on its date")
    func dateTag() throws {
        let store = try Shop.store()
        _ = try store.importCustomers(
            [Shop.customer("a", ["coupon_end": .date(Shop.zone.day(of: Shop.start) + 3)])],
            schema: Shop.schema, at: Shop.start)
        let rule = Shop.rule(
            "c",
            .date(
                DateTrigger(
                    tag: "coupon_end", isAnniversary: false, daysBefore: 3, at: MinuteOfDay(540))))
        let interval = try Shop.interval(
            store, from: Shop.start - .minutes(1), to: Shop.start, fromSeq: try store.latestSeq())
        #expect(try found(store, rule, interval) == ["a 2026-11-05 2026-11-02T09:00:00+08:00"])
    }

    @Test("a signal reaches the customers of its key, and a later one finds them by seq")
    func signal() throws {
        let store = try Shop.store()
        let rule = Shop.rule(
            "w",
            .signal(
                SignalTrigger(
                    signal: "weather", by: "city",
                    when: .compare(
                        .field("rain_mm", .number(scale: 1)), .greaterOrEqual,
                        .literal(.number(100), .number(scale: 1))),
                    daysBefore: 1, at: MinuteOfDay(480), freshFor: .hours(12))))
        _ = try store.importCustomers(
            [
                Shop.customer("a", ["city": .text("上海")]),
                Shop.customer("b", ["city": .text("北京")]),
            ], schema: Shop.schema, at: Shop.start)
        let tomorrow = Shop.zone.day(of: Shop.start) + 1
        func rain(_ tenths: Int64) -> IncomingSignal {
            IncomingSignal(
                kind: "weather", key: "上海", day: tomorrow, fetchedAt: Shop.start - .hours(2),
                fields: ["rain_mm": .number(tenths)])
        }
        _ = try store.ingest([rain(20)], schema: Shop.schema, at: Shop.start)
        let read = try store.latestSeq()
        let first = try Shop.interval(
            store, from: Shop.start - .hours(2), to: Shop.start, fromSeq: read)
        #expect(try found(store, rule, first).isEmpty)
        _ = try store.ingest([rain(150)], schema: Shop.schema, at: Shop.start)
        let second = try Shop.interval(
            store, from: Shop.start, to: Shop.start + .minutes(1), fromSeq: read)
        #expect(try found(store, rule, second) == ["a 2026-11-03 2026-11-02T08:00:00+08:00"])
    }

    @Test("a schedule takes its latest instant and counts who is outside the audience")
    func schedule() throws {
        let store = try Shop.store()
        _ = try store.importCustomers(
            [
                Shop.customer("b", ["tier": .text("gold")]),
                Shop.customer("a", ["tier": .text("gold")]),
                Shop.customer("c"),
            ], schema: Shop.schema, at: Shop.start)
        let rule = Shop.rule(
            "s", .schedule(.once(Shop.start)),
            audience: .isIn(.tag("tier", .enumeration(["gold", "silver"])), [.text("gold")]))
        let book = Shop.book([rule])
        let interval = try Shop.interval(store, from: Shop.start - .days(1), to: Shop.start)
        #expect(try store.occurrenceCount(of: rule, in: interval, book: book, pause: {}) == 2)
        let first = try store.occurrences(of: rule, in: interval, book: book, after: nil, limit: 1)
        #expect(first.occurrences.map(\.customer) == ["a"])
        #expect(first.outsideAudience == 0)
        let others = try store.occurrences(
            of: rule, in: interval, book: book, after: first.next, limit: 3)
        #expect(others.occurrences.map(\.customer) == ["b"])
        #expect(others.outsideAudience == 1)
        #expect(others.next == nil)
    }

    @Test("enters: the first sample is a baseline, an entry is found by the day it was sampled")
    func enters() throws {
        let store = try Shop.store()
        let condition = Condition.compare(
            .tag("points", .number(scale: 2)), .greaterOrEqual,
            .literal(.number(500_000), .number(scale: 2)))
        let rule = Shop.rule(
            "high", .enters(EntersTrigger(condition: condition, everyDays: 1, at: MinuteOfDay(180)))
        )
        let book = Shop.book([rule])
        _ = try store.importCustomers(
            [
                Shop.customer("a", ["points": .number(600_000)]),
                Shop.customer("b", ["points": .number(1)]),
            ],
            schema: Shop.schema, at: Shop.start)
        let one = Shop.at(2026, 11, 2, 3)
        try store.sample(rule, at: one, book: book)
        _ = try store.importCustomers(
            [Shop.customer("b", ["points": .number(500_000)])], schema: Shop.schema, at: Shop.start)
        try store.sample(rule, at: one, book: book)
        #expect(try found(store, rule, Shop.interval(store, to: one)).isEmpty)
        let two = Shop.at(2026, 11, 3, 3)
        try store.sample(rule, at: two, book: book)
        #expect(
            try found(store, rule, Shop.interval(store, to: two))
                == ["b 2026-11-03 2026-11-03T03:00:00+08:00"])
    }

    @Test("the next due time is the earliest stored row's")
    func nextDue() throws {
        let store = try Shop.store()
        _ = try store.ingest(
            [Shop.event("e1", "a", "cart.updated", Shop.start, ["cart_id": .text("c1")])],
            schema: Shop.schema, at: Shop.start)
        let due = try store.nextDue(of: cart, after: Shop.start, book: Shop.book([cart]))
        #expect(due == Shop.start + .hours(2) + .seconds(60))
        #expect(
            try store.nextDue(of: cart, after: Shop.start + .days(1), book: Shop.book([cart]))
                == nil)
    }
}
