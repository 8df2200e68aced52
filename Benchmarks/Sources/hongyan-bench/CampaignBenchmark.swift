import Foundation
import HongyanEngine

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
        return [Figure(name, rate, "decisions/s", against: Self.goal)]
    }
}
