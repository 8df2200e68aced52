import HongyanCore
import Testing

@testable import HongyanStore

/// Hot queries read by index: none walks through customers, events or the ledger.
struct QueryPlanTests {
    private static let triggers: [(name: String, trigger: Trigger)] = [
        ("event", .event(EventTrigger(event: "order.placed", after: .hours(1)))),
        (
            "absence",
            .absence(
                AbsenceTrigger(
                    event: "cart.updated", unless: "order.placed", within: .hours(2),
                    key: "cart_id", same: "cart_id"))
        ),
        (
            "dormant",
            .dormant(
                DormantTrigger(
                    event: "order.placed", tag: "last_order_at", span: .days(90), backlog: .skip))
        ),
        (
            "birthday",
            .date(
                DateTrigger(
                    tag: "birthday", isAnniversary: true, daysBefore: 3, at: MinuteOfDay(600)))
        ),
        (
            "coupon",
            .date(
                DateTrigger(
                    tag: "coupon_end", isAnniversary: false, daysBefore: 3, at: MinuteOfDay(600)))
        ),
        (
            "signal",
            .signal(
                SignalTrigger(
                    signal: "weather", by: "city", when: .constant(true), daysBefore: 1,
                    at: MinuteOfDay(480), freshFor: .hours(12)))
        ),
        ("reply", .reply(ReplyTrigger(keywords: ["1"]))),
        (
            "enters",
            .enters(EntersTrigger(condition: .constant(true), everyDays: 1, at: MinuteOfDay(180)))
        ),
    ]

    /// An audience with aggregates, as rules have.
    private static let audience = Condition.compare(
        .aggregate(
            Aggregate(
                function: .count, event: "order.placed", field: nil, span: .days(365),
                type: .number(scale: 0))),
        .greaterOrEqual, .literal(.number(0), .number(scale: 0)))

