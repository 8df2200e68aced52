import HongyanCore
import HongyanReports
import HongyanRules
import HongyanStore

/// `check --store`: the files once more, with what the store knows.
struct StoreCheck {
    let files: [SourceFile]
    /// With the findings about the store among the others.
    let compilation: Compilation
    /// nil when the book has errors: then nothing can be asked of the store.
    let survey: StoreSurvey?

    /// - Throws: ``CommandFailure`` when there is no store or it does not fit the book.
    init(_ loader: WorkspaceLoader, at now: Timestamp) throws {
        let (files, first) = try loader.compile()
        self.files = files
        guard let book = first.book else {
            compilation = first
            survey = nil
            return
        }
        let store = try loader.openStore(of: book, mode: .readOnly)
        let history = try explained {
            BookHistory(usedRules: try store.usedRules(), tombstones: try store.tombstones())
        }
        let zones = { (name: String) in ZoneFile.load(name: name) }
        let whole = RuleCompiler.compile(files, history: history, zones: zones)
        let survey = try explained { try store.survey(of: book, at: now) }
        let places = WorkspacePlaces(of: files, zones: zones)
        compilation = whole.adding(places.map { StoreChecks.findings(survey, places: $0) } ?? [])
        self.survey = survey
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
