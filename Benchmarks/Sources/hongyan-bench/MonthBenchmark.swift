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
    let threads: Int
    let workspace: WorkspaceFiles
    let folder: URL

    func run() throws -> [Figure] {
        let world = try MonthWorld(customers: customers, workspace: workspace, folder: folder)
        Memory.forgetPeak()
        var report: RunReport?
        var steps = StepSummary()
        let computed = Stopwatch.cpu
        let seconds = try Stopwatch.seconds {
            (report, steps) = try simulate(world)
        }
        let cpu = Stopwatch.cpu - computed
        guard let report, report.rules.count == 12 else {
            throw BenchFailure("the month has \(report?.rules.count ?? 0) rules, not 12")
        }
        let occurrences = report.rules.reduce(0) { $0 + $1.occurrences }
        let sent = report.rules.reduce(0) { $0 + $1.sent }
        let name = "\(grouped(Double(customers))) customers"
        let isMillion = customers == 1_000_000
        return [
            Figure(
                "month of \(name), 12 rules", seconds, "s",
                against: isMillion ? Self.goal : nil),
            Figure("computing", cpu, "s"),
            Figure("most memory", Memory.peak, "MB"),
            Figure("occurrences", Double(occurrences) / seconds, "/s"),
            Figure("decisions", Double(steps.decisions) / seconds, "/s"),
            Figure("occurrences of the month", Double(occurrences), ""),
            Figure("messages of the month", Double(sent), ""),
        ]
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
        let store = try DryRunStore(over: view, from: start)
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
