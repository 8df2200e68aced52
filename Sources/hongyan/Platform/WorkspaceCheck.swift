import HongyanCore
import HongyanReports
import HongyanRules
import HongyanStore

/// What `hongyan check` looks at: rule files, rule tests, and where asked for an earlier version
/// and the store.
struct WorkspaceCheck {
    let loader: WorkspaceLoader
    /// The moment whose day, in the workspace's zone, decides which silencing comments have ended.
    let now: Timestamp
    /// The version in force, for the checks that compare with it.
    let previous: RuleBook?
    /// Whether the store is asked as well.
    let asksStore: Bool

    struct Outcome {
        /// Rule tests among them.
        var files: [SourceFile]
        var compilation: Compilation
        /// nil when the store was not asked, or the book has errors.
        var survey: StoreSurvey?
    }

    private static func zones(_ name: String) -> Zone? { ZoneFile.load(name: name) }

    /// The rule files alone, with what there was before.
    /// - Parameters:
    ///   - history: nil for the previous book alone.
    ///   - progress: Told how many of all steps are done.
    func compile(
        _ files: [SourceFile], history: BookHistory? = nil,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) -> Compilation {
        RuleCompiler.compile(
            files, history: history ?? previous.map { BookHistory(previous: $0) },
            today: RuleCompiler.zone(of: files, zones: Self.zones).day(of: now), zones: Self.zones,
            progress: progress)
    }

    /// Checks everything once.
    /// - Throws: ``CommandFailure`` when the store is asked and there is none, or it does not fit
    ///   the book.
    func run(_ progress: inout Progress, _ language: Language) throws -> Outcome {
        let isChinese = language == .zh
        let files = try loader.files()
        let (name, unit) = isChinese ? ("检查", "步") : ("check", "steps")
        var line = progress
        var outcome = Outcome(
            files: files,
            compilation: compile(files) { line.show(name, done: $0, of: $1, unit: unit) })
        progress = line
        guard let book = outcome.compilation.book else { return outcome }
        if asksStore {
            progress.begin(isChinese ? "查库" : "looking at the store")
            let store = try loader.openStore(of: book, mode: .readOnly)
            let history = try explained {
                BookHistory(
                    previous: previous, usedRules: try store.usedRules(),
                    tombstones: try store.tombstones())
            }
            let survey = try explained { try store.survey(of: book, at: now) }
            let places = WorkspacePlaces(of: files, zones: Self.zones)
            outcome.compilation = compile(files, history: history)
                .adding(places.map { StoreChecks.findings(survey, places: $0) } ?? [])
            outcome.survey = survey
        }
        let tests = try loader.testFiles()
        outcome.compilation = outcome.compilation.adding(
            RuleTestReader.read(tests, book: book).diagnostics)
        outcome.files += tests
        return outcome
    }
}

/// `check --effective`: one rule with every value filled in.
enum EffectiveCheck {
    static func render(
        _ id: String, _ loader: WorkspaceLoader, isJSON: Bool, language: Language
    ) throws -> String {
        let book = try loader.book(language: language)
        let places = WorkspacePlaces(of: try loader.files()) { ZoneFile.load(name: $0) }
        guard let rule = places?.effective(RuleID(id)) else {
            let known = book.rules.map(\.id.rawValue).joined(separator: ", ")
            throw CommandFailure("there is no rule '\(id)' (known: \(known))")
        }
        return isJSON ? EffectiveJSON.render(rule) : rule.yaml(language)
    }
}
