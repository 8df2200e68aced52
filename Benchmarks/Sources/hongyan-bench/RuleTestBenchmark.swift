import HongyanCore
import HongyanEngine
import HongyanRules
import HongyanStore
import Logging

/// `hongyan test` over the shipped rules, without reading the disk: the real engine on a virtual
/// clock, a store in memory for each case.
struct RuleTestBenchmark {
    static let goal = Figure.Reference(name: "goal", value: 1)

    let files: WorkspaceFiles

    func run() throws -> [Figure] {
        var results: [RuleTestResult] = []
        let seconds = try Stopwatch.seconds { results = try Self.results(files) }
        guard !results.isEmpty, results.allSatisfy(\.verdict.isGood) else {
            throw BenchFailure("some of \(results.count) rule tests fail")
        }
        return [
            Figure(
                "\(results.count) tests of the shipped rules", seconds, "s", against: Self.goal),
            Figure("of which each case", seconds * 1_000 / Double(results.count), "ms"),
        ]
    }

    private static func results(_ files: WorkspaceFiles) throws -> [RuleTestResult] {
        let compilation = RuleCompiler.compile(
            files.shared + files.rules, zones: WorkspaceFiles.zone)
        guard let book = compilation.book else { throw BenchFailure("the rules have errors") }
        let reading = RuleTestReader.read(files.tests, book: book)
        guard !reading.hasErrors else { throw BenchFailure("the rule tests have errors") }
        let empty = try SQLiteStore.inMemory(schema: book.tags, zone: book.workspace.zone)
        let runner = RuleTestRunner(
            book: book, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        ) { () throws(StoreError) -> RuleTestStore in
            let store = try empty.scratchCopy()
            return RuleTestStore(
                store,
                stop: { (scope, at) throws(StoreError) in
                    try store.addStop(scope, reason: "test", at: at)
                },
                resume: { (scope, at) throws(StoreError) in
                    _ = try store.removeStop(scope, reason: "test", at: at)
                })
        }
        return try reading.files.flatMap { file in
            try file.cases.map { try runner.run($0, of: file) }
        }
    }
}
