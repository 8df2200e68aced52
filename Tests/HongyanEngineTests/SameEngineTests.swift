import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// The dry run is the real run: `simulate` and the live engine, driven by the same clock, decide
/// the same.
@Suite("The dry run is the real run")
struct SameEngineTests {
    static let rules = [
        "rule: cart\ntitle: t\npurpose: marketing\n"
            + "trigger: {event: cart.updated, unless: order.placed, within: 2h, key: cart_id}\n"
            + "window: day\npriority: 60\nmessage: hello",
        "rule: sleepy\ntitle: t\npurpose: marketing\n"
            + "trigger: {dormant: order.placed, for: 60d, backlog: include, pace: 1/day}\n"
            + "window: day\nmessage: hello",
        "rule: bday\ntitle: t\npurpose: marketing\n"
            + "trigger: {date: birthday, before: 3d, at: \"10:00\"}\naudience: tier = gold\n"
            + "message: other",
        "rule: weekly\ntitle: t\npurpose: marketing\ntrigger: {schedule: \"0 18 * * 5\"}\n"
            + "audience: spend_365d >= 300\nwindow: evening\nmessage: other",
        "rule: rich\ntitle: t\npurpose: marketing\n"
            + "trigger: {enters: spend_365d >= 500, every: 1d, at: \"03:00\"}\n"
            + "window: day\nmessage: hello",
        "rule: parcel\ntitle: t\npurpose: service\ntrigger: {event: parcel.arrived}\n"
            + "message: parcel",
        "rule: off\ntitle: t\npurpose: marketing\ntrigger: {event: order.placed}\n"
            + "enabled: false\nmessage: hello",
    ]

    static func book() throws -> RuleBook {
        try TestWorkspace.book(
            rules, policy: TestWorkspace.policy.replacing("4 per month", with: "1 per day"),
            settings: TestWorkspace.settings.replacing(
                "opt_out_replies: 0%", with: "opt_out_replies: 5%"
            )
            .replacing("refused: 0%", with: "refused: 3%"))
    }

    @Test("line by line, with holds, colliding caps, refusals, opt-outs and a disabled rule")
    func same() throws {
        let book = try Self.book()
        let start = at("12-02 00:00")
        let end = at("12-05 12:00")
        let shop = SmallShop(customers: 50, seed: 11, start: start, days: 3)

        let scratch = try shop.store(for: book, at: start)
        let simulator = Simulator(
            book: book, store: scratch, providers: SmallShop.providers(book, seed: 5),
            scenario: Scenario(events: shop.future), seed: 5, from: start, logger: Stage.quiet)
        try simulator.run(through: end)
        let simulated = try SmallShop.lines(scratch, zone: .china)

        let live = try liveLines(book, shop, from: start, through: end)
        #expect(simulated.count > 100)
        let rules = Set(simulated.map { String($0.split(separator: " ")[1]) })
        #expect(rules == ["cart", "sleepy", "bday", "weekly", "rich", "parcel"])
        let words = simulated.map { $0.split(separator: " ").dropFirst(5).prefix(2) }
        let seen = Set(words.map { $0.joined(separator: " ") })
        #expect(seen.isSuperset(of: ["hold window", "hold pace", "drop cap.month"]))
        #expect(simulated.count == live.count)
        if let first = zip(simulated, live).first(where: { $0 != $1 }) {
            Issue.record("first difference:\nsimulate \(first.0)\nlive     \(first.1)")
        }
    }

    /// As the daemon runs: a step every 20 s, whether or not there is work, and at once when a row
    /// arrives. Only stretches in which neither work nor a row is near are passed over.
    private func liveLines(
        _ book: RuleBook, _ shop: SmallShop, from start: Timestamp, through end: Timestamp
    ) throws -> [String] {
        let store = try shop.store(for: book, at: start)
        let clock = VirtualClock(at: start)
        let engine = Engine(
            world: World(
                clock: clock, seed: 5, store: store, providers: SmallShop.providers(book, seed: 5)),
            book: book, logger: Stage.quiet)
        try engine.start(at: start)
        var next = 0
        var now = start
        while now <= end {
            clock.move(to: now)
            while next < shop.future.count, shop.future[next].at <= now {
                _ = try store.ingest([shop.future[next]], schema: book.tags, at: now)
                next += 1
            }
            try engine.step(at: now)
            let arrival = next < shop.future.count ? shop.future[next].at : Timestamp.distantFuture
            let work = try engine.nextWork(after: now) ?? .distantFuture
            let near = min(arrival, work, end) - .minutes(1)
            let idle = Span(milliseconds: 20_000 * max(1, (near - now).milliseconds / 20_000))
            now = min(now + idle, arrival)
        }
        return try SmallShop.lines(store, zone: .china)
    }

    @Test("the same run twice gives the same lines")
    func deterministic() throws {
        let book = try Self.book()
        let start = at("12-01 00:00")
        let shop = SmallShop(customers: 20, seed: 3, start: start, days: 2)
        var runs: [[String]] = []
        for _ in 0..<2 {
            let store = try shop.store(for: book, at: start)
            let simulator = Simulator(
                book: book, store: store, providers: SmallShop.providers(book, seed: 9),
                scenario: Scenario(events: shop.future), seed: 9, from: start, logger: Stage.quiet)
            try simulator.run(through: at("12-03 00:00"))
            runs.append(try SmallShop.lines(store, zone: .china))
        }
        #expect(runs[0] == runs[1])
        #expect(!runs[0].isEmpty)
    }

    @Test("a dry run from a moment before the daemon ran sees the ledger as of then")
    func rewound() throws {
        let book = try Self.book()
        let start = at("12-01 00:00")
        let end = at("12-04 00:00")
        let shop = SmallShop(customers: 60, seed: 4, start: start, days: 3)
        func simulate(
            _ store: SQLiteStore, _ events: [IncomingEvent], from: Timestamp
        ) throws -> [String] {
            let simulator = Simulator(
                book: book, store: store, providers: SmallShop.providers(book, seed: 9),
                scenario: Scenario(events: events), seed: 9, from: from, logger: Stage.quiet)
            try simulator.run(through: end)
            return try SmallShop.lines(store, zone: .china)
        }
        let untouched = try shop.store(for: book, at: start)
        let expected = try simulate(untouched, shop.future, from: start)
        // On another store the rules begin half a day later and run to the end; the copy goes back
        // behind that.
        let used = try shop.store(for: book, at: start)
        let noon = start + .hours(12)
        _ = try used.ingest(shop.future.filter { $0.at <= noon }, schema: book.tags, at: noon)
        let lived = try simulate(used, shop.future.filter { $0.at > noon }, from: noon)
        #expect(lived != expected)
        let copy = try used.scratchCopy(to: nil)
        let later = try copy.rewind(to: start)
        #expect(later.count == shop.future.count)
        let again = try simulate(copy, later, from: start)
        #expect(again == expected)
        #expect(expected.count > 20)
    }
}
