import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports
import HongyanStore

/// `hongyan simulate`: the dry run. The real engine on a virtual clock, over a scratch view of the
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

    @OptionGroup var dryRun: DryRunOptions
    @Option(help: "Write the report as one HTML file.") var report: String?
    @Option(help: "Write the report's facts as JSON.") var json: String?
    @Option(help: "Write every decision as a line of JSON.") var decisions: String?
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let zone = book.workspace.zone
        let (start, end) = try dryRun.period(zone: zone)
        let carriers = try dryRun.carriers(book, options.language)
        for path in [report, json, decisions] { try path.map(OutputFile.requireWritable) }
        let real = try loader.openStore(of: book, mode: .readOnly)
        let scratchFile = ScratchFile()
        let leftovers = Leftovers(scratchFile.paths)
        defer {
            scratchFile.remove()
            leftovers.forget()
        }
        var progress = Progress(options.language)
        defer { progress.end() }
        progress.begin(options.language == .zh ? "读库" : "reading the store")
        let scratch = try explained { try real.scratchView(of: scratchFile.path) }
        // The open file stays usable without its name; even a kill leaves nothing behind.
        scratchFile.remove()
        let data = try explained { try scratch.dataVersion() }
        let history = try explained { try scratch.rewind(to: start) }
        let scenario = try dryRun.scenario(
            book: book, books: [book], store: scratch, history: history, from: start, through: end,
            options.language)
        let lines = try decisions.map { try OutputFile(path: $0) }
        let store = try DryRunStore(
            over: scratch, from: start,
            onDecision: lines.map { file in
                { record in try file.line(DecisionLine.render(record, zone: zone)) }
            })
        let run = DryRun(
            book: book, store: store, scenario: scenario,
            carriers: carriers, seed: dryRun.seed, threads: dryRun.manyThreads, from: start,
            through: end)
        try run.run(
            showing: options.language == .zh ? "推演" : "simulate", options.language, &progress)
        try lines?.close()
        progress.begin(options.language == .zh ? "写报告" : "writing the report")
        let alarms = book.calendarAlarms(from: zone.day(of: start), through: zone.day(of: end))
        let facts = try explained {
            try store.report(
                book: book, through: end,
                assumptions: dryRun.assumptions(
                    history: history.count, oldest: data.oldest, from: start, zone: zone,
                    alarms: alarms),
                data: data)
        }
        progress.end()
        for alarm in alarms { Terminal.note(alarm.words(options.language)) }
        try write(facts)
    }

    private func write(_ facts: RunReport) throws {
        if let report {
            try OutputFile.write(HTMLReport.render(facts, language: options.language), to: report)
        }
        if let json { try OutputFile.write(JSONReport.render(facts), to: json) }
        Terminal.raw(
            TerminalReport.render(
                facts, language: options.language, width: Terminal.width, color: Terminal.hasColor))
        for (name, path) in [("report", report), ("json", json), ("decisions", decisions)] {
            if let path { Terminal.out("\(name): \(path)") }
        }
    }
}
