import HongyanCore

/// A condition of a rule that no customer can meet at any time.
///
/// A warning, though it is proved: the rule does nobody any harm, and an error would keep every
/// other rule of the book from being loaded.
enum ConditionNever: Check {
    static let page = CheckPage(
        id: "condition/never", severity: .warning,
        title: .init(zh: "规则的条件应当有人满足", en: "somebody can meet the conditions of a rule"),
        why: .init(
            zh: """
                这个条件对任何客户、在任何时刻都不成立，所以规则永远不会发送短信。\
                多半是范围写反，或把“或”写成了“且”。若想停用规则，请写 enabled: false。
                """,
            en: """
                The condition holds for no customer at any time, so the rule never sends. Most \
                often a range is turned round, or an 'and' should be an 'or'. To switch a rule \
                off write 'enabled: false'.
                """),
        bad: "audience: tier = gold and tier = platinum", good: "audience: tier in [gold, platinum]"
    )

    static func run(_ context: CheckContext) {
        for site in context.survey.ofRules where !site.isName {
            guard site.truth == .never,
                !ConditionBetweenReversed.explains(
                    site.placed, site.proofs, context.survey.truth)
            else { continue }
            report(
                site.reader, at: site.placed.place, zh: "\(site.words.zh)永远不成立，规则不会发送",
                en: "\(site.words.en) never holds, so the rule never sends",
                notes: reasons(site.placed, site.proofs))
        }
    }

    /// The side that never holds, or two that rule each other out.
    static func reasons(
        _ placed: PlacedCondition, _ truth: ConditionProofs
    ) -> [Diagnostic.Message] {
        let sides = placed.conjuncts
        guard sides.count > 1 else { return [] }
        if let side = sides.first(where: { truth.excludes([$0.condition]) }) {
            return [.init(zh: "其中“\(side.words)”永远不成立", en: "'\(side.words)' alone never holds")]
        }
        for (index, side) in sides.enumerated() {
            let earlier = sides[..<index].first {
                truth.excludes([$0.condition, side.condition])
            }
            guard let earlier else { continue }
            return [
                .init(
                    zh: "“\(earlier.words)”与“\(side.words)”不能同时成立",
                    en: "'\(earlier.words)' and '\(side.words)' rule each other out")
            ]
        }
        return []
    }
}
