import Foundation
import Glibc
import HongyanCore
import HongyanDelivery
import HongyanEngine
import HongyanStore
import Logging

/// `hongyan simulate` without the command line: the next thirty days of twelve rules, with the last
/// four weeks' events coming again.
struct MonthBenchmark {
    static let days: Int64 = 30
    /// What the design asks for a million customers.
    static let goal = Figure.Reference(name: "goal for 1 M", value: 60)

    let customers: Int
    /// That judge together.
    var threads = 2
    let workspace: WorkspaceFiles
    let folder: URL
    /// Customers besides, of whom nothing happens.
    var idle = 0
    /// A Python with the package `duckdb`, for the references; nil leaves DuckDB out.
    var python: String?
    var hasReferences = false

    /// What one month came to.
    struct Month {
        let world: MonthWorld
        let report: RunReport
        let steps: StepSummary
        let seconds: Double
        /// Of all threads, in seconds.
        let processor: Double
        /// MB.
        let memory: Double
        var occurrences: Int { report.rules.reduce(0) { $0 + $1.occurrences } }
        /// Occurrences inside the audiences.
        var candidates: Int {
            report.rules.reduce(0) { $0 + $1.occurrences - $1.outsideAudience }
        }
    }

    func run() throws -> [Figure] {
        let month = try measure()
        let sent = month.report.rules.reduce(0) { $0 + $1.sent }
        let occurrences = Double(month.occurrences)
        let name = "\(grouped(Double(customers))) customers"
        let isMillion = customers == 1_000_000
        let figures = [
            Figure(
                "month of \(name), 12 rules", month.seconds, "s",
                against: isMillion ? Self.goal : nil),
            Figure("its processor time", month.processor, "s"),
            Figure("most memory", month.memory, "MB"),
            Figure("occurrences", occurrences / month.seconds, "/s"),
            Figure("decisions", Double(month.steps.decisions) / month.seconds, "/s"),
            Figure("occurrences of the month", occurrences, ""),
            Figure("messages of the month", Double(sent), ""),
        ]
        guard hasReferences else { return figures }
        return figures
            + (try MonthReferences(
                world: month.world, report: month.report, seconds: month.seconds, folder: folder,
                python: python
            ).run())
    }

    func measure() throws -> Month {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let world = try MonthWorld(
            customers: customers, idle: idle, workspace: workspace, folder: folder)
        Memory.forgetPeak()
        var result: (report: RunReport, steps: StepSummary)?
        let processor = Stopwatch.processor()
        let seconds = try Stopwatch.seconds { result = try simulate(world) }
        guard let (report, steps) = result, report.rules.count == 12 else {
            throw BenchFailure("the month has \(result?.report.rules.count ?? 0) rules, not 12")
        }
        return Month(
            world: world, report: report, steps: steps, seconds: seconds,
            processor: Stopwatch.processor() - processor, memory: Memory.peak)
    }

    private func simulate(_ world: MonthWorld) throws -> (RunReport, StepSummary) {
        let start = world.start
        let end = start + .days(Self.days)
        let scratch = folder.appending(path: "scratch.sqlite").path
        let view = try world.store.scratchView(of: scratch)
        unlink(scratch)
        _ = try view.rewind(to: start)
        let zone = world.book.workspace.zone
        let scenario = Scenario(
            repetition: Scenario.Repetition(days: 28, from: start, books: [world.book]) {
                from, through throws(StoreError) in
                try view.events(from: from, through: through)
            },
            signals: Scenario.refetched(world.signals, from: start, through: end, zone: zone))
        // So that the report counts what is decided in the first minute too: the backlog.
        let store = try DryRunStore(over: view, from: start - .minutes(1))
        var providers: [ChannelID: any Provider] = [:]
        for channel in world.book.workspace.channels {
            guard case .simulated(let profile) = channel.provider else { continue }
            providers[channel.id] = SimulatedCarrier(
                channel: channel.id, profile: profile, seed: MonthWorld.seed)
        }
        let simulator = Simulator(
            book: world.book, store: store, providers: providers, scenario: scenario,
            seed: MonthWorld.seed, from: start,
            options: EngineOptions(threads: threads),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let steps = try simulator.run(through: end)
        try store.finish()
        return (try store.report(book: world.book, through: end), steps)
    }
}

/// The process's own memory, from /proc.
enum Memory {
    /// The most that the process held since the peak was forgotten, in MB.
    static var peak: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
        return (kilobytes.flatMap { Double($0) } ?? 0) / 1_024
    }

    /// The peak counts anew from what is held now.
    static func forgetPeak() {
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    }
}
