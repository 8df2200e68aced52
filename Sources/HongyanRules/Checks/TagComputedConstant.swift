import HongyanCore

/// A computed tag that is the same for everybody, or missing for everybody.
enum TagComputedConstant: Check {
    static let page = CheckPage(
        id: "tag/computed-constant", severity: .warning,
        title: .init(zh: "计算标签应随客户而变", en: "a computed tag differs between customers"),
        why: .init(
            zh: """
                这个标签的表达式对所有客户都是同一个值，或者永远缺值（如除以零），\
                用到它的条件不能区分客户。
                """,
            en: """
                The tag's expression is the same for everybody, or always missing (a division by \
                zero), so conditions that read it tell nobody apart.
                """),
        bad: "tags: {score: {computed: \"orders_365d / 0\"}}",
        good: "tags: {score: {computed: \"orders_365d / 4\"}}")

    static func run(_ context: CheckContext) {
        let truth = context.survey.truth
        for tag in context.book.tags.tags {
            guard case .computed(let operand) = tag.source else { continue }
            let place = context.tags.place("tags", tag.name.rawValue, "computed")
            if truth.truth(of: .isMissing(operand)) == .always {
                report(
                    context.tags.reader, at: place, zh: "标签“\(tag.name)”对所有客户都缺值",
                    en: "the tag '\(tag.name)' is missing for everybody")
            } else if operand.isConstant {
                report(
                    context.tags.reader, at: place, zh: "标签“\(tag.name)”对所有客户都相同",
                    en: "the tag '\(tag.name)' is the same for everybody")
            }
        }
    }
}

extension Operand {
    /// Reads nothing of a customer, and not the clock.
    fileprivate var isConstant: Bool {
        switch self {
        case .literal: true
        case .tag, .field, .aggregate, .daysUntil: false
        case .negated(let inner, _), .rescaled(let inner, _): inner.isConstant
        case .arithmetic(let left, _, let right, _): left.isConstant && right.isConstant
        }
    }
}
