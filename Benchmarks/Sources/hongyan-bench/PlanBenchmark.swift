import Foundation
import HongyanCore
import HongyanDelivery
import HongyanEngine
import HongyanStore
import Logging
import Synchronization

/// `hongyan plan` without the command line: two books over one snapshot for thirty days, at the
/// same time on two threads, then every message compared.
struct PlanBenchmark {
    /// What the design asks of one dry run of a month over a million customers.
    static let goal = Figure.Reference(name: "goal of one dry run of 1 M", value: 60)
    static let days: Int64 = 30

    let customers: Int
    let folder: URL

    func run() throws -> [Figure] {
        let real = try BenchWorld.store(customers: customers, folder: folder)
        let before = BenchWorld.book(BenchRules.month, hash: "before")
        let after = BenchWorld.book(BenchRules.changedMonth, hash: "after")
        let start = SampleShop.start
        let end = start + .days(Self.days)
        var plan: Plan?
        var comparing = 0.0
        let seconds = try Stopwatch.seconds {
            let paths = ["before", "after"].map { folder.appending(path: "\($0).sqlite").path }
            let zone = SampleShop.zone
            let views = try real.scratchViews(of: paths, zones: [zone, zone])
            for path in paths { unlink(path) }
            let (one, other) = (views[0], views[1])
            // Every order comes again four weeks later.
            let scenario = Scenario(
                repetition: Scenario.Repetition(days: 28, from: start, books: [before, after]) {
                    from, through throws(StoreError) in
                    try real.events(from: from, through: through)
                })
            let stores = (
                try DryRunStore(over: one, from: start, keepsOutcomes: true),
                try DryRunStore(over: other, from: start, keepsOutcomes: true)
            )
            try Self.both(
                {
                    _ = try one.rewind(to: start)
                    try Self.simulate(before, nil, stores.0, scenario, through: end)
                },
                {
                    _ = try other.rewind(to: start)
                    try Self.simulate(after, before, stores.1, scenario, through: end)
                })
            comparing = try Stopwatch.seconds {
                plan = try PlanComparison.compare(
                    before: try Self.side(before, stores.0, through: end),
                    after: try Self.side(after, stores.1, through: end))
            }
        }
        guard let plan, plan.changesOutcomes else { throw BenchFailure("the plan shows nothing") }
        let sent = plan.rules.reduce(0) { $0 + ($1.before?.sent ?? 0) + ($1.after?.sent ?? 0) }
        let moved = plan.rules.reduce(0) { $0 + $1.gained.messages + $1.lost.messages }
        return [
            Figure(
                "plan over \(grouped(Double(customers))) customers, \(Self.days) days", seconds,
                "s", against: Self.goal),
            Figure("of which comparing", comparing, "s"),
            Figure("messages of both sides", Double(sent), ""),
            Figure("of them only on one side", Double(moved), ""),
            Figure("most memory", Memory.peak, "MB"),
        ]
    }

    private static func simulate(
        _ book: RuleBook, _ replaced: RuleBook?, _ store: DryRunStore, _ scenario: Scenario,
        through end: Timestamp
    ) throws {
        var providers: [ChannelID: any Provider] = [:]
        for channel in book.workspace.channels {
            providers[channel.id] = SimulatedCarrier(
                channel: channel.id, profile: SimulatedProfile(), seed: 1)
        }
        let simulator = Simulator(
            book: book, replacing: replaced, store: store, providers: providers,
            scenario: scenario, seed: 1, from: SampleShop.start,
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        try simulator.run(through: end)
    }

    private static func side(
        _ book: RuleBook, _ store: DryRunStore, through end: Timestamp
    ) throws -> PlanComparison.Run {
        PlanComparison.Run(
            name: "\(book.hash)", book: book,
            report: try store.report(
                book: book, through: end, samplesPerRule: 0),
            outcomes: { rules, position, limit throws(StoreError) in
                try store.outcomes(of: rules, after: position, limit: limit)
            },
            isInAudience: { rule, customer, moment throws(StoreError) in
                try store.holds(rule.audience, for: customer, at: moment)
            })
    }

    private static func both(
        _ first: @escaping @Sendable () throws -> Void,
        _ second: @escaping @Sendable () throws -> Void
    ) throws {
        let failures = Mutex<[any Error]>([])
        let group = DispatchGroup()
        for work in [first, second] {
            group.enter()
            let thread = Thread {
                do { try work() } catch { failures.withLock { $0.append(error) } }
                group.leave()
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        group.wait()
        if let failure = failures.withLock({ $0.first }) { throw failure }
    }
}
