import Foundation
import HongyanCore

/// The month's dry run with more and more customers of whom nothing happens: the occurrences inside
/// the audiences stay the same, and so should time and memory. (Schedules look at everybody, and
/// count the idle as outside.)
struct GrowthBenchmark {
    /// Customers of whom something happens.
    static let active = 10_000

    let customers: [Int]
    let workspace: WorkspaceFiles
    let folder: URL

    func run() throws -> [Figure] {
        var figures: [Figure] = []
        var first: (seconds: Double, memory: Double, candidates: Int)?
        for count in customers {
            guard count >= Self.active else {
                throw BenchFailure("growth begins at \(Self.active) customers, not \(count)")
            }
            let month = try MonthBenchmark(
                customers: Self.active, workspace: workspace,
                folder: folder.appending(path: "growth-\(count)"), idle: count - Self.active
            ).measure()
            let base = first ?? (month.seconds, month.memory, month.candidates)
            first = base
            guard month.candidates == base.candidates else {
                throw BenchFailure(
                    "\(month.candidates) candidates with \(count) customers, not "
                        + "\(base.candidates)")
            }
            let name = "\(grouped(Double(count))) customers"
            let least = "at \(grouped(Double(customers[0])))"
            figures.append(
                Figure(
                    "month of \(name), \(grouped(Double(month.candidates))) candidates",
                    month.seconds, "s", against: .init(name: least, value: base.seconds)))
            figures.append(
                Figure("its processor time", month.processor, "s"))
            figures.append(
                Figure(
                    "its most memory", month.memory, "MB",
                    against: .init(name: least, value: base.memory)))
        }
        return figures
    }
}
