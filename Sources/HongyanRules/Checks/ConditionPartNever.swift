import HongyanCore

/// A branch of an `or` that never holds where it stands.
enum ConditionPartNever: Check {
    static let page = CheckPage(
        id: "condition/part-never", severity: .warning,
        title: .init(zh: "or 的每个分支都应能成立", en: "every branch of an 'or' can hold"),
        why: .init(
            zh: """
                这个分支永远不成立：它自己矛盾，或与同处的其他条件矛盾，所以没有人因它而入选。\
                本想选中的客户收不到短信。
                """,
            en: """
                The branch never holds: it contradicts itself, or what it stands beside. Nobody is \
                chosen by it, and those it was meant for hear nothing.
                """),
        bad: "audience: city = '上海' or (points > 100 and points < 10)",
        good: "audience: city = '上海' or points between 10 and 100")

    static func run(_ context: CheckContext) {
        for site in context.survey.all where site.truth == .maybe {
            let truth = site.proofs
            site.placed.forEachPart { part, others in
                guard case .any = part.condition else { return }
                for branch in part.parts where truth.excludes(others + [branch.condition]) {
                    if ConditionBetweenReversed.explains(
                        branch, beside: others, truth, context.survey.truth)
                    {
                        continue
                    }
                    let isAlone = truth.excludes([branch.condition])
                    report(
                        site.reader, at: branch.place, zh: "分支“\(branch.words)”永远不成立",
                        en: "the branch '\(branch.words)' never holds",
                        notes: isAlone
                            ? ConditionNever.reasons(branch, truth)
                            : [.init(zh: "它与同处的其他条件矛盾", en: "it contradicts what stands beside it")]
                    )
                }
            }
        }
    }
}
