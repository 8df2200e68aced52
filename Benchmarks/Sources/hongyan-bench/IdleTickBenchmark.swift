import Foundation
import HongyanEngine

/// A tick with nothing due, twenty rules: the work must not grow with the number of customers.
struct IdleTickBenchmark {
    let customers: [Int]
    let folder: URL

    func run() throws -> [Figure] {
        var figures: [Figure] = []
        var first: Figure.Reference?
        for count in customers {
            let milliseconds = try median(customers: count)
            let name = "idle tick, 20 rules, \(grouped(Double(count))) customers"
            figures.append(Figure(name, milliseconds, "ms", against: first))
            let label = "\(grouped(Double(count))) customers:"
            first = first ?? Figure.Reference(name: label, value: milliseconds)
        }
        return figures
    }

    /// The median of fifty ticks.
    private func median(customers: Int) throws -> Double {
        let store = try BenchWorld.store(customers: customers, folder: folder)
        let world = try BenchWorld(store: store, rules: BenchRules.idle)
        var seconds: [Double] = []
        for minute in 1...50 {
            let step = try world.step(minute: minute)
            guard step.summary.decisions == 0, step.summary.ticks == 1 else {
                throw BenchFailure("the tick of minute \(minute) was not idle")
            }
            seconds.append(step.seconds)
        }
        return seconds.sorted()[25] * 1_000
    }
}
