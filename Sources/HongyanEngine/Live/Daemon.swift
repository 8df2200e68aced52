internal import Foundation
public import HongyanCore
public import Logging
public import ServiceLifecycle
internal import Synchronization

/// The engine in real time, as a service: a thread that steps it, sleeps until the next work, and
/// on the way out waits for the answers that are under way.
public struct Daemon: Service {
    /// What the daemon needs from the machine; everything else is in the world.
    public struct Machine: Sendable {
        /// Time that no clock setting moves.
        public var monotonic: @Sendable () -> Span
        public var pause: @Sendable (Span) -> Void
        /// Told after each tick of the grid, to keep the store's last tick.
        public var tickDone: @Sendable (Timestamp) throws -> Void
        public init(
            monotonic: @escaping @Sendable () -> Span, pause: @escaping @Sendable (Span) -> Void,
            tickDone: @escaping @Sendable (Timestamp) throws -> Void
        ) {
            self.monotonic = monotonic
            self.pause = pause
            self.tickDone = tickDone
        }
    }

    /// How long it runs.
    public enum Duration: Sendable {
        case untilStopped
        /// One tick; then the queue goes out and the answers come home.
        case once
        case span(Span)
    }

    /// The longest sleep: rows that other processes write are seen within it.
    static let maxPause = Span(milliseconds: 50)
    /// SIGTERM must end within 10 s.
    static let drainLimit = Span.seconds(8)
    /// `--once` waits so long for queue and answers.
    static let onceLimit = Span.minutes(10)

    private let world: World
    private let book: RuleBook
    private let options: EngineOptions
    private let machine: Machine
    private let duration: Duration
    private let acceptsClock: Bool
    private let control: DaemonControl
    private let logger: Logger

    public init(
        world: World, book: RuleBook, options: EngineOptions, machine: Machine, duration: Duration,
        acceptsClock: Bool, control: DaemonControl, logger: Logger
    ) {
        self.world = world
        self.book = book
        self.options = options
        self.machine = machine
        self.duration = duration
        self.acceptsClock = acceptsClock
        self.control = control
        self.logger = logger
    }

    public func run() async throws {
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await onOwnThread()
            } onGracefulShutdown: {
                control.stop()
            }
        } onCancel: {
            control.stop()
        }
    }

    /// The store's calls block, so the engine has a thread of its own and leaves the cooperative
    /// pool alone.
    private func onOwnThread() async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            let thread = Thread {
                done.resume(with: Result { try loop() })
            }
            thread.name = "hongyan-engine"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    private func loop() throws {
        let engine = Engine(world: world, book: book, options: options, logger: logger)
        var clockGuard = ClockGuard()
        var watch = CalendarWatch()
        let begun = machine.monotonic()
        let report = try engine.start(at: world.clock.now())
        logActivation(report, logger: logger)
        logger.info("ready")
        while !control.isStopped {
            let now = world.clock.now()
            let verdict = clockGuard.check(wall: now, monotonic: machine.monotonic())
            if verdict != .fine && !acceptsClock { throw DaemonError.clock(verdict) }
            if let book = control.takeReload() {
                try takeUp(book, engine, at: now)
            }
            for alarm in watch.alarms(of: engine.book, at: now) {
                logger.warning("\(alarm.words(.en))")
            }
            try stepOrWait(engine, at: now)
            if isOver(engine, elapsed: machine.monotonic() - begun) { break }
            sleepUntilWork(engine)
        }
        try drain(engine)
    }

    /// A book that the store refuses leaves the old one in force.
    private func takeUp(_ book: RuleBook, _ engine: Engine, at now: Timestamp) throws {
        do {
            logActivation(try engine.reload(book, at: now), logger: logger)
        } catch StoreError.refused(let why) {
            logger.error("the new book was not taken up, the old one stays: \(why)")
        }
    }

    private func stepOrWait(_ engine: Engine, at now: Timestamp) throws {
        do {
            let summary = try engine.step(at: now)
            if summary.ticks > 0 { try machine.tickDone(now.minuteFloor) }
            control.count(summary)
        } catch let error as StoreError where error.isRetryable {
            logger.warning("store is busy, trying again")
            machine.pause(.seconds(1))
        }
    }

    private func isOver(_ engine: Engine, elapsed: Span) -> Bool {
        switch duration {
        case .untilStopped: false
        case .span(let span): elapsed >= span
        case .once:
            elapsed >= Self.onceLimit
                || (engine.unansweredCount == 0 && !engine.hasQueuedWork(at: world.clock.now()))
        }
    }

    private func sleepUntilWork(_ engine: Engine) {
        let now = world.clock.now()
        let next = (try? engine.nextWork(after: now)) ?? nil
        let wait = next.map { $0 - now } ?? Self.maxPause
        machine.pause(min(max(wait, Span(milliseconds: 1)), Self.maxPause))
    }

    private func drain(_ engine: Engine) throws {
        engine.isDraining = true
        let begun = machine.monotonic()
        while engine.unansweredCount > 0, machine.monotonic() - begun < Self.drainLimit {
            _ = try engine.intake(at: world.clock.now())
            machine.pause(Span(milliseconds: 20))
        }
        if engine.unansweredCount > 0 {
            logger.warning(
                "stopping with submissions unanswered; they will be unknown",
                metadata: ["count": "\(engine.unansweredCount)"])
        }
    }
}

func logActivation(_ report: ActivationReport, logger: Logger) {
    let lists: [(String, [RuleID])] = [
        ("added", report.added), ("removed", report.removed), ("renamed", report.renamed),
        ("trigger changed, earlier occurrences are backlog", report.triggerChanged),
    ]
    for (what, rules) in lists where !rules.isEmpty {
        let names = rules.map(\.rawValue).joined(separator: ", ")
        logger.info("rules \(what): \(names)")
    }
    for rule in report.passedOver.keys.sorted() {
        let count = report.passedOver[rule] ?? 0
        logger.info("rule \(rule): \(count) occurrences fell due earlier and are passed over")
    }
    if report.droppedHolds > 0 {
        logger.info("holds dropped with their rules: \(report.droppedHolds)")
    }
    if report.becameUnknown > 0 {
        logger.warning("submissions without an answer are unknown now: \(report.becameUnknown)")
    }
}

/// Why a daemon stopped by itself.
public enum DaemonError: Error, Hashable, Sendable {
    case clock(ClockGuard.Verdict)
}

/// Orders to a running daemon, from signal handlers and tests.
public final class DaemonControl: Sendable {
    private struct State {
        var isStopped = false
        var reload: RuleBook?
        var total = StepSummary()
    }
    // Mutex: set by signal tasks, read by the engine's thread.
    private let state = Mutex(State())

    public init() {}
    public var isStopped: Bool { state.withLock { $0.isStopped } }
    /// All steps since the start.
    public var total: StepSummary { state.withLock { $0.total } }
    public func stop() { state.withLock { $0.isStopped = true } }
    /// The checked book is taken up before the next step.
    public func reload(_ book: RuleBook) { state.withLock { $0.reload = book } }

    func takeReload() -> RuleBook? {
        state.withLock { state in
            defer { state.reload = nil }
            return state.reload
        }
    }
    func count(_ summary: StepSummary) { state.withLock { $0.total += summary } }
}
