import ArgumentParser
import Dispatch
import Foundation
import HongyanCore
import HongyanEngine
import HongyanRules
import HongyanStore
import Logging
import Synchronization

/// What `simulate` and `plan` let one assume of the coming days.
struct DryRunOptions: ParsableArguments {
    @Option(help: "First moment, a date or a time in the workspace's zone (default: now).")
    var from: String?
    @Option(help: "How many days.") var days: Int = 30
    @Option(help: "Seed of the simulated carrier.") var seed: UInt64 = 1
    @Option(help: "none, 'repeat-last 28d', or a CSV or JSONL file of events.")
    var events: AssumedEvents = .none
    @Option(help: "A file of signals, taken as fetched again each morning at six.")
    var weather: String?
    @Option(help: "A YAML file of how the carriers behave, by channel: {marketing: {failed: 8%}}.")
    var carrier: String?
    @Option(
        help: """
            Threads that decide together, which changes nothing but the time (default: one a core; \
            plan: one for each book).
            """)
    var threads: Int?

    /// One a core where nothing is said.
    var manyThreads: Int { threads ?? min(8, ProcessInfo.processInfo.activeProcessorCount) }

    func validate() throws {
        guard (1...64).contains(threads ?? 1) else {
            throw ValidationError("--threads must be between 1 and 64")
        }
        guard (1...400).contains(days) else {
            throw ValidationError("--days must be between 1 and 400")
        }
        for (option, path) in [("--events", events.path), ("--weather", weather)] {
            guard let path, access(path, R_OK) != 0 else { continue }
            let hint =
                option == "--events"
                ? "; --events takes none, 'repeat-last 28d' or a file of events" : ""
            throw ValidationError("\(option): cannot read \(path)\(hint)")
        }
    }

    /// The first and the last moment.
    func period(zone: Zone) throws -> (from: Timestamp, through: Timestamp) {
        let start =
            try from.map { try moment($0, zone: zone, option: "--from") } ?? SystemClock().now()
        return (start, start + .days(Int64(days)))
    }

    /// What is assumed, for the report.
    /// - Parameters:
    ///   - history: How many events of the past are replayed.
    ///   - oldest: Of the events that the store has.
    ///   - alarms: Years that the run meets without a notice of their working days.
    func assumptions(
        history: Int, oldest: Timestamp?, from: Timestamp, zone: Zone, alarms: [CalendarAlarm]
    ) -> [RunReport.Assumption] {
        var list: [RunReport.Assumption] = [.init(key: "events", value: events.description)]
        // Of the repeated stretch some days may lie before all that the store has.
        if case .repeatLast(let days) = events, let oldest, oldest > from - .days(Int64(days)) {
            list.append(.init(key: "cut", value: zone.day(of: oldest).description))
        }
        if history > 0 { list.append(.init(key: "history", value: String(history))) }
        list.append(.init(key: "signals", value: weather == nil ? "store" : "refetched 06:00"))
        list.append(.init(key: "carrier", value: carrier ?? "simulated"))
        list.append(.init(key: "seed", value: String(seed)))
        if !alarms.isEmpty {
            let years = alarms.map { "\($0.year) (\($0.windows.joined(separator: ", ")))" }
            list.append(.init(key: "calendar", value: years.joined(separator: "; ")))
        }
        return list
    }

    /// How the carriers behave where the file says so; a file with a fault is an error.
    func carriers(_ book: RuleBook, _ language: Language) throws -> [ChannelID: SimulatedProfile] {
        guard let path = carrier else { return [:] }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("cannot read \(path)")
        }
        let file = SourceFile(path: path, bytes: [UInt8](data))
        let (profiles, diagnostics) = CarrierFile.read(file, book: book)
        guard let profiles else {
            Terminal.note(
                DiagnosticRenderer.text(
                    diagnostics, sources: [file], color: false, language: language))
            throw CommandFailure("\(path) has errors; nothing was done")
        }
        return profiles
    }

    /// The future as one book reads it.
    /// - Parameters:
    ///   - store: Holds the events up to `from`.
    ///   - books: All that shall see the same future; `book` is one of them.
    func scenario(
        book: RuleBook, books: [RuleBook], store: SQLiteStore, history: [IncomingEvent],
        from: Timestamp, through: Timestamp, _ language: Language
    ) throws -> Scenario {
        var future = history
        var repetition: Scenario.Repetition?
        switch events {
        case .none: break
        case .repeatLast(let days):
            repetition = Scenario.Repetition(days: days, from: from, books: books) {
                after, through throws(StoreError) in
                try store.events(from: after, through: through)
            }
        case .file(let path): future += try AssumedFile.events(at: path, book: book, language)
        }
        let facts = try weather.map { try AssumedFile.signals(at: $0, book: book, language) } ?? []
        let signals = Scenario.refetched(
            facts, from: from, through: through, zone: book.workspace.zone)
        return Scenario(
            events: future.filter { $0.at > from && $0.at <= through },
            repetition: repetition, signals: signals)
    }
}

