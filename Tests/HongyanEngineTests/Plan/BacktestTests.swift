import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

@Suite("A backtest")
struct BacktestTests {
    private static let cart = RuleText.make(
        "cart", "{event: cart.updated, unless: order.placed, within: 2h, key: cart_id}",
        "window: evening\ngoal: {event: order.placed, within: 1d}")

    private func test(
        _ text: String, others: [String] = [], customers: Int = 80, days: Int = 5
    ) throws -> (test: Backtest, book: RuleBook) {
        let book = try TestWorkspace.book([text] + others)
        let rule = try #require(book.rule("cart"))
        let goal = try #require(rule.goal)
        let start = at("12-01 00:00")
        let end = start + .days(Int64(days))
        let shop = SmallShop(customers: customers, seed: 33, start: start, days: days)
        let store = try shop.store(for: book, at: start)
        let played = Backtest.book(book, for: rule)
        let simulator = Simulator(
            book: played, store: store, providers: SmallShop.providers(played, seed: 5),
            scenario: Scenario(events: shop.future), seed: 5, from: start, logger: Stage.quiet)
        try simulator.run(through: end)
        let result = try Backtest.evaluate(
            rule, goal: goal, book: book, from: start, through: end, reallySent: 0,
            source: Backtest.Source(
                outcomes: { rules, position, limit throws(StoreError) in
                    try store.outcomes(of: rules, after: position, limit: limit, since: start)
                },
                reached: { spans throws(StoreError) in
                    try store.haveEvents(goal.event, in: spans)
                },
                refusals: { outcomes throws(StoreError) in try store.refusals(of: outcomes) }))
        return (result, book)
    }

    @Test("counts each customer once, and leaves out whose goal window is still open")
    func once() throws {
        let (test, _) = try test(Self.cart)
        let counted = test.groups.reduce(0) { $0 + $1.customers }
        #expect(counted > 20 && counted + test.undecidedCustomers <= 80)
        #expect(test.undecidedCustomers > 0)
        #expect(test.occurrences > counted + test.undecidedCustomers, "some had several")
        #expect(test.groups.first?.kind == .sent)
        #expect(test.groups.allSatisfy { $0.reached <= $0.customers && $0.customers > 0 })
    }

    @Test("who orders while the message waits is not compared as one who got none")
    func ownAct() throws {
        let (test, _) = try test(Self.cart + "\nholdout: 40%")
        let cancelled = test.groups.first { $0.kind == .dropped("trigger.cancelled") }
        let acted = try #require(cancelled)
        #expect(acted.reached == acted.customers, "they did what the goal asks for")
        let sent = try #require(test.groups.first { $0.kind == .sent })
        // They were let through at first, as their twins in the holdout would have been.
        #expect(test.letThrough.customers >= sent.customers + acted.customers)
        let chance = try #require(test.groups.first { $0.kind == .keptOutByChance })
        #expect(test.keptOut.customers == chance.customers)
        #expect(test.comparison?.isByChance == true)
    }

    @Test("without a holdout the comparison is with those whom gates turned away, and says so")
    func withoutHoldout() throws {
        let (test, _) = try test(Self.cart)
        let comparison = try #require(test.comparison)
        #expect(!comparison.isByChance)
        #expect(comparison.arm == test.turnedAway && comparison.arm.customers > 0)
        #expect(test.keptOut.customers == 0)
    }

    @Test("who is outside the audience is counted, and takes nothing from anybody")
    func outside() throws {
        let other = RuleText.make("other", "{event: order.placed}", "window: day", message: "other")
        let (all, _) = try test(Self.cart, others: [other])
        let (gold, book) = try test(Self.cart + "\naudience: tier = gold", others: [other])
        let outside = try #require(gold.groups.first { $0.kind == .outsideAudience })
        #expect(outside.customers > 5)
        #expect(all.groups.allSatisfy { $0.kind != .outsideAudience })
        let rule = try #require(book.rule("cart"))
        let played = Backtest.book(book, for: rule)
        #expect(played.rules.count == book.rules.count + 1)
        let shadow = try #require(played.rules.first { !book.rules.map(\.id).contains($0.id) })
        #expect(shadow.rolloutBuckets == 0 && shadow.audience == .not(rule.audience))
    }

    @Test("a disabled rule is played as if it were enabled")
    func disabled() throws {
        let (on, _) = try test(Self.cart)
        let (off, _) = try test(Self.cart + "\nenabled: false")
        #expect(on.groups == off.groups && !on.groups.isEmpty)
    }
}
