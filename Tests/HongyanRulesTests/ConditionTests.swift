import HongyanCore
import HongyanRules
import Testing

struct ConditionTests {
    /// The checked audience of the good rule.
    static func parse(_ text: String) -> (condition: Condition?, faults: [String]) {
        let quoted =
            "'"
            + text.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''") + "'"
        let compilation = Workspace.compile(["rules/r.yaml": Workspace.rule(audience: quoted)])
        return (compilation.book?.rules.first?.audience, compilation.diagnostics.map(\.id))
    }

    static let tiers = ValueType.enumeration(["bronze", "silver", "gold", "platinum"])
    static let tier = Operand.tag("tier", tiers)
    static let points = Operand.tag("points", .number(scale: 0))
    static let rate = Operand.tag("rate", .number(scale: 1))
    static let orders = Operand.aggregate(
        Aggregate(
            function: .count, event: "order.placed", field: nil, span: .days(365),
            type: .number(scale: 0)))
    static let spend = Operand.aggregate(
        Aggregate(
            function: .sum, event: "order.placed", field: "amount", span: .days(365),
            type: .number(scale: 2)))
    static func number(_ count: Int64, _ scale: Int = 0) -> Operand {
        .literal(.number(count), .number(scale: scale))
    }
    static func word(_ text: String) -> Operand { .literal(.text(text), .text) }
    static let isGold = Condition.compare(tier, .equal, .literal(.text("gold"), tiers))
    static let listed = Condition.isTrue(.tag("price_list", .boolean))

    static let isRich = Condition.compare(spend, .greaterOrEqual, number(500_000, 2))

    static let table: [(String, Condition)] = [
        ("tier = gold", isGold), ("tier = 'gold'", isGold),
        ("gold = tier", .compare(.literal(.text("gold"), tiers), .equal, tier)),
        ("tier in [gold, platinum]", .isIn(tier, [.text("gold"), .text("platinum")])),
        ("price_list", listed), ("(((price_list)))", listed), ("true", .constant(true)),
        ("rich or price_list and tier = gold", .any([isRich, .all([listed, isGold])])),
        ("(rich or price_list) and tier = gold", .all([.any([isRich, listed]), isGold])),
        ("not price_list is missing", .not(.isMissing(.tag("price_list", .boolean)))),
        ("price_list is not missing", .not(.isMissing(.tag("price_list", .boolean)))),
        ("points >= 5", .compare(points, .greaterOrEqual, number(5))),
        ("points = -5", .compare(points, .equal, number(-5))),
        ("spend >= 5000", .compare(spend, .greaterOrEqual, number(500_000, 2))),
        ("spend >= 99.90", .compare(spend, .greaterOrEqual, number(9_990, 2))),
        ("spend >= 99.9", .compare(spend, .greaterOrEqual, number(9_990, 2))),
        (
            "points > rate",
            .compare(.rescaled(points, .number(scale: 1)), .greater, rate)
        ),
        (
            "rate in [1, 2.25]",
            .isIn(.rescaled(rate, .number(scale: 2)), [.number(100), .number(225)])
        ),
        ("points between 1 and 9", .between(points, number(1), number(9))),
        (
            "points between 1 and 2.5 and price_list",
            .all([
                .between(.rescaled(points, .number(scale: 1)), number(10, 1), number(25, 1)),
                listed,
            ])
        ),
        (
            "points + 2 * 3 > orders",
            .compare(
                .arithmetic(
                    points, .plus,
                    .arithmetic(number(2), .times, number(3), .number(scale: 0)),
                    .number(scale: 0)), .greater, orders)
        ),
        (
            "points - 1 - 2 = 0",
            .compare(
                .arithmetic(
                    .arithmetic(points, .minus, number(1), .number(scale: 0)), .minus, number(2),
                    .number(scale: 0)), .equal, number(0))
        ),
        (
            "spend / 2 > 10",
            .compare(
                .arithmetic(spend, .dividedBy, number(2), .number(scale: 2)), .greater,
                number(1_000, 2))
        ),
        (
            "rate * rate > 1",
            .compare(.arithmetic(rate, .times, rate, .number(scale: 2)), .greater, number(100, 2))
        ),
        ("-points < 0", .compare(.negated(points, .number(scale: 0)), .less, number(0))),
        ("interests has 生鲜", .has(.tag("interests", .set(["生鲜", "母婴"])), "生鲜")),
        ("name contains '王'", .contains(.tag("name", .text), word("王"))),
        ("name = \"王五\"", .compare(.tag("name", .text), .equal, word("王五"))),
        ("last_order_at older than 90d", .olderThan(.tag("last_order_at", .time), .days(90))),
        ("last_order_at within 2h", .within(.tag("last_order_at", .time), .hours(2))),
        (
            "registered_at >= 2026-05-01",
            .compare(
                .tag("registered_at", .time), .greaterOrEqual,
                .literal(.time(Timestamp(seconds: 1_777_564_800)), .time))
        ),
        (
            "coupon_expires < 2026-05-01",
            .compare(
                .tag("coupon_expires", .date), .less,
                .literal(.date(CivilDay(text: "2026-05-01")!), .date))
        ),
        (
            "birthday = 'lunar 08-15'",
            .compare(
                .tag("birthday", .anniversary), .equal,
                .literal(
                    .anniversary(Anniversary(calendar: .lunar, month: 8, day: 15)), .anniversary))
        ),
        (
            "days until birthday <= 3",
            .compare(.daysUntil(.tag("birthday", .anniversary)), .lessOrEqual, number(3))
        ),
        ("rich", .compare(spend, .greaterOrEqual, number(500_000, 2))),
        (
            "rich and price_list",
            .all([.compare(spend, .greaterOrEqual, number(500_000, 2)), listed])
        ),
        ("count(order.placed, 365d) >= 2", .compare(orders, .greaterOrEqual, number(2))),
        (
            "last(order.placed.cart_id, 7d) = 'x'",
            .compare(
                .aggregate(
                    Aggregate(
                        function: .last, event: "order.placed", field: "cart_id", span: .days(7),
                        type: .text)), .equal, word("x"))
        ),
    ]

