import HongyanCore
import HongyanEngine
import HongyanRules
import HongyanStore
import Testing

/// A test file as people write it, run over a small workspace.
struct TestFile {
    let book: RuleBook
    let file: RuleTestFile

    /// - Parameter text: Of `rules/<rule>.test.yaml`; a fault in it fails the test.
    init(
        _ rule: String, of book: RuleBook, _ text: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        self.book = book
        let source = SourceFile(path: "rules/\(rule).test.yaml", bytes: Array(text.utf8))
        let reading = RuleTestReader.read([source], book: book)
        let faults = DiagnosticRenderer.text(
            reading.diagnostics, sources: [source], color: false, language: .en)
        #expect(faults == "", sourceLocation: sourceLocation)
        file = try #require(reading.files.first, sourceLocation: sourceLocation)
    }

    static func runner(_ book: RuleBook) -> RuleTestRunner {
        RuleTestRunner(book: book, logger: Stage.quiet) { () throws(StoreError) -> RuleTestStore in
            // As `hongyan test` does.
            let store = try SQLiteStore.inMemory(schema: book.tags, zone: book.workspace.zone)
                .scratchCopy()
            return RuleTestStore(
                store,
                stop: { (scope, at) throws(StoreError) in
                    try store.addStop(scope, reason: "test", at: at)
                },
                resume: { (scope, at) throws(StoreError) in
                    _ = try store.removeStop(scope, reason: "test", at: at)
                })
        }
    }

    func results() throws -> [RuleTestResult] {
        let runner = Self.runner(book)
        return try file.cases.map { try runner.run($0, of: file) }
    }

    /// The first case's verdict and lines: `= …` agreed, `- …` missing, `+ …` unexpected.
    func story() throws -> [String] {
        let result = try #require(try results().first)
        return ["\(result.verdict)"] + result.lines.map(brief)
    }

    private func brief(_ line: RuleTestResult.Line) -> String {
        let zone = book.workspace.zone
        switch line {
        case .agreed(let actual): return "= \(brief(actual))"
        case .unexpected(let actual): return "+ \(brief(actual))"
        case .pointless(let customer, let at):
            return "- \(zone.short(at).dropFirst(5)) \(customer) receipt"
        case .missing(let expected):
            return "- \(zone.short(expected.at).dropFirst(5)) \(expected.customer)"
        }
    }

    private func brief(_ actual: RuleTestActual) -> String {
        let zone = book.workspace.zone
        let head = "\(zone.short(actual.at).dropFirst(5)) \(actual.customer) \(actual.rule)"
        if let reason = actual.withdrawn { return "\(head) withdrawn \(reason)" }
        switch actual.decision.outcome {
        case .send: return "\(head) send \(actual.decision.message?.template.rawValue ?? "")"
        case .hold(let until):
            let reason = actual.decision.reason?.code ?? ""
            return "\(head) hold \(reason) until \(zone.short(until).dropFirst(5))"
        case .drop: return "\(head) drop \(actual.decision.reason?.code ?? "")"
        }
    }
}
