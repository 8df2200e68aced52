import HongyanCore

/// A `not` that takes back another one.
enum ConditionDoubleNot: Check {
    static let page = CheckPage(
        id: "condition/double-not", severity: .warning,
        title: .init(zh: "不应双重否定", en: "a 'not' is not taken back by another"),
        why: .init(
            zh: "两个 not 相互抵消，读的人却容易看错，改规则时容易出错。",
            en: "The two cancel out, and whoever reads the rule is easily misled."),
        bad: "audience: not not price_list", good: "audience: price_list", hasFixIt: true)

    static func run(_ context: CheckContext) {
        for site in context.survey.all {
            var inside: Range<Int>?
            site.placed.forEachPart { part, _ in
                guard case .not(let outer)? = part.expression?.kind,
                    case .not(let inner) = outer.kind,
                    inside?.contains(part.place.lowerBound) != true
                else { return }
                inside = part.place
                report(
                    site.reader, at: part.place, zh: "两个 not 相互抵消",
                    en: "the two 'not' cancel out",
                    fix: part.text.isExact
                        ? (part.place, plain(inner, in: part.text)) : nil)
            }
        }
    }

    /// What is left without the two; `x is not missing` has its `not` inside.
    private static func plain(_ expression: Expression, in text: ConditionText) -> String {
        switch expression.kind {
        case .not(let outer):
            if case .not(let inner) = outer.kind { return plain(inner, in: text) }
            return text.words(expression.range)
        case .isMissing(let operand): return "\(text.words(operand.range)) is missing"
        default: return text.words(expression.range)
        }
    }
}
