import HongyanCore

/// An `or` that every value meets: `x != a or x != b`.
enum ConditionAnyValue: Check {
    static let page = CheckPage(
        id: "condition/any-value", severity: .warning,
        title: .init(zh: "or 应当能排除某些取值", en: "an 'or' leaves some value out"),
        why: .init(
            zh: """
                无论取什么值，总有一个分支成立，只有缺值的客户被排除。\
                “不是甲，也不是乙”要写 x != a and x != b，而不是 or。
                """,
            en: """
                Whatever the value, one of the branches holds; only customers without a value are \
                left out. "Neither a nor b" is written 'x != a and x != b', not 'or'.
                """),
        bad: "audience: tier != gold or tier != platinum",
        good: "audience: tier != gold and tier != platinum")

    static func run(_ context: CheckContext) {
        for site in context.survey.all where site.truth == .maybe {
            let truth = site.proofs
            site.placed.forEachPart { part, _ in
                guard case .any = part.condition, !part.parts.isEmpty,
                    !part.parts.contains(where: { $0.condition.asksWhetherMissing })
                else { return }
                let present = part.condition.operands.map { Condition.not(.isMissing($0)) }
                guard truth.implies(present, part.condition),
                    !part.parts.contains(where: { truth.implies(present, $0.condition) })
                else { return }
                report(
                    site.reader, at: part.place, zh: "无论取什么值，“\(part.words)”都成立",
                    en: "'\(part.words)' holds whatever the value is")
            }
        }
    }
}

extension Condition {
    /// The operands its tests are made on, each once.
    fileprivate var operands: [Operand] {
        var found: [Operand] = []
        func add(_ operand: Operand) { if !found.contains(operand) { found.append(operand) } }
        switch self {
        case .constant: break
        case .all(let parts), .any(let parts):
            for part in parts { for operand in part.operands { add(operand) } }
        case .not(let inner): for operand in inner.operands { add(operand) }
        case .compare(let left, _, let right), .contains(let left, let right):
            add(left)
            add(right)
        case .between(let operand, let low, let high):
            add(operand)
            add(low)
            add(high)
        case .isIn(let operand, _), .has(let operand, _), .isMissing(let operand),
            .isTrue(let operand), .olderThan(let operand, _), .within(let operand, _):
            add(operand)
        }
        return found
    }
}
