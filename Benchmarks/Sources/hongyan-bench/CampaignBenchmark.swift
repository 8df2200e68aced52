import Foundation
import HongyanCore
import HongyanEngine
import HongyanStore

/// One campaign through all gates, every decision and message committed.
struct CampaignBenchmark {
    /// What the design asks of two cores.
    static let goal = Figure.Reference(name: "goal", value: 100_000)

    let customers: Int
    let folder: URL

    func run() throws -> [Figure] {
        let store = try BenchWorld.store(customers: customers, folder: folder)
        let world = try BenchWorld(store: store, rules: [BenchRules.campaign])
        let step = try world.step(minute: 1)
        guard step.summary.decisions == customers else {
            throw BenchFailure("\(step.summary.decisions) decisions for \(customers) customers")
        }
        let rate = Double(customers) / step.seconds
        let name = "campaign to \(grouped(Double(customers))) customers"
        return [Figure(name, rate, "decisions/s", against: Self.goal)] + (try pages(of: store))
    }

    /// Once more with a running clock, as the daemon does it: no page may keep the others waiting.
    private func pages(of store: SQLiteStore) throws -> [Figure] {
        let world = try BenchWorld(
            store: store, rules: [BenchRules.secondCampaign], isRunning: true)
        let times = try world.step(minute: 2).summary.pageTimes
        let time = Figure.Reference(
            name: "goal", value: Double(PageBudget.time.milliseconds))
        return [
            Figure(
                "its longest page of \(times.pages)", Double(times.longest.milliseconds), "ms",
                against: time),
            Figure(
                "its pages over time", 100 * Double(times.over) / Double(max(1, times.pages)), "%"),
            Figure("finding its occurrences", Double(times.finding.milliseconds), "ms"),
        ]
    }
}