    private func expectIndexed(_ plans: [QueryPlan]) {
        #expect(!plans.isEmpty)
        for plan in plans { #expect(plan.scans.isEmpty, "\(plan.sql)\n\(plan.steps)") }
    }

    private func filled() throws -> SQLiteStore {
        let store = try Shop.store()
        _ = try store.importCustomers(
            [Shop.customer("a", phone: "+8613800000001", ["city": .text("上海")])],
            schema: Shop.schema, at: Shop.start)
        _ = try store.ingest(
            [
                Shop.event("e1", "a", "order.placed", Shop.start - .hours(1)),
                Shop.event("e2", "a", "cart.updated", Shop.start, ["cart_id": .text("c1")]),
            ], schema: Shop.schema, at: Shop.start)
        return store
    }

    @Test("occurrences of every trigger are read by index", arguments: triggers.map(\.name))
    func occurrences(name: String) throws {
        let store = try filled()
        let trigger = try #require(Self.triggers.first { $0.name == name }?.trigger)
        let rule = Shop.rule("r", trigger, audience: Self.audience)
        let interval = try Shop.interval(
            store, from: Shop.start - .days(1), to: Shop.start + .days(1))
        expectIndexed(
            try store.queryPlans {
                _ = try store.occurrences(
                    of: rule, in: interval, book: Shop.book([rule]), after: nil, limit: 10)
            })
    }

    @Test("a schedule reads its customers by id, from where the last page ended")
    func schedule() throws {
        let store = try filled()
        let rule = Shop.rule("r", .schedule(.once(Shop.start)), audience: Self.audience)
        let interval = try Shop.interval(store, from: Shop.start - .days(1), to: Shop.start)
        let book = Shop.book([rule])
        let plans = try store.queryPlans {
            let page = try store.occurrences(
                of: rule, in: interval, book: book, after: nil, limit: 1)
            let next = try #require(page.next)
            _ = try store.occurrences(of: rule, in: interval, book: book, after: next, limit: 1)
        }
        expectIndexed(plans)
        let steps = plans.flatMap(\.steps)
        #expect(steps.contains { $0.contains("(slot=? AND id>?)") }, "\(steps)")
    }

    @Test("a dormancy reads the index on its tag, a late one the index on its seq")
    func dormancy() throws {
        let store = try filled()
        let rule = Shop.rule("r", Self.triggers[2].trigger)
        let interval = try Shop.interval(store, to: Shop.start)
        let plans = try store.queryPlans {
            _ = try store.occurrences(
                of: rule, in: interval, book: Shop.book([rule]), after: nil, limit: 10)
        }
        let steps = plans.flatMap(\.steps)
        #expect(
            steps.contains { $0.contains("customers_t_last_order_at (slot=? AND t_last_order_at>") }
        )
        #expect(
            steps.contains {
                $0.contains("customers_t_last_order_at__seq (slot=? AND t_last_order_at__seq>")
            })
    }

    @Test("facts, commit, holds, counts, claim and receipts are read by index")
    func deciding() throws {
        let store = try filled()
        let rule = Shop.rule("r", Self.triggers[0].trigger, audience: Self.audience)
        let cap = Cap(name: "month", count: 4, period: .month, audience: Self.audience)
        let book = Shop.book([rule], caps: [cap])
        let page = try store.occurrences(
            of: rule, in: Shop.interval(store, to: Shop.start), book: book, after: nil, limit: 10)
        #expect(page.occurrences.count == 1)
        let plans = try store.queryPlans {
            _ = try store.facts(for: page.occurrences, of: rule, book: book, at: Shop.start)
            try Shop.commit(
                store, rule, page.occurrences.map { Shop.send($0, at: Shop.start) },
                at: Shop.start, outside: 1)
            _ = try store.wokenHolds(of: "r", at: Shop.start, limit: 10)
            _ = try store.nextWake()
            _ = try store.nextDue(of: rule, after: Shop.start, book: book)
            _ = try store.clearedCount(of: "r", from: .distantPast, through: Shop.start)
            _ = try store.spent(by: "r", after: Shop.start)
            _ = try store.paceTaken(of: "r", from: Shop.zone.day(of: Shop.start), zone: Shop.zone)
            _ = try store.nextQueued(channel: "main")
            let claimed = try store.claim(
                channel: "main", maxParts: 10, limit: 10, book: book, at: Shop.start)
            let submissions = claimed.map { (message: QueuedMessage) in
                Submission(
                    id: message.id, message: message.id, attempt: 1, number: message.number,
                    text: message.text, parts: message.parts, purpose: message.purpose)
            }
            try store.settle(ClaimOutcome(written: submissions), at: Shop.start)
            let receipt = Receipt(
                channel: "main", providerID: "p", outcome: .delivered, code: "DELIVRD",
                at: Shop.start)
            try store.record(
                [
                    ClassifiedEvent(
                        event: .response(
                            submission: submissions[0].id, .accepted(providerID: "p"),
                            at: Shop.start)),
                    ClassifiedEvent(event: .receipt(receipt)),
                    ClassifiedEvent(
                        event: .response(
                            submission: submissions[0].id,
                            .acceptedInParts(providerIDs: ["q", "r"]), at: Shop.start)),
                ], terms: [:], retryAt: { _, _ in nil }, at: Shop.start)
        }
        // The few stops and cursors are read whole.
        expectIndexed(plans.filter { !$0.sql.contains("FROM stops") })
    }

    @Test("what all rules spent is read rule by rule, and of each the period alone")
    func spent() throws {
        let store = try Shop.store()
        let plans = try store.queryPlans { _ = try store.spent(by: nil, after: Shop.start) }
        let steps = plans.flatMap(\.steps)
        #expect(
            steps.contains { $0.contains("messages_rule (slot=? AND rule=? AND cleared_at>?)") },
            "\(steps)")
        #expect(!steps.contains { $0.hasPrefix("SCAN messages") }, "\(steps)")
    }
}
