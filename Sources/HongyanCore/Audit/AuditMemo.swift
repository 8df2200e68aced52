/// Texts that were audited before: names and amounts repeat, and what is held is judged again.
///
/// What it says is what the audit would say again, so it changes nothing but the time. A class,
/// because it outlives the pages that fill it.
// Safe: each belongs to one thread.
public final class AuditMemo: @unchecked Sendable {
    /// What the content gate made of a text.
    struct Finding {
        let verdict: AuditVerdict
        /// The gate's `seen`.
        let seen: String
    }

    /// Texts that are kept; some 100 bytes each.
    static let most = 1 << 16

    private var known: [Digest: Finding] = [:]

    public init() {}

    /// - Parameter key: Over all that the finding depends on.
    func finding(_ key: Digest, audit: () -> Finding) -> Finding {
        if let found = known[key] { return found }
        let finding = audit()
        if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
        known[key] = finding
        return finding
    }
}
