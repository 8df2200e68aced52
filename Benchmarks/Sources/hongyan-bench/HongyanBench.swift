import ArgumentParser
import Foundation

/// `make bench`: each figure beside its reference, measured in the same run on the same machine.
@main
struct HongyanBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hongyan-bench",
        abstract:
            "Measure import, idle tick, campaign, check, rule tests, the month, plan and audit.",
        discussion: "Example:  make bench BENCH=\"--rows 1000000\"")

    @Option(help: "Threads of the month that judge together.") var threads = 2
    @Option(help: "Customers of the import benchmark.") var rows: Int = 200_000
    @Option(help: "Customers of the idle tick; the first is the reference of the others.")
    var idle: [Int] = [100_000, 1_000_000]
    @Option(help: "Customers of the campaign.") var campaign: Int = 100_000
    @Option(help: "Rule files of the check.") var check: Int = 1_000
    @Option(help: "Customers of the plan; a million take most of the run.") var plan: Int =
        1_000_000
    @Option(help: "Customers of the month's dry run; each is measured.")
    var month: [Int] = [100_000, 1_000_000]
    @Option(help: "Customers of the growth table: all but 10,000 of them idle.")
    var growth: [Int] = [10_000, 100_000, 1_000_000]
    @Option(help: "A Python with the package duckdb, for the month's references.")
    var python: String?
    @Flag(inversion: .prefixedNo, help: "Find the month's candidates by sqlite3 and DuckDB too.")
    var references = true
    @Option(help: "The workspace whose rules are checked and tested.") var workspace: String = "."
    @Option(help: "Only these: import, idle, campaign, check, tests, month, growth, plan, audit.")
    var only: [String] = []

    func run() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "hongyan-bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var figures: [Figure] = []
        if isWanted("import") {
            figures += try ImportBenchmark(rows: rows, folder: folder).run()
        }
        if isWanted("idle") {
            figures += try IdleTickBenchmark(customers: idle, folder: folder).run()
        }
        if isWanted("campaign") {
            figures += try CampaignBenchmark(customers: campaign, folder: folder).run()
        }
        if isWanted("check") {
            figures += try CheckBenchmark(
                rules: check, files: WorkspaceFiles(folder: workspace)
            ).run()
        }
        if isWanted("tests") {
            figures += try RuleTestBenchmark(files: WorkspaceFiles(folder: workspace)).run()
        }
        for customers in isWanted("month") ? month : [] {
            figures += try MonthBenchmark(
                customers: customers, threads: threads,
                workspace: WorkspaceFiles(folder: workspace), folder: folder, python: python,
                hasReferences: references
            ).run()
        }
        // Long, so only when it is asked for.
        if only.contains("growth") {
            figures += try GrowthBenchmark(
                customers: growth, workspace: WorkspaceFiles(folder: workspace), folder: folder
            ).run()
        }
        if isWanted("plan") {
            figures += try PlanBenchmark(customers: plan, folder: folder).run()
        }
        if isWanted("audit") { figures += try AuditBenchmark().run() }
        print(Figure.table(figures))
    }

    private func isWanted(_ name: String) -> Bool { only.isEmpty || only.contains(name) }
}
