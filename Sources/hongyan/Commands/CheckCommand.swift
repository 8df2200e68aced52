import ArgumentParser
import HongyanCore
import HongyanReports
import HongyanRules

/// `hongyan check`: every fault of every file, in one run.
struct CheckCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a workspace's files: all faults of all files in one run.",
        discussion: """
            Exit code 0 when there is no error, 1 otherwise.

            Example:  hongyan check examples/retail --format json
            """)

    @Argument(help: "The workspace's folder.") var path: String = "."
    @Option(help: "text or json.") var format: Format = .text
    @Option(help: "zh or en (default: the locale's).") var lang: Language?
    @Flag(help: "Also look at the store: audiences, past triggers, missing variables, cost.")
    var store = false
    @Option(help: "Show a rule with every default and policy value, and where each came from.")
    var effective: String?

    func run() throws {
        let loader = WorkspaceLoader(path: path)
        let language = lang ?? .ofLocale
        if let effective {
            let isJSON = format == .json
            return Terminal.raw(
                try EffectiveCheck.render(effective, loader, isJSON: isJSON, language: language))
        }
        let checked = store ? try StoreCheck(loader, at: SystemClock().now()) : nil
        var (files, compilation) =
            try checked.map { ($0.files, $0.compilation) } ?? loader.compile()
        if let book = compilation.book {
            let tests = try loader.testFiles()
            compilation = compilation.adding(RuleTestReader.read(tests, book: book))
            files += tests
        }
        let diagnostics = compilation.diagnostics
        switch format {
        case .json:
            Terminal.out(DiagnosticRenderer.json(diagnostics))
        case .text:
            if !diagnostics.isEmpty {
                Terminal.raw(
                    DiagnosticRenderer.text(
                        diagnostics, sources: files, color: Terminal.hasColor, language: language))
            }
            Terminal.out(summary(compilation, files: files.count, language: language))
            if let survey = checked?.survey {
                Terminal.raw("\n" + SurveyText.render(survey, language: language))
            }
        }
        if compilation.hasErrors { throw ExitCode(1) }
    }

    private func summary(_ compilation: Compilation, files: Int, language: Language) -> String {
        let errors = compilation.diagnostics.filter { $0.severity == .error }.count
        let warnings = compilation.diagnostics.filter { $0.severity == .warning }.count
        guard let book = compilation.book, errors == 0 else {
            return language == .zh
                ? "\(files) 个文件：\(errors) 个错误，\(warnings) 个警告"
                : "\(files) files: \(errors) errors, \(warnings) warnings"
        }
        let hash = book.hash.description.prefix(12)
        return language == .zh
            ? "\(files) 个文件，\(book.rules.count) 条规则：没有错误，\(warnings) 个警告（规则本 \(hash)）"
            : "\(files) files, \(book.rules.count) rules: no errors, "
                + "\(warnings) warnings (book \(hash))"
    }
}
