import HongyanCore

/// A side of an `and` that leaves nobody out whom the other sides let in.
enum ConditionPartAlways: Check {
    static let page = CheckPage(
        id: "condition/part-always", severity: .warning,
        title: .init(zh: "and 的每一项都应起作用", en: "every side of an 'and' leaves somebody out"),
        why: .init(
            zh: """
                其余各项成立时，这一项必然成立，所以它不起作用。\
                若只是多余，删去即可；若本想收紧人群，请检查数值。
                """,
            en: """
                Whenever the other sides hold, this one does too, so it has no effect. If it is \
                merely superfluous leave it out; if it was meant to narrow the audience, look at \
                its values.
                """),
        bad: "audience: points >= 500 and points >= 100", good: "audience: points >= 500")

    static func run(_ context: CheckContext) {
        for site in context.survey.all where site.truth == .maybe {
            let truth = site.proofs
            site.placed.forEachPart { part, others in
                guard case .all = part.condition else { return }
                for side in idle(part.parts, others, truth) {
                    let isAlone = truth.truth(of: side.condition) == .always
                    report(
                        site.reader, at: side.place,
                        zh: "“\(side.words)”\(isAlone ? "总是成立" : "已由其他各项保证")，不起作用",
                        en: isAlone
                            ? "'\(side.words)' always holds and has no effect"
                            : "'\(side.words)' follows from the other sides and has no effect")
                }
            }
        }
    }

    /// The sides that follow from the others, later ones first; in the order written.
    private static func idle(
        _ sides: [PlacedCondition], _ others: [Condition], _ truth: ConditionProofs
    ) -> [PlacedCondition] {
        var left = Array(sides.indices)
        var found: [Int] = []
        for index in sides.indices.reversed() {
            let side = sides[index].condition
            if side.asksWhetherMissing { continue }
            let rest = left.filter { $0 != index }.map { sides[$0].condition }
            guard truth.implies(others + rest, side) else { continue }
            found.append(index)
            left.removeAll { $0 == index }
        }
        return found.reversed().map { sides[$0] }
    }
}
