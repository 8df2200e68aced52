import HongyanCore

/// Rules that are gone and new ones with the same trigger: surely or probably renamed.
enum Renames {
    struct Rename {
        let old: CompiledRule
        let new: RuleSource
        /// The list that hands the old rule's history over; nil where two rules might be meant.
        let fix: (range: Range<Int>, text: String)?
    }

    /// In order of path; empty when some file has errors, for a rule may hide in it.
    static func find(_ context: CheckContext) -> [Rename] {
        guard let previous = context.history?.previous, context.faulty.isEmpty else { return [] }
        let kept = Set(context.book.rules.flatMap { [$0.id] + $0.was })
        let gone = previous.rules.filter { !kept.contains($0.id) }
        let known = Set(previous.rules.flatMap { [$0.id] + $0.was })
        let fresh = context.rules.filter {
            !known.contains($0.rule.id) && $0.rule.was.isEmpty
        }
        let candidates = Dictionary(grouping: gone, by: Likeness.init)
        let rivals = Dictionary(grouping: fresh) { Likeness($0.rule) }
        return fresh.compactMap { source in
            let likeness = Likeness(source.rule)
            guard let alike = candidates[likeness], let old = alike.first else { return nil }
            let isSure = alike.count == 1 && rivals[likeness]?.count == 1
            return Rename(old: old, new: source, fix: isSure ? fix(old, source) : nil)
        }
    }

    /// What a renamed rule keeps.
    private struct Likeness: Hashable {
        let trigger: Digest
        let purpose: Purpose
        init(_ rule: CompiledRule) {
            trigger = rule.triggerFingerprint
            purpose = rule.purpose
        }
    }

    private static func fix(
        _ old: CompiledRule, _ source: RuleSource
    ) -> (range: Range<Int>, text: String)? {
        guard let node = source.file.node("rule") else { return nil }
        let end = node.range.upperBound
        return (end..<end, "\nwas: [\(list(old))]")
    }

    /// An id with the ids before it, latest first.
    static func list(_ rule: CompiledRule) -> String {
        ([rule.id] + rule.was).map(\.rawValue).joined(separator: ", ")
    }
}

extension CompiledRule {
    /// Whether stable hashes decide who gets what.
    var usesBuckets: Bool {
        rolloutBuckets < Bucket.count || holdoutBuckets > 0 || message.variants.count > 1
    }
}
