import ArgumentParser
import Foundation
import HongyanCore
import HongyanEngine
import HongyanRules
import HongyanSignals
import HongyanStore
import Logging
import ServiceLifecycle
import UnixSignals

/// `hongyan run`: the daemon.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the rules live: decide each minute, send, take receipts and replies.",
        discussion: """
            SIGTERM drains and stops within 10 s. SIGHUP (or 'hongyan reload') takes up changed \
            rule files, whole or not at all; --watch does so by itself. One daemon per store.

            Example:  hongyan run -w shop
            Example:  hongyan run --once            one tick, then wait for the answers
            Example:  hongyan run --redirect-to 小王  to a colleague and to no customer
            """)

    @Flag(help: "One tick, then send what is queued, wait for the answers, and end.") var once =
        false
    @Option(name: .customLong("for"), help: "Run for so long (30s, 5m), then drain and end.")
    var span: String?
    @Option(help: "Send every message to this person (a name under people: in hongyan.yaml).")
    var redirectTo: String?
    @Flag(help: "Take the store over from the instance or host that owns it.") var takeOver = false
    @Option(
        help:
            "After a restore: the moment from which to go on; what fell due before is passed over.")
    var resumeFrom: String?
    @Flag(help: "Go on although the clock jumped or the last tick is over 7 days ago.")
    var acceptClock = false
    @Flag(help: "Take up rule files as they change, as 'hongyan reload' would.") var watch = false
    @Option(help: "This instance's name; a store belongs to one instance.") var instance: String =
        "main"
    @Option(help: "Seed of simulated carriers (default: fresh, and logged).") var seed: UInt64?
    @OptionGroup var options: WorkspaceOptions

    func run() async throws {
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let loader = WorkspaceLoader(path: options.workspace)
        let files = try loader.files()
        let book = try loader.book(language: options.language)
        var logger = Logger(label: "hongyan") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .info
        let store = try loader.openStore(of: book, mode: .readWrite, needsNumbers: true)
        let clock = SystemClock()
        try prepare(store, book: book, clock: clock)
        let seed = seed ?? UInt64.random(in: .min ... .max)
        logger.info("hongyan runs \(book.rules.count) rules, book \(book.hash), seed \(seed)")
        let control = DaemonControl()
        let wakeup = Wakeup()
        let lines = try WorldBuilder.lines(
            book: book, seed: seed, folder: loader.folder, onEvent: { wakeup.ring() })
        let daemon = Daemon(
            world: WorldBuilder.live(book: book, store: store, lines: lines, seed: seed),
            book: book,
            options: EngineOptions(
                redirect: try redirect(in: book),
                watches: try explained {
                    try store.channelWatches(
                        codes: book.workspace.receiptCodes, at: clock.now())
                }, takesDirectSends: true),
            machine: machine(store, wakeup), duration: try duration(), acceptsClock: acceptClock,
            control: control, logger: logger)
        let reloader = Reloader(
            loader: loader, store: store, control: control, language: options.language,
            logger: logger, hangups: hangups)
        lines.start()
        defer { lines.stop() }
        try await serve(
            daemon, reloader: reloader, book: book, files: files,
            watch: LineWatch(lines: lines.sockets, logger: logger))
        let total = control.total
        Terminal.out(
            options.language == .zh
                ? "决定 \(total.decisions) 次，提交 \(total.submissions) 条，"
                    + "收到 \(total.providerEvents) 个回执与回复"
                : "\(total.decisions) decisions, \(total.submissions) submissions, "
                    + "\(total.providerEvents) responses, receipts and replies")
    }

    /// Owner, restore and clock rules, before anything is decided.
    private func prepare(_ store: SQLiteStore, book: RuleBook, clock: SystemClock) throws {
        let now = clock.now()
        try explained {
            try store.claimOwnership(
                instance: instance, host: ProcessInfo.processInfo.hostName, takeOver: takeOver,
                at: now)
            try store.endRotationIfDone()
        }
        if let resumeFrom {
            let from = try moment(resumeFrom, zone: book.workspace.zone, option: "--resume-from")
            try explained { try store.resume(from: from, at: now) }
        }
        let lastTick = try explained { try store.lastTick() }
        let verdict = ClockGuard.judgeStart(lastTick: lastTick, now: now)
        guard verdict != .fine, !acceptClock, resumeFrom == nil else { return }
        throw CommandFailure(words(verdict))
    }

    private func words(_ verdict: ClockGuard.Verdict) -> String {
        switch verdict {
        case .fine: ""
        case .stepped(let span):
            "the clock moved by \(span.milliseconds / 1_000) s against the last tick; "
                + "check it, then use --accept-clock"
        case .gap(let span):
            "the last tick was \(span.milliseconds / 86_400_000) days ago; "
                + "use --accept-clock to decide that gap now, or --resume-from to pass over it"
        }
    }

    private func redirect(in book: RuleBook) throws -> PhoneNumber? {
        guard let name = redirectTo else { return nil }
        return try WorldBuilder.number(of: WorldBuilder.person(name, in: book))
    }

    private func duration() throws -> Daemon.Duration {
        if once { return .once }
        guard let span else { return .untilStopped }
        guard let length = Span(text: span) else {
            throw CommandFailure(
                "--for must be a length such as 30s or 5m, not '\(span)'", code: 64)
        }
        return .span(length)
    }

    private func machine(_ store: SQLiteStore, _ wakeup: Wakeup) -> Daemon.Machine {
        let start = ContinuousClock.now
        return Daemon.Machine(
            monotonic: {
                let elapsed = ContinuousClock.now - start
                let (seconds, attoseconds) = elapsed.components
                return Span(milliseconds: seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
            },
            pause: { wakeup.wait($0) },
            tickDone: { try store.saveTick($0) })
    }

    private func serve(
        _ daemon: Daemon, reloader: Reloader, book: RuleBook, files: [SourceFile],
        watch lineWatch: LineWatch
    ) async throws {
        let logger = reloader.logger
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(
                service: daemon, successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .cancelGroup),
            .init(service: reloader, successTerminationBehavior: .ignore),
            .init(
                service: SealService(store: reloader.store, logger: logger),
                successTerminationBehavior: .ignore),
            .init(service: lineWatch, successTerminationBehavior: .ignore),
            .init(
                service: BalanceService(loader: reloader.loader, book: book, logger: logger),
                successTerminationBehavior: .ignore),
        ]
        if watch {
            services.append(
                .init(
                    service: RuleWatcher(reloader: reloader, first: files),
                    successTerminationBehavior: .ignore))
        }
        services.append(
            .init(
                service: RetentionService(
                    loader: reloader.loader, store: reloader.store, first: book, logger: logger),
                successTerminationBehavior: .ignore))
        if let source = try book.workspace.weather.map(Secrets.resolved),
            let signal = book.tags.signal(source.signal)
        {
            services.append(
                .init(
                    service: WeatherService(
                        source: source, signal: signal, schema: book.tags, store: reloader.store,
                        logger: logger),
                    successTerminationBehavior: .ignore))
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let DaemonError.clock(verdict) {
            throw CommandFailure(words(verdict))
        } catch let error as StoreError {
            try explained { throw error }
        }
    }
}

