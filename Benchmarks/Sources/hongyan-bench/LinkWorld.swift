import Foundation
import HongyanCore
import HongyanDelivery
import HongyanEngine
import HongyanSockets
import HongyanStore
import Logging
import Synchronization

/// The engine over a store file and a real socket, driven as the daemon drives it.
struct LinkWorld {
    static let channel: ChannelID = "smsc"

    private let clock = BenchClock(at: SampleShop.start, isRunning: true)
    private let wakeup: BenchWakeup
    let provider: TimedProvider
    let engine: Engine

    /// - Parameter purposes: A channel with urgent ones beside others keeps a share for them.
    init(
        store: SQLiteStore, rules: [CompiledRule], port: Int, window: Int, rate: Int,
        purposes: Set<Purpose>
    ) throws {
        let link = CarrierLink(host: "127.0.0.1", port: port, systemID: "bench", window: window)
        let wakeup = BenchWakeup()
        self.wakeup = wakeup
        guard
            let line = LinkProvider(
                channel: Self.channel, .smpp(link), password: "", clock: clock,
                onEvent: { wakeup.ring() })
        else { throw BenchFailure("no link") }
        provider = TimedProvider(line)
        let channel = Channel(
            id: Self.channel, provider: .smpp(link), purposes: purposes,
            pricePerPart: Money(units: 450), partsPerSecond: rate)
        engine = Engine(
            world: World(
                clock: clock, seed: 1, store: store, providers: [Self.channel: provider]),
            book: BenchWorld.book(
                rules, templates: [BenchRules.template, BenchRules.code], channel: channel),
            options: EngineOptions(),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        try engine.start(at: clock.now())
        try engine.step(at: clock.now())
    }

    func now() -> Timestamp { clock.now() }
    func ring() { wakeup.ring() }

    /// Decides what is due a minute after the start, while nothing can leave.
    func fillQueue(_ count: Int) throws {
        clock.move(to: SampleShop.start + .minutes(1))
        var decisions = 0
        while decisions < count {
            let summary = try engine.step(at: clock.now())
            decisions += summary.decisions
            if summary.decisions == 0 {
                throw BenchFailure("\(decisions) decisions for \(count) customers")
            }
        }
    }

    /// Steps as the daemon does until a condition holds.
    func run(until isDone: (StepSummary) throws -> Bool) throws {
        while true {
            let summary = try engine.step(at: clock.now())
            if try isDone(summary) { return }
            let now = clock.now()
            let wait = try engine.nextWork(after: now).map { $0 - now } ?? Span(milliseconds: 50)
            wakeup.wait(milliseconds: min(max(wait.milliseconds, 1), 50))
        }
    }

    func connect() throws {
        provider.line.start()
        let patience = Stopwatch.now() + 10
        while !provider.line.standings.allSatisfy(\.standing.isBound) {
            guard Stopwatch.now() < patience else { throw BenchFailure("no connection") }
            usleep(10_000)
        }
    }

    func disconnect() {
        provider.line.stop()
        let patience = Stopwatch.now() + 3
        while !provider.line.isIdle, Stopwatch.now() < patience { usleep(10_000) }
    }
}

/// A provider that notes when urgent submissions are handed to the socket.
final class TimedProvider: Provider {
    let line: LinkProvider
    // Mutex: read by the thread that makes the events.
    private let handed = Mutex<[PhoneNumber: Double]>([:])

    init(_ line: LinkProvider) { self.line = line }

    func submit(_ batch: [Submission], at now: Timestamp) {
        line.submit(batch, at: now)
        let urgent = batch.filter { $0.purpose.isUrgent }
        guard !urgent.isEmpty else { return }
        let moment = Stopwatch.now()
        handed.withLock { handed in for each in urgent { handed[each.number] = moment } }
    }

    func poll(through now: Timestamp) -> [ProviderEvent] { line.poll(through: now) }
    func confirm(at now: Timestamp) { line.confirm(at: now) }
    func room(at now: Timestamp) -> Int { line.room(at: now) }
    func slots(at now: Timestamp) -> Int { line.slots(at: now) }
    var nextEventAt: Timestamp? { line.nextEventAt }

    /// By number, when each left.
    var moments: [PhoneNumber: Double] { handed.withLock { $0 } }
}

/// Lets a thread sleep until somebody says something.
final class BenchWakeup: @unchecked Sendable {
    // Safe: `isRung` is touched under the condition's lock only.
    private let condition = NSCondition()
    private var isRung = false

    func ring() {
        condition.lock()
        isRung = true
        condition.signal()
        condition.unlock()
    }

    func wait(milliseconds: Int64) {
        let until = Date(timeIntervalSinceNow: Double(milliseconds) / 1_000)
        condition.lock()
        while !isRung, condition.wait(until: until) {}
        isRung = false
        condition.unlock()
    }
}

/// What a process has used.
struct Usage {
    /// User and system, in seconds.
    let cpu: Double
    /// The most it had at once, in MB.
    let peak: Double

    static func own() -> Usage {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return Usage(
            cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            peak: Double(usage.ru_maxrss) / 1_024)
    }
}