/// The real engine on a virtual clock over a scratch store: what `simulate`, `plan` and `backtest`
/// have in common.
struct DryRun: Sendable {
    let book: RuleBook
    /// In force until the first moment, when ``book`` takes its place.
    var replacing: RuleBook?
    /// Over a scratch view that was set back to `from`.
    let store: DryRunStore
    let scenario: Scenario
    /// In the place of the book's own.
    var carriers: [ChannelID: SimulatedProfile] = [:]
    let seed: UInt64
    var threads = 1
    let from: Timestamp
    let through: Timestamp

    /// - Parameter progress: Told how many minutes are done.
    /// - Returns: What taking up the book changed.
    @discardableResult
    func run(progress: (Int) -> Void) throws -> ActivationReport {
        let simulator = Simulator(
            book: book, replacing: replacing, store: store,
            providers: try WorldBuilder.providers(
                book: book, seed: seed, journalFolder: nil, carriers: carriers),
            scenario: scenario, seed: seed, from: from,
            options: EngineOptions(threads: threads), logger: quietLogger())
        _ = try explained {
            try simulator.run(through: through) { now, _ in
                progress(Int((now - from).milliseconds / 60_000))
            }
            try store.finish()
        }
        return simulator.activation
    }

    /// With a line of progress under a name.
    @discardableResult
    func run(
        showing name: String, _ language: Language, _ progress: inout Progress
    ) throws -> ActivationReport {
        try run { progress.show(name, done: $0, of: minutes, unit: Self.unit(language)) }
    }

    private static func unit(_ language: Language) -> String {
        language == .zh ? "虚拟分钟" : "virtual minutes"
    }

    /// Both at once, each on a thread of its own.
    static func runBoth(
        _ first: DryRun, _ second: DryRun, showing name: String, _ language: Language
    ) throws -> (ActivationReport, ActivationReport) {
        struct State {
            var line: Progress
            var done = [0, 0]
            var results: [Result<ActivationReport, any Error>?] = [nil, nil]
        }
        let state = Mutex(State(line: Progress(language)))
        let total = first.minutes + second.minutes
        let group = DispatchGroup()
        for (index, run) in [first, second].enumerated() {
            group.enter()
            let thread = Thread {
                let result = Result {
                    try run.run { done in
                        state.withLock {
                            $0.done[index] = done
                            $0.line.show(
                                name, done: $0.done[0] + $0.done[1], of: total,
                                unit: Self.unit(language))
                        }
                    }
                }
                state.withLock { $0.results[index] = result }
                group.leave()
            }
            // As much as the main thread has.
            thread.stackSize = 8 << 20
            thread.start()
        }
        group.wait()
        let results = state.withLock { state in
            state.line.end()
            return state.results
        }
        guard let one = try results[0]?.get(), let other = try results[1]?.get() else {
            throw CommandFailure("a dry run ended without a result")
        }
        return (one, other)
    }

    private var minutes: Int { Int((through - from).milliseconds / 60_000) }
}

/// A place for a dry run's scratch store, gone afterwards.
struct ScratchFile {
    let path: String
    init() {
        let name = "hongyan-scratch-\(getpid())-\(UInt32.random(in: .min ... .max)).sqlite"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    }
    /// With all that SQLite may put beside it.
    var paths: [String] {
        ["", "-wal", "-shm", "-journal", ".lock", DryRunStore.textsSuffix].map { path + $0 }
    }
    func remove() { for path in paths { unlink(path) } }
}

func quietLogger() -> Logger {
    var logger = Logger(label: "hongyan") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    return logger
}
