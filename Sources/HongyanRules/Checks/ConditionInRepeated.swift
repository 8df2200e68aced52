import HongyanCore

/// A value that stands in a list twice.
enum ConditionInRepeated: Check {
    static let page = CheckPage(
        id: "condition/in-repeated", severity: .warning,
        title: .init(zh: "in 列表中的值不应重复", en: "a list of values names each value once"),
        why: .init(
            zh: "重复的值不起作用；多半是本想写另一个值，那一类客户就收不到短信。",
            en: """
                A repeated value has no effect. Often another value was meant, and the customers \
                who have that one hear nothing.
                """),
        bad: "audience: tier in [gold, gold]",
        good: "audience: tier in [gold, platinum]",
        hasFixIt: true)

    static func run(_ context: CheckContext) {
        for site in context.survey.all {
            site.placed.forEachPart { part, _ in
                guard case .isIn(_, let values) = part.condition,
                    case .isIn(_, let items)? = part.expression?.kind, items.count == values.count
                else { return }
                for (index, value) in values.enumerated() where values[..<index].contains(value) {
                    let text = part.text
                    let range = items[index - 1].range.upperBound..<items[index].range.upperBound
                    let word = text.words(items[index].range)
                    report(
                        site.reader, at: text.place(items[index].range), zh: "“\(word)”在列表中重复",
                        en: "'\(word)' is in the list twice",
                        fix: text.isExact ? (text.place(range), "") : nil)
                }
            }
        }
    }
}