    @Test("reads what is written", arguments: table)
    func reads(_ text: String, _ expected: Condition) {
        let (condition, faults) = ConditionTests.parse(text)
        #expect(faults == [])
        #expect(condition == expected)
    }

    @Test(
        "refuses what has no meaning",
        arguments: [
            ("", "yaml/type"), ("and", "condition/syntax"), ("points >", "condition/syntax"),
            ("points > 5 5", "condition/syntax"), ("(points > 5", "condition/syntax"),
            ("points > 5)", "condition/syntax"), ("points ! 5", "condition/symbol"),
            ("points && price_list", "condition/symbol"), ("points # 5", "condition/character"),
            ("points > 5x", "condition/number"), ("points > 1.2345678", "condition/number"),
            ("points > 99999999999999999999", "condition/number"),
            ("points = price_list", "condition/type"), ("name > 'a'", "condition/type"),
            ("interests = 生鲜", "condition/type"), ("interests in [生鲜]", "condition/type"),
            ("name has x", "condition/type"), ("points contains '1'", "condition/type"),
            ("points older than 3d", "condition/type"), ("days until name < 3", "condition/type"),
            ("days until birthday", "condition/type"), ("points in [orders]", "condition/list"),
            ("points in []", "condition/syntax"), ("spend / 1.5 > 2", "condition/number"),
            ("name + 1 > 2", "condition/type"), ("tier > silver", "condition/type"),
            ("sum(order.placed.cart_id, 3d) > 1", "condition/type"),
            ("sum(order.placed.amout, 3d) > 1", "field/unknown"),
            ("count(order.placed, 0d) > 1", "condition/span"),
            ("last_order_at within 40000d", "condition/number"),
            ("birthday = '02-30'", "condition/date"), ("event.amount > 1", "field/unknown"),
        ])
    func refuses(_ text: String, _ id: String) {
        let (condition, faults) = ConditionTests.parse(text)
        #expect(faults == [id])
        #expect(condition == nil)
    }

    @Test(
        "warns where a missing value decides unseen",
        arguments: [
            ("tier != gold", true), ("not tier = gold", true),
            ("not (tier = gold or price_list)", true), ("not interests has 生鲜", true),
            ("tier is missing or tier != gold", false),
            ("tier is not missing and not tier = gold", false), ("orders != 3", false),
            ("not orders >= 3", false), ("not name is missing", false), ("not rich", false),
        ])
    func warns(_ text: String, _ expected: Bool) {
        let (condition, faults) = ConditionTests.parse(text)
        #expect(condition != nil)
        #expect(faults == (expected ? ["condition/missing"] : []))
    }

    @Test(
        "fix-its, once applied, are accepted",
        arguments: [
            "last_order_at < 90d ago", "last_order_at > 90d ago", "tierr = gold", "tier = glod",
            "tier not in [gold]", "tier == gold", "city = 上海", "tier ＝ gold",
            "count(order.plced, 3d) > 1",
        ])
    func fixIts(_ text: String) throws {
        let path = "rules/r.yaml"
        let files = Workspace.files([path: Workspace.rule(audience: text)])
        let diagnostics = Workspace.compile(files).diagnostics
        #expect(diagnostics.count == 1)
        let fix = try #require(diagnostics.first?.fixIt)
        var bytes = try #require(files.first { $0.path == path }).bytes
        bytes.replaceSubrange(
            fix.range.start.offset..<fix.range.end.offset, with: Array(fix.replacement.utf8))
        let mended = String(decoding: bytes, as: UTF8.self)
        let after = Workspace.compile([path: mended]).diagnostics
        #expect(after.allSatisfy { $0.severity == .warning })
    }

    @Test("where an event brings fields, they are read bare and behind their prefix")
    func fields() throws {
        for condition in ["amount >= 30", "event.amount >= 30"] {
            let rule = Workspace.rule.split(separator: "\n").map {
                $0.hasPrefix("trigger") ? "trigger: {event: cart.updated, where: \(condition)}" : $0
            }.joined(separator: "\n")
            let book = try #require(Workspace.compile(["rules/r.yaml": rule]).book)
            let expected = Condition.compare(
                .field("amount", .number(scale: 2)), .greaterOrEqual,
                ConditionTests.number(3_000, 2))
            #expect(
                book.rules[0].trigger
                    == .event(EventTrigger(event: "cart.updated", where: expected)))
        }
    }
}
