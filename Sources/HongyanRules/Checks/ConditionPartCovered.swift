import HongyanCore

/// A branch of an `or` that lets nobody in whom the other branches do not.
enum ConditionPartCovered: Check {
    static let page = CheckPage(
        id: "condition/part-covered", severity: .warning,
        title: .init(zh: "or 的每个分支都应增加人群", en: "every branch of an 'or' lets somebody in"),
        why: .init(
            zh: """
                满足这个分支的客户必然满足其他分支，所以它不起作用。\
                若只是多余，删去即可；若本想扩大人群，请检查数值。
                """,
            en: """
                Whoever meets this branch meets another one as well, so it has no effect. If it is \
                merely superfluous leave it out; if it was meant to widen the audience, look at \
                its values.
                """),
        bad: "audience: tier in [gold, platinum] or tier = gold",
        good: "audience: tier in [gold, platinum]")

    static func run(_ context: CheckContext) {
        for site in context.survey.all where site.truth == .maybe {
            let truth = site.proofs
            site.placed.forEachPart { part, others in
                guard case .any = part.condition, !truth.implies(others, part.condition) else {
                    return
                }
                for branch in covered(part.parts, others, truth) {
                    report(
                        site.reader, at: branch.place,
                        zh: "分支“\(branch.words)”已被其他分支包含，不起作用",
                        en: "the branch '\(branch.words)' is covered by the others")
                }
            }
        }
    }

    private static func covered(
        _ branches: [PlacedCondition], _ others: [Condition], _ truth: ConditionProofs
    ) -> [PlacedCondition] {
        var left = branches.indices.filter { !truth.excludes(others + [branches[$0].condition]) }
        var found: [Int] = []
        for index in left.reversed() where left.count > 1 {
            let branch = branches[index].condition
            if branch.asksWhetherMissing { continue }
            let rest = left.filter { $0 != index }.map { branches[$0].condition }
            guard truth.implies(others + [branch], .any(rest)) else { continue }
            found.append(index)
            left.removeAll { $0 == index }
        }
        return found.reversed().map { branches[$0] }
    }
}