/// Fetches forecasts and writes them into the store; the engine reads only the store.
struct WeatherService: Service {
    let source: WeatherSource
    let signal: SignalDefinition
    let schema: TagSchema
    let store: SQLiteStore
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await WeatherFetch.once(
                    source: source, signal: signal, schema: schema, store: store, logger: logger)
                try? await Task.sleep(for: .milliseconds(source.every.milliseconds))
            }
        }
    }
}

/// One round of fetching.
enum WeatherFetch {
    /// - Returns: How many cities answered.
    @discardableResult
    static func once(
        source: WeatherSource, signal: SignalDefinition, schema: TagSchema, store: SQLiteStore,
        logger: Logger
    ) async -> Int {
        let now = SystemClock().now()
        var answered = 0
        let answers = await WeatherFetcher().fetch(source, schema: signal, at: now)
        for answer in answers {
            switch answer.result {
            case .success(let signals):
                do {
                    _ = try store.ingest(signals, schema: schema, at: now)
                    answered += 1
                } catch {
                    logger.warning("forecast not stored: \(error)")
                }
            case .failure(.builtWithoutHTTP):
                logger.warning("no forecasts: \(SignalFault.builtWithoutHTTP)")
                return answered
            case .failure(let fault):
                logger.warning("no forecast for \(answer.city.name): \(fault)")
            }
        }
        return answered
    }
}
