import ArgumentParser
import Foundation
import HongyanCore
import HongyanEngine
import HongyanImport
import HongyanReports
import HongyanStore
import Logging

/// `hongyan simulate`: the dry run. The real engine on a virtual clock, over a scratch copy of the
/// store.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Dry run: what the rules would send in the coming days.",
        discussion: """
            Reads the store, writes nothing to it, and may run beside the daemon. The future is an \
            assumption: --events none, 'repeat-last 28d' (the last days again, shifted by whole \
            weeks) or a file of events.

            Example:  hongyan simulate --days 30 --events 'repeat-last 28d' --report december.html
            """)

    @Option(help: "First moment, a date or a time in the workspace's zone (default: now).")
    var from: String?
    @Option(help: "How many days.") var days: Int = 30
    @Option(help: "Seed of the simulated carrier.") var seed: UInt64 = 1
    @Option(help: "none, 'repeat-last 28d', or a CSV or JSONL file of events.") var events: String =
        "none"
    @Option(help: "A CSV or JSONL file of signals, taken as fetched again each morning at six.")
    var weather: String?
    @Option(help: "Write the report as one HTML file.") var report: String?
    @Option(help: "Write the report's facts as JSON.") var json: String?
    @Option(help: "Write every decision as a line of JSON.") var decisions: String?
    @OptionGroup var options: WorkspaceOptions

    func validate() throws {
        guard (1...400).contains(days) else {
            throw ValidationError("--days must be between 1 and 400")
        }
    }

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let zone = book.workspace.zone
        let start =
            try from.map { try moment($0, zone: zone, option: "--from") } ?? SystemClock().now()
        let end = start + .days(Int64(days))
        for path in [report, json, decisions] { try path.map(OutputFile.requireWritable) }
        let real = try loader.openStore(of: book, mode: .readOnly)
        let scratchFile = ScratchFile()
        let outputs = [report, json, decisions].compactMap { $0.map(OutputFile.temporaryPath) }
        let leftovers = Leftovers(scratchFile.paths + outputs)
        defer {
            scratchFile.remove()
            leftovers.forget()
        }
        let scratch = try explained { try real.scratchCopy(to: scratchFile.path) }
        // The open file stays usable without its name; even a kill leaves nothing behind.
        scratchFile.remove()
        let history = try explained { try scratch.rewind(to: start) }
        let scenario = try assumedScenario(
            book: book, store: real, history: history, from: start, through: end)
        let simulator = Simulator(
            book: book, store: scratch,
            providers: try WorldBuilder.providers(book: book, seed: seed, journalFolder: nil),
            scenario: scenario, seed: seed, from: start, logger: quietLogger())
        var progress = ProgressLine()
        let span = Int((end - start).milliseconds / 60_000)
        _ = try explained {
            try simulator.run(through: end) { now, _ in
                progress.show("simulate", done: Int((now - start).milliseconds / 60_000), of: span)
            }
        }
        progress.end()
        let facts = try explained {
            try scratch.report(
                book: book, from: start, through: end,
                assumptions: assumptions(history: history.count))
        }
        try write(facts, scratch: scratch, zone: zone, start: start, end: end)
    }

    private func assumptions(history: Int) -> [RunReport.Assumption] {
        var list: [RunReport.Assumption] = [.init(key: "events", value: events)]
        if history > 0 { list.append(.init(key: "history", value: String(history))) }
        list.append(.init(key: "signals", value: weather == nil ? "store" : "refetched 06:00"))
        list.append(.init(key: "carrier", value: "simulated"))
        list.append(.init(key: "seed", value: String(seed)))
        return list
    }

    private func assumedScenario(
        book: RuleBook, store: SQLiteStore, history: [IncomingEvent], from: Timestamp,
        through: Timestamp
    ) throws -> Scenario {
        var future = history
        if events.hasPrefix("repeat-last") {
            let text = events.dropFirst("repeat-last".count).filter { $0 != " " }
            guard let span = Span(text: String(text)), span >= .days(1) else {
                throw CommandFailure(
                    "--events 'repeat-last' needs a number of days, as in 'repeat-last 28d'",
                    code: 64)
            }
            let count = Int(span.milliseconds / Span.days(1).milliseconds)
            let weeks = Int64((count + 6) / 7)
            let past = try explained {
                try store.events(from: from - .days(weeks * 7), through: from)
            }
            future += Scenario.repeating(
                past, days: count, from: from, through: through, book: book)
        } else if events != "none" {
            future += try AssumedFile.events(at: events, book: book)
        }
        let facts = try weather.map { try AssumedFile.signals(at: $0, book: book) } ?? []
        let signals = Scenario.refetched(
            facts, from: from, through: through, zone: book.workspace.zone)
        return Scenario(
            events: future.filter { $0.at > from && $0.at <= through },
            signals: signals)
    }

    private func write(
        _ facts: RunReport, scratch: SQLiteStore, zone: Zone, start: Timestamp, end: Timestamp
    ) throws {
        if let report {
            try OutputFile.write(HTMLReport.render(facts, language: options.language), to: report)
        }
        if let json { try OutputFile.write(JSONReport.render(facts), to: json) }
        if let decisions {
            let file = try OutputFile(path: decisions)
            try explained {
                try scratch.forEachDecision(from: start, through: end) { record in
                    try file.line(DecisionLine.render(record, zone: zone))
                }
            }
            try file.close()
        }
        Terminal.raw(
            TerminalReport.render(
                facts, language: options.language, width: Terminal.width, color: Terminal.hasColor))
        for (name, path) in [("report", report), ("json", json), ("decisions", decisions)] {
            if let path { Terminal.out("\(name): \(path)") }
        }
    }
}

/// A place for the dry run's scratch store, gone afterwards.
struct ScratchFile {
    let path: String
    init() {
        let name = "hongyan-scratch-\(getpid())-\(UInt32.random(in: .min ... .max)).sqlite"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    }
    /// With all that SQLite may put beside it.
    var paths: [String] { ["", "-wal", "-shm", "-journal", ".lock"].map { path + $0 } }
    func remove() { for path in paths { unlink(path) } }
}

func quietLogger() -> Logger {
    var logger = Logger(label: "hongyan") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    return logger
}
