public import HongyanCore
public import Logging

/// Drives the engine through virtual time, from one minute with work to the next.
public final class Simulator {
    private let engine: Engine
    private let clock: VirtualClock
    private let store: any Store
    private let book: RuleBook
    private let scenario: Scenario
    private let immediateKinds: Set<EventKind>
    private let replaced: RuleBook?
    private var arrivals: Arrivals?
    private var nextSignal = 0
    /// A carrier's word is taken in within a second, so that a month of a million messages has no
    /// more steps than seconds.
    static let intakeGrid = Span.seconds(1)

    /// What taking up the book changed; known once the run has begun.
    public private(set) var activation = ActivationReport()

    /// - Parameters:
    ///   - store: a scratch store; the run writes into it.
    ///   - replaced: the book that is in force until the first moment, when `book` takes its place.
    public init(
        book: RuleBook, replacing replaced: RuleBook? = nil, store: any Store,
        providers: [ChannelID: any Provider], scenario: Scenario, seed: UInt64, from: Timestamp,
        options: EngineOptions = EngineOptions(), logger: Logger
    ) {
        self.replaced = replaced
        clock = VirtualClock(at: from)
        self.store = store
        self.book = book
        self.scenario = scenario
        var options = options
        options.intakeGrid = Self.intakeGrid
        engine = Engine(
            world: World(clock: clock, seed: seed, store: store, providers: providers),
            book: replaced ?? book, options: options, logger: logger)
        var kinds: Set<EventKind> = []
        for rule in book.rules where rule.isImmediate {
            if case .event(let trigger) = rule.trigger { kinds.insert(trigger.event) }
        }
        immediateKinds = kinds
    }

    /// Runs through `(from, through]`.
    /// - Parameter progress: told the virtual time and what was done so far, at most once a virtual
    ///   hour.
    @discardableResult
    public func run(
        through end: Timestamp, progress: (Timestamp, StepSummary) -> Void = { _, _ in }
    ) throws(StoreError) -> StepSummary {
        var total = StepSummary()
        var now = clock.now()
        var nextReport = now + .hours(1)
        arrivals = try Arrivals(scenario, from: now, through: end, into: store, book: book)
        activation = try engine.start(at: now, isRewound: true)
        if replaced != nil { activation = try engine.reload(book, at: now) }
        while true {
            clock.move(to: now)
            try feed(through: now)
            total += try engine.step(at: now)
            if now >= nextReport {
                progress(now, total)
                nextReport = now + .hours(1)
            }
            var next = try engine.nextWork(after: now) ?? .distantFuture
            if let arrival = try nextArrival(after: now) { next = min(next, arrival) }
            guard now < end else { break }
            now = min(next, end)
        }
        progress(end, total)
        return total
    }

    private func feed(through now: Timestamp) throws(StoreError) {
        let firstSignal = nextSignal
        while nextSignal < scenario.signals.count,
            scenario.signals[nextSignal].fetchedAt <= now
        {
            nextSignal += 1
        }
        if nextSignal > firstSignal {
            let page = Array(scenario.signals[firstSignal..<nextSignal])
            _ = try store.ingest(page, schema: book.tags, at: now)
        }
        try arrivals?.feed(store, through: now)
    }

    /// When the next row arrives that the engine must look at.
    private func nextArrival(after now: Timestamp) throws(StoreError) -> Timestamp? {
        var signal: Timestamp?
        if nextSignal < scenario.signals.count {
            signal = scenario.signals[nextSignal].fetchedAt.minuteCeiling
        }
        return try arrivals?.next(before: signal, immediate: immediateKinds).map { max($0, now) }
    }
}
