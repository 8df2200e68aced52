public import HongyanCore
public import Logging

/// The store of one case, and how people stop and resume things in it, which the engine never does.
public struct RuleTestStore {
    public typealias Act = (Stop.Scope, Timestamp) throws(StoreError) -> Void
    let store: any Store
    let stop: Act
    let resume: Act

    /// - Parameter store: Empty, with the book's tags.
    public init(_ store: any Store, stop: @escaping Act, resume: @escaping Act) {
        self.store = store
        self.stop = stop
        self.resume = resume
    }
}

/// Runs cases of rule tests: the real engine on a virtual clock, over a store of the case's own.
public struct RuleTestRunner {
    private let book: RuleBook
    private let logger: Logger
    private let makeStore: () throws(StoreError) -> RuleTestStore

    /// Nothing in a case hangs on it: chance groups are hashes without a seed, and the carrier of a
    /// case takes everything.
    private static let seed: UInt64 = 1

    /// - Parameter makeStore: Makes an empty store with the book's tags; one for each case.
    public init(
        book: RuleBook, logger: Logger,
        makeStore: @escaping () throws(StoreError) -> RuleTestStore
    ) {
        self.book = book
        self.logger = logger
        self.makeStore = makeStore
    }

    /// Runs one case from its `now` through its `until`. A disabled rule runs as if it were
    /// enabled.
    public func run(
        _ test: RuleTestCase, of file: RuleTestFile
    ) throws(StoreError) -> RuleTestResult {
        let own = try makeStore()
        let store = RecordingStore(own.store)
        let cast = TestCast(test, book: book)
        let stage = TestStage(test: test, book: book, store: store, acts: own, cast: cast)
        try stage.furnish()
        let pointless = try play(test, on: stage, store: store)
        let story = TestStory(test: test, book: book, store: store, cast: cast)
        let lines = story.lines(pointless: pointless)
        let isMet = !lines.contains {
            if case .agreed = $0 { false } else { true }
        }
        let verdict: RuleTestResult.Verdict =
            switch (isMet, test.todo) {
            case (true, nil): .passed
            case (false, nil): .failed
            case (false, let todo?): .knownGap(todo)
            case (true, let todo?): .gapClosed(todo)
            }
        return RuleTestResult(
            path: file.path, rule: file.rule, test: test, verdict: verdict, lines: lines,
            trails: isMet ? [] : story.trails(of: lines), coverage: story.coverage())
    }

    /// - Returns: The receipts that were about nothing.
    private func play(
        _ test: RuleTestCase, on stage: TestStage, store: RecordingStore
    ) throws(StoreError) -> [RuleTestMoment] {
        let reduced = book.keeping(test.rules)
        // The rules have been there for a minute: what falls due at `now` is no backlog.
        let start = test.now - .minutes(1)
        let clock = VirtualClock(at: start)
        let world = World(
            clock: clock, seed: Self.seed, store: store, providers: stage.providers())
        let engine = Engine(world: world, book: reduced, logger: logger)
        var arrivals = test.timeline[...]
        var pointless: [RuleTestMoment] = []
        while let next = arrivals.first, next.at < test.now {
            if try !stage.feed(next) { pointless.append(next) }
            arrivals.removeFirst()
        }
        try engine.start(at: start)
        var now = test.now
        while true {
            clock.move(to: now)
            while let next = arrivals.first, next.at <= now {
                if try !stage.feed(next) { pointless.append(next) }
                arrivals.removeFirst()
            }
            try engine.step(at: now)
            guard now < test.until else { return pointless }
            var next = try engine.nextWork(after: now) ?? .distantFuture
            if let arrival = arrivals.first { next = min(next, arrival.at) }
            now = min(next, test.until)
        }
    }
}

extension RuleBook {
    /// The same book with these rules only, all of them switched on.
    fileprivate func keeping(_ ids: [RuleID]) -> RuleBook {
        RuleBook(
            hash: hash, workspace: workspace, tags: tags, policy: policy, templates: templates,
            rules: rules.filter { ids.contains($0.id) }.map(\.switchedOn))
    }
}
