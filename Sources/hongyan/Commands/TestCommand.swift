import ArgumentParser
import Foundation
import HongyanCore
import HongyanEngine
import HongyanReports
import HongyanRules
import HongyanStore
import Logging

/// `hongyan test`: runs the rule tests of a workspace.
struct TestCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the rule tests of a workspace: rules/*.test.yaml.",
        discussion: """
            Each case runs the real engine on a virtual clock, over a store in memory. All \
            decisions of the tested rule must be named, with their reasons; 'expect: []' means \
            nobody. A case with 'todo' must fail.

            Coverage counts the outcomes of every condition, true and false, and the variants of a \
            message; with --min every rule must reach so many percent.

            Exit code 0 when all is as expected, 1 otherwise.

            Example:  hongyan test --run 生日 --coverage
            """)

    @Argument(help: "The workspace's folder, or one of its test files.") var path: String = "."
    @Option(
        name: .customLong("run"), help: "Only cases whose name matches this regular expression.")
    var names: String?
    @Option(help: "Write the results to this file as JUnit XML.") var junit: String?
    @Flag(help: "Show what the tests have seen of each rule.") var coverage = false
    @Option(help: "Least coverage of each rule in percent; asks for --coverage.") var min: Int?
    @Option(help: "text or json.") var format: Format = .text
    @Option(help: "zh or en (default: the locale's).") var lang: Language?

    private var language: Language { lang ?? .ofLocale }

    func validate() throws {
        if let min, !coverage || !(0...100).contains(min) {
            throw ValidationError("--min takes 0 to 100 and goes with --coverage")
        }
    }

    func run() throws {
        let (folder, only) = try target()
        let loader = WorkspaceLoader(path: folder)
        let book = try loader.book(language: language)
        let pattern = try self.pattern()
        if let junit { try OutputFile.requireWritable(junit) }
        let reading = try read(loader, book, only: only)
        let zone = book.workspace.zone
        let text = RuleTestText(zone: zone, language: language, color: Terminal.hasColor)
        // Making the tables takes longer than most cases; so they are made once and copied.
        let empty = try explained { try SQLiteStore.inMemory(schema: book.tags, zone: zone) }
        let runner = RuleTestRunner(
            book: book, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
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
        let clock = ContinuousClock()
        let begun = clock.now
        var records: [RuleTestRecord] = []
        for file in reading.files {
            var isNamed = false
            for test in file.cases {
                if let pattern, try pattern.firstMatch(in: test.name) == nil { continue }
                if format == .text, !isNamed { Terminal.out(file.path) }
                isNamed = true
                let started = clock.now
                let result = try explained { try runner.run(test, of: file) }
                let took = Self.milliseconds(clock.now - started)
                records.append(RuleTestRecord(result: result, milliseconds: took))
                if format == .text { Terminal.raw(text.render(result, milliseconds: took)) }
            }
        }
        let total = Self.milliseconds(clock.now - begun)
        try finish(records, book, loader, only: only, text: text, total: total)
    }

    /// The workspace's folder, and the one file that was named.
    private func target() throws -> (folder: String, only: String?) {
        guard path.hasSuffix(".test.yaml") else { return (path, nil) }
        let file = URL(fileURLWithPath: path)
        let rules = file.deletingLastPathComponent()
        guard rules.lastPathComponent == "rules" else {
            throw CommandFailure("\(path) does not lie in the rules/ folder of a workspace")
        }
        return (rules.deletingLastPathComponent().path, "rules/\(file.lastPathComponent)")
    }

    private func pattern() throws -> Regex<AnyRegexOutput>? {
        guard let names else { return nil }
        do {
            return try Regex(names)
        } catch {
            throw CommandFailure("--run: '\(names)' is no regular expression", code: 64)
        }
    }

    private func read(
        _ loader: WorkspaceLoader, _ book: RuleBook, only: String?
    ) throws -> RuleTestReading {
        let files = try loader.testFiles().filter { only == nil || $0.path == only }
        if let only, files.isEmpty { throw CommandFailure("there is no \(only)") }
        let reading = RuleTestReader.read(files, book: book)
        if !reading.diagnostics.isEmpty {
            Terminal.note(
                DiagnosticRenderer.text(
                    reading.diagnostics, sources: files, color: false, language: language))
        }
        guard !reading.hasErrors else {
            throw CommandFailure("the test files have errors; nothing was run")
        }
        return reading
    }

    private func finish(
        _ records: [RuleTestRecord], _ book: RuleBook, _ loader: WorkspaceLoader, only: String?,
        text: RuleTestText, total: Int
    ) throws {
        let zone = book.workspace.zone
        var report: RuleTestCoverageReport?
        if coverage {
            var seen = RuleTestCoverage()
            for record in records { seen.formUnion(record.result.coverage) }
            let rules = only == nil ? book.rules.map(\.id) : records.map(\.result.rule)
            report = RuleTestCoverageReport(
                book: book, places: ConditionPlaces.all(of: book, files: try loader.files()),
                coverage: seen, rules: Array(Set(rules)), withPolicy: only == nil)
        }
        if let junit {
            try OutputFile.write(
                RuleTestFiles.junit(records, zone: zone, language: language), to: junit)
        }
        switch format {
        case .json:
            Terminal.raw(
                RuleTestFiles.json(records, coverage: report, zone: zone, language: language))
        case .text:
            Terminal.raw(text.summary(records.map(\.result.verdict), milliseconds: total))
            if let report { Terminal.raw(text.render(report)) }
        }
        if let min, let report, report.leastPercent < min {
            Terminal.note(
                language == .zh
                    ? "覆盖率 \(report.leastPercent)% 低于要求的 \(min)%"
                    : "coverage of \(report.leastPercent)% is below the \(min)% asked for")
            throw ExitCode(1)
        }
        if records.contains(where: { !$0.result.verdict.isGood }) { throw ExitCode(1) }
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
