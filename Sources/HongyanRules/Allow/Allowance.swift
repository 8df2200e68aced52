public import HongyanCore

/// A comment that silences a check's warnings until a day:
/// `# hongyan: allow CHECK until 2027-03-01 because REASON`.
struct Allowance {
    /// Where it holds.
    enum Reach: Hashable {
        case file
        /// From 1.
        case line(Int)
    }

    let id: String
    let until: CivilDay
    let reason: String
    let reach: Reach
    /// Bytes of the comment.
    let comment: Range<Int>

    /// Further ahead than this nobody can see.
    static let mostDaysAhead = 366

    /// Only warnings can be silenced, and not what is said about silencing.
    static func canSilence(_ page: CheckPage) -> Bool {
        page.severity == .warning && page.area != "allow"
    }

    func silences(_ diagnostic: Diagnostic) -> Bool {
        guard diagnostic.id == id, diagnostic.severity == .warning else { return false }
        switch reach {
        case .file: return true
        case .line(let number): return diagnostic.range.start.line == number
        }
    }
}

/// A warning that a comment silenced.
public struct SilencedDiagnostic: Hashable, Sendable {
    public let diagnostic: Diagnostic
    public let until: CivilDay
    public let reason: String
    public init(diagnostic: Diagnostic, until: CivilDay, reason: String) {
        self.diagnostic = diagnostic
        self.until = until
        self.reason = reason
    }
}
