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
                guard case .between(_, let low, let high) = part.condition,
                    case .literal = low, case .literal = high,
                    case .between(_, let first, let second)? = part.expression?.kind,
                    Condition.compare(low, .greater, high).isSoForAll(context.survey.truth)
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
}

extension Condition {
    fileprivate func isSoForAll(_ truth: ConditionTruth) -> Bool {
        truth.truth(of: self) == .always
    }
}
