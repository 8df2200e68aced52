import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports
import HongyanRules

/// `hongyan check`: every fault of every file, in one run.
struct CheckCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json, sarif, github }

    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a workspace's files: all faults of all files in one run.",
        discussion: """
            Exit code 0 when there is no error (with --strict: no warning either), 1 otherwise.
            A warning is silenced until a day by a comment on its line or above it:
              # hongyan: allow window/deadline until 2027-03-01 because REASON

            Example:  hongyan check examples/retail --format json
                      hongyan check --fix
                      hongyan check --list
            """)

    @Argument(help: "The workspace's folder.") var path: String = "."
    @Option(help: "text, json, sarif (2.1.0) or github (workflow commands).")
    var format: Format = .text
    @Option(help: "zh or en (default: the locale's).") var lang: Language?
    @Flag(help: "Warnings make exit code 1 as well.") var strict = false
    @Flag(help: "Apply the fix-its, say what was changed, and check again.") var fix = false
    @Flag(
        help: """
            Also look at the store: audiences, past triggers, missing variables, cost. As json: \
            an object of findings and survey.
            """)
    var store = false
    @Option(help: "Compare with a git revision or another workspace: ids, hashes, renames.")
    var against: String?
    @Option(help: "Show a rule with every default and policy value, and where each came from.")
    var effective: String?
    @Flag(help: "List everything that can be found; text or json.") var list = false
    @Option(help: "Where docs/checks can be read on the web, for SARIF's helpUri.")
    var docsURL: String?

    func validate() throws {
        if list || effective != nil, format == .sarif || format == .github {
            throw ValidationError("--list and --effective are text or json")
        }
        if let docsURL, !docsURL.hasPrefix("https://"), !docsURL.hasPrefix("http://") {
            throw ValidationError("--docs-url must begin with https://")
        }
        if [list, fix, effective != nil].count(where: { $0 }) > 1 {
            throw ValidationError("--list, --fix and --effective are different things")
        }
    }

    func run() throws {
        let language = lang ?? .ofLocale
        if list {
            return Terminal.raw(
                format == .json
                    ? CheckPageRenderer.json(CheckPages.all)
                    : CheckPageRenderer.list(CheckPages.all, language: language))
        }
        let loader = WorkspaceLoader(path: path)
        if let effective {
            return Terminal.raw(
                try EffectiveCheck.render(
                    effective, loader, isJSON: format == .json, language: language))
        }
        let check = WorkspaceCheck(
            loader: loader, now: SystemClock().now(),
            previous: try against.map {
                try BookVersion($0, workspace: loader, language: language).book
            }, asksStore: store)
        if fix { try mend(loader, check, language) }
        var progress = Progress(language)
        defer { progress.end() }
        let outcome = try check.run(&progress, language)
        progress.end()
        show(outcome, language)
        let diagnostics = outcome.compilation.diagnostics
        let isClean = strict ? diagnostics.isEmpty : !outcome.compilation.hasErrors
        if !isClean { throw ExitCode(1) }
    }

    private func mend(
        _ loader: WorkspaceLoader, _ check: WorkspaceCheck, _ language: Language
    ) throws {
        let files = try loader.files()
        let outcome = try FixIts.settle(files) { check.compile($0) }
        try write(outcome, from: files, loader, language)
    }

    private func show(_ outcome: WorkspaceCheck.Outcome, _ language: Language) {
        let (files, compilation) = (outcome.files, outcome.compilation)
        let diagnostics = compilation.diagnostics
        switch format {
        case .json:
            let findings = DiagnosticRenderer.json(diagnostics)
            Terminal.raw(
                outcome.survey.map { SurveyJSON.render($0, findings: findings) } ?? findings)
        case .sarif:
            let renderer = SarifRenderer(
                version: Hongyan.configuration.version, sources: files, language: language,
                folder: path, docsURL: docsURL)
            Terminal.raw(renderer.text(diagnostics, silenced: compilation.silenced))
        case .github:
            Terminal.raw(
                GitHubRenderer.text(diagnostics, folder: path, language: language))
        case .text:
            if !diagnostics.isEmpty {
                Terminal.raw(
                    DiagnosticRenderer.text(
                        diagnostics, sources: files, color: Terminal.hasColor, language: language))
            }
            Terminal.out(summary(compilation, files: files.count, language: language))
            if !compilation.hasErrors, compilation.book?.policy.approval.isEmpty == true {
                Terminal.out(
                    language == .zh
                        ? "提示：policy.yaml 没有 approval，模板不经审批就会发送"
                        : "hint: policy.yaml has no 'approval': templates are sent unapproved")
            }
            if let survey = outcome.survey {
                Terminal.raw("\n" + SurveyText.render(survey, language: language))
            }
        }
    }

    /// Writes the mended files and says what was done, on standard error where standard output
    /// belongs to a program.
    private func write(
        _ outcome: FixIts.Outcome, from old: [SourceFile], _ loader: WorkspaceLoader,
        _ language: Language
    ) throws {
        for (before, after) in zip(old, outcome.files) where before != after {
            try loader.write(after)
        }
        let say = format == .text ? Terminal.out : Terminal.note
        for fault in outcome.applied {
            guard let fix = fault.fixIt else { continue }
            let place = "\(fault.file):\(fault.range.start.line):\(fault.range.start.column)"
            let done =
                switch (fix.replacement.isEmpty, language) {
                case (true, .zh): "已删去"
                case (true, .en): "removed"
                case (false, .zh): "已改为“\(fix.replacement)”"
                case (false, .en): "replaced with '\(fix.replacement)'"
                }
            say("\(place): \(fault.message.text(language)) [\(fault.id)]: \(done)")
        }
        let changed = zip(old, outcome.files).filter { $0 != $1 }.count
        say(
            language == .zh
                ? "改正 \(outcome.applied.count) 处，涉及 \(changed) 个文件"
                : "\(outcome.applied.count) fixed in \(changed) files")
    }

    private func summary(_ compilation: Compilation, files: Int, language: Language) -> String {
        let errors = compilation.diagnostics.filter { $0.severity == .error }.count
        let warnings = compilation.diagnostics.filter { $0.severity == .warning }.count
        let count = compilation.silenced.count
        let silenced =
            count == 0 ? "" : (language == .zh ? "，\(count) 个已静音" : ", \(count) silenced")
        guard let book = compilation.book, errors == 0 else {
            return language == .zh
                ? "\(files) 个文件：\(errors) 个错误，\(warnings) 个警告\(silenced)"
                : "\(files) files: \(errors) errors, \(warnings) warnings\(silenced)"
        }
        let hash = book.hash.description.prefix(12)
        return language == .zh
            ? "\(files) 个文件，\(book.rules.count) 条规则：没有错误，\(warnings) 个警告\(silenced)（规则本 \(hash)）"
            : "\(files) files, \(book.rules.count) rules: no errors, "
                + "\(warnings) warnings\(silenced) (book \(hash))"
    }
}
