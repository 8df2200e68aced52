import HongyanCore

/// One check of the catalogue: what is stated to people, and the search for what goes against it.
///
/// A check has one file here, one test file and one page under `docs/checks`, all of the same name:
/// `window/empty` is `WindowEmpty.swift`, `WindowEmptyTests.swift` and `window/empty.md`.
protocol Check: SendableMetatype {
    static var page: CheckPage { get }
    /// Whether it compares with what was there before, and so finds nothing where nobody told.
    static var needsHistory: Bool { get }
    /// Whether it hangs on the day on which one checks, and finds nothing where nobody told.
    static var needsToday: Bool { get }
    /// Reports every place of the workspace that goes against it.
    static func run(_ context: CheckContext)
}

/// What `hongyan explain-check` shows and the page under `docs/checks` is made of.
public struct CheckPage: Hashable, Sendable {
    /// `window/empty`: what it is about, then what is wrong with it.
    public let id: String
    public let severity: Diagnostic.Severity
    /// The rule, in one phrase: "a window is open at some time".
    public let title: Diagnostic.Message
    /// What happens to customers or money when it is broken, and how to mend it: whole sentences.
    public let why: Diagnostic.Message
    /// Lines of a workspace file that go against it; empty where lines cannot show it.
    public let bad: String
    /// The same lines as they should be.
    public let good: String
    /// Whether some of its findings come with a fix-it, which `hongyan check --fix` applies.
    public let hasFixIt: Bool

    public init(
        id: String, severity: Diagnostic.Severity, title: Diagnostic.Message,
        why: Diagnostic.Message, bad: String = "", good: String = "", hasFixIt: Bool = false
    ) {
        self.id = id
        self.severity = severity
        self.title = title
        self.why = why
        self.bad = bad
        self.good = good
        self.hasFixIt = hasFixIt
    }

    /// `window` of `window/empty`.
    public var area: String { String(id.prefix { $0 != "/" }) }
}

extension Check {
    static var needsHistory: Bool { false }
    static var needsToday: Bool { false }

    /// Reports under the check's own id and severity.
    static func report(
        _ reader: FileReader, at range: Range<Int>, zh: String, en: String,
        notes: [Diagnostic.Message] = [], fix: (range: Range<Int>, text: String)? = nil
    ) {
        reader.findings.report(
            page.id, page.severity, in: reader.source, at: range, zh: zh, en: en, notes: notes,
            fix: fix)
    }
}
