/// How the content of messages is judged: the workspace's lexicons, what happens to `review`, and
/// which profile holds for a channel.
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
    /// By channel; provider packs fill it.
    public var profiles: [ChannelID: AuditProfile]
    /// Of channels that have none of their own.
    public var profile: AuditProfile

    public init(
        review: Review = .hold, auditor: ContentAuditor = .standard,
        clearances: Set<AuditClearance> = [], profiles: [ChannelID: AuditProfile] = [:],
        profile: AuditProfile = .standard
    ) {
        self.review = review
        self.auditor = auditor
        self.clearances = clearances
        self.profiles = profiles
        self.profile = profile
    }

    /// The shipped lexicon, the default profile, reviews held.
    public static let standard = ContentPolicy()

    public func profile(of channel: ChannelID?) -> AuditProfile {
        channel.flatMap { profiles[$0] } ?? profile
    }
}
