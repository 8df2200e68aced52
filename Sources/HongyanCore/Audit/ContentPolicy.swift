/// How the content of messages is judged: the workspace's lexicons, and what happens to `review`.
public struct ContentPolicy: Hashable, Sendable {
    /// What becomes of a text with a `review` finding that nobody has cleared.
    public enum Review: String, Hashable, Sendable, CaseIterable {
        /// It waits for a person, until its deadline.
        case hold
        /// It leaves, and its decision names the finding.
        case send
    }

    public var review: Review
    /// With the shipped lexicon and the workspace's own.
    public var auditor: ContentAuditor
    /// `review` findings that a person let leave.
    public var clearances: Set<AuditClearance>

    public init(
        review: Review = .hold, auditor: ContentAuditor = .standard,
        clearances: Set<AuditClearance> = []
    ) {
        self.review = review
        self.auditor = auditor
        self.clearances = clearances
    }

    /// The shipped lexicon, reviews held.
    public static let standard = ContentPolicy()
}
