import HongyanCore
import Testing

struct ConditionDescriptionTests {
    static let money = ValueType.number(scale: 2)
    static let tier = Operand.tag("tier", .enumeration(["gold", "platinum"]))
    static let spend = Operand.tag("spend", money)
    static func amount(_ count: Int64) -> Operand { .literal(.number(count), money) }
    static let orders = Aggregate(
        function: .count, event: "order.placed", field: nil, span: .days(90),
        type: .number(scale: 0))
    static let paid = Aggregate(
        function: .sum, event: "order.placed", field: "amount", span: .days(365), type: money)

    static let cases: [(Condition, String)] = [
        (.constant(true), "true"),
        (
            .any([
                .isIn(tier, [.text("gold"), .text("platinum")]),
                .compare(
                    .aggregate(orders), .greaterOrEqual, .literal(.number(1), .number(scale: 0))),
            ]), "tier in [gold, platinum] or count(order.placed, 90d) >= 1"
        ),
        (
            .all([.any([.constant(true), .constant(false)]), .not(.isMissing(tier))]),
            "(true or false) and (not tier is missing)"
        ),
        (.compare(.aggregate(paid), .less, amount(1_050)), "sum(order.placed.amount, 365d) < 10.5"),
        (.compare(spend, .equal, amount(-5)), "spend = -0.05"),
        (.compare(spend, .equal, amount(300)), "spend = 3"),
        (.between(spend, amount(0), amount(100_00)), "spend between 0 and 100"),
        (
            .compare(.tag("name", .text), .unequal, .literal(.text("a\"b\\c"), .text)),
            "name != \"a\\\"b\\\\c\""
        ),
        (.has(.tag("likes", .set([])), "tea"), "likes has \"tea\""),
        (.contains(.tag("city", .text), .field("where", .text)), "city contains .where"),
        (.olderThan(.tag("last_order_at", .time), .days(90)), "last_order_at older than 90d"),
        (.within(.tag("last_order_at", .time), .hours(36)), "last_order_at within 36h"),
        (
            .compare(
                .daysUntil(.tag("birthday", .anniversary)), .lessOrEqual,
                .literal(.number(3), .number(scale: 0))), "days until birthday <= 3"
        ),
        (
            .compare(
                .arithmetic(
                    .arithmetic(spend, .plus, amount(100), money), .dividedBy,
                    .literal(.number(2), .number(scale: 0)), money), .greater,
                .negated(.rescaled(.tag("age", .number(scale: 0)), money), money)),
            "(spend + 1) / 2 > -age"
        ),
        (.isTrue(.tag("vip", .boolean)), "vip"),
    ]

    @Test("reads like the rule language", arguments: cases.indices)
    func text(_ index: Int) {
        let (condition, expected) = Self.cases[index]
        #expect(condition.description == expected)
    }

    @Test("different conditions read differently")
    func injective() {
        let texts = Self.cases.map(\.0.description)
        #expect(Set(texts).count == texts.count)
        let a = Condition.isTrue(.tag("a", .boolean))
        let nested = Condition.all([a, .all([a, a])])
        #expect(nested.description != Condition.all([a, a, a]).description)
        #expect(
            Condition.isTrue(.field("a", .boolean)).description != a.description)
    }
}
