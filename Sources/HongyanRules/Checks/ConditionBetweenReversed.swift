import HongyanCore

/// `between` with its greater end first.
enum ConditionBetweenReversed: Check {
    static let page = CheckPage(
        id: "condition/between-reversed", severity: .warning,
        title: .init(zh: "between 应先写小的一端", en: "'between' names its lesser end first"),
        why: .init(
            zh: "between 5 and 3 对任何值都不成立：没有数既不小于 5 又不大于 3。请把两端对调。",
            en: """
                No value is between 5 and 3: none is at least 5 and at most 3. Exchange the two \
                ends.
                """),
        bad: "audience: points between 500 and 100",
        good: "audience: points between 100 and 500",
        hasFixIt: true)

    static func run(_ context: CheckContext) {
        for site in context.survey.all {
            site.placed.forEachPart { part, _ in
                guard isReversed(part, context.survey.truth),
                    case .between(_, let first, let second)? = part.expression?.kind
                else { return }
                let text = part.text
                let (one, two) = (text.words(first.range), text.words(second.range))
                let range = first.range.lowerBound..<second.range.upperBound
                report(
                    site.reader, at: text.place(range), zh: "\(one) 大于 \(two)，没有值在两者之间",
                    en: "\(one) is greater than \(two), so nothing lies between them",
                    fix: text.isExact ? (text.place(range), "\(two) and \(one)") : nil)
            }
        }
    }

    private static func isReversed(_ part: PlacedCondition, _ truth: ConditionTruth) -> Bool {
        guard case .between(_, let low, let high) = part.condition,
            case .literal = low, case .literal = high,
            case .between? = part.expression?.kind
        else { return false }
        return Condition.compare(low, .greater, high).isSoForAll(truth)
    }

    /// Whether a condition that never holds fails by a `between` that is turned round and by
    /// nothing else: then that is told, and that nothing can hold is no second fault.
    static func explains(
        _ placed: PlacedCondition, beside others: [Condition] = [], _ proofs: ConditionProofs,
        _ truth: ConditionTruth
    ) -> Bool {
        let sides = placed.conjuncts
        let rest = sides.filter { !isReversed($0, truth) }
        guard rest.count < sides.count else { return false }
        let left = others + rest.map(\.condition)
        return left.isEmpty || !proofs.excludes(left)
    }
}

extension Condition {
    fileprivate func isSoForAll(_ truth: ConditionTruth) -> Bool {
        truth.truth(of: self) == .always
    }
}
