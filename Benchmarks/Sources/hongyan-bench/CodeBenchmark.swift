import Foundation
import HongyanCore
import HongyanEngine
import HongyanStore

/// How long a code takes from its event to the socket, with nothing else to do and behind a queue
/// of marketing on the same channel, whose window is full all the time.
struct CodeBenchmark {
    static let codes = 400
    static let every: UInt32 = 20_000
    static let latency = 20

    let queued: Int
    let folder: URL

    func run() throws -> [Figure] {
        let idle = try measured(customers: 1_000, queued: 0)
        let busy = try measured(customers: queued, queued: queued)
        let name = "behind \(grouped(Double(queued)))"
        return [
            Figure("code, event to socket, idle: p50", idle.p50, "ms"),
            Figure("  p99", idle.p99, "ms"),
            Figure(
                "  \(name): p50", busy.p50, "ms",
                against: Figure.Reference(name: "idle", value: idle.p50)),
            Figure(
                "  \(name): p99", busy.p99, "ms",
                against: Figure.Reference(name: "twice idle", value: 2 * idle.p99)),
            Figure("  marketing meanwhile", busy.others, "messages/s"),
        ]
    }

    private struct Outcome {
        let p50: Double
        let p99: Double
        let others: Double
    }

    private func measured(customers: Int, queued: Int) throws -> Outcome {
        let carrier = try BenchCarrier(latency: Self.latency)
        defer { carrier.end() }
        let store = try BenchWorld.store(customers: customers, folder: folder)
        let rules = queued > 0 ? [BenchRules.campaign, BenchRules.codeRule] : [BenchRules.codeRule]
        let world = try LinkWorld(
            store: store, rules: rules, port: carrier.port, window: 20, rate: 1_000,
            purposes: Set(Purpose.allCases))
        if queued > 0 { try world.fillQueue(queued) }
        try world.connect()
        let feeder = CodeFeeder(
            path: folder.appending(path: "store-\(customers).sqlite").path, world: world)
        let thread = Thread { feeder.run() }
        let start = Stopwatch.now()
        var submitted = 0
        thread.start()
        try world.run { summary in
            submitted += summary.submissions
            if Stopwatch.now() - start > 120 { throw BenchFailure("codes did not leave") }
            return feeder.isDone && world.provider.moments.count == Self.codes
        }
        let seconds = Stopwatch.now() - start
        world.disconnect()
        if let failure = feeder.failure { throw failure }
        let left = world.provider.moments
        let times = feeder.made.compactMap { number, at in left[number].map { ($0 - at) * 1_000 } }
            .sorted()
        guard times.count == Self.codes else { throw BenchFailure("\(times.count) codes left") }
        return Outcome(
            p50: times[times.count / 2], p99: times[times.count * 99 / 100],
            others: Double(submitted - Self.codes) / seconds)
    }
}

/// Makes events as another part of a shop would, over a connection of its own.
private final class CodeFeeder: @unchecked Sendable {
    private let path: String
    private let world: LinkWorld
    // Safe: all under the lock.
    private let lock = NSLock()
    private var moments: [(PhoneNumber, Double)] = []
    private var ended = false
    private var error: BenchFailure?

    init(path: String, world: LinkWorld) {
        self.path = path
        self.world = world
    }

    var isDone: Bool { lock.withLock { ended } }
    var failure: BenchFailure? { lock.withLock { error } }
    /// Each code's number, and when its event began to be written.
    var made: [(PhoneNumber, Double)] { lock.withLock { moments } }

    func run() {
        do {
            let store = try SQLiteStore.open(
                path: path, schema: SampleShop.schema, zone: SampleShop.zone, mode: .readWrite)
            for index in 0..<CodeBenchmark.codes {
                usleep(CodeBenchmark.every)
                let now = world.now()
                let event = IncomingEvent(
                    id: EventID("code\(index)"), customer: CustomerID(SampleShop.id(index)),
                    kind: "cart.updated", at: now, fields: ["cart_id": .text("c\(index)")])
                let moment = Stopwatch.now()
                lock.withLock { moments.append((SampleShop.number(index), moment)) }
                _ = try store.ingest([event], schema: SampleShop.schema, at: now)
                world.ring()
            }
        } catch let caught {
            lock.withLock { error = BenchFailure("\(caught)") }
        }
        lock.withLock { ended = true }
        world.ring()
    }
}
