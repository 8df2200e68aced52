import HongyanCore
import Testing

struct ConditionInterpreterTests {
    /// 2026-11-21 10:00 in Shanghai.
    static let now = Zone.china.moment(CivilDay(year: 2026, month: 11, day: 21)!, MinuteOfDay(600))

    static let tags: [TagName: Value] = [
        "tier": .text("gold"), "name": .text("王小明"), "age": .number(30), "spend": .number(12_850),
        "vip": .boolean(true), "muted": .boolean(false), "likes": .set(["tea", "茶"]),
        "seen": .time(now - .days(10)),
        "coupon_end": .date(CivilDay(year: 2026, month: 11, day: 24)!),
        "birthday": .anniversary(Anniversary(calendar: .solar, month: 11, day: 23, year: 1990)),
        "moon": .anniversary(Anniversary(calendar: .lunar, month: 8, day: 15)),
        "huge": .number(.max), "tiny": .number(.min),
    ]

    static func subject(_ tags: [TagName: Value] = tags) -> Subject {
        Subject(
            now: now, zone: .china, tag: { tags[$0] },
            field: { $0 == "amount" ? .number(500) : nil },
            aggregate: { $0.function == .count ? .number(3) : nil })
    }

    static let whole = ValueType.number(scale: 0)
    static let money = ValueType.number(scale: 2)
    static func tag(_ name: TagName, _ type: ValueType = whole) -> Operand { .tag(name, type) }
    static func number(_ count: Int64) -> Operand { .literal(.number(count), whole) }
    static func text(_ text: String) -> Operand { .literal(.text(text), .text) }
    static let nothing = Operand.tag("nothing", whole)

    static let cases: [(Condition, Bool)] = [
        (.constant(true), true),
        (.all([.constant(true), .constant(false)]), false),
        (.any([.constant(false), .constant(true)]), true),
        (.not(.constant(false)), true),
        (.compare(tag("age"), .equal, number(30)), true),
        (.compare(tag("age"), .unequal, number(30)), false),
        (.compare(tag("age"), .less, number(30)), false),
        (.compare(tag("age"), .lessOrEqual, number(30)), true),
        (.compare(tag("age"), .greater, number(29)), true),
        (.compare(tag("age"), .greaterOrEqual, number(31)), false),
        (.compare(tag("name", .text), .equal, text("王小明")), true),
        (.compare(tag("name", .text), .unequal, text("王")), true),
        (.compare(tag("name", .text), .less, text("张")), false),
        (.compare(tag("vip", .boolean), .equal, .literal(.boolean(true), .boolean)), true),
        (.compare(tag("age"), .equal, text("30")), false),
        (.compare(tag("age"), .unequal, text("30")), false),
        (.compare(.field("amount", money), .greater, number(499)), true),
        (.isIn(tag("tier", .text), [.text("gold"), .text("platinum")]), true),
        (.isIn(tag("tier", .text), [.text("silver")]), false),
        (.between(tag("age"), number(30), number(40)), true),
        (.between(tag("age"), number(20), number(30)), true),
        (.between(tag("age"), number(31), number(40)), false),
        (.between(tag("age"), number(40), number(20)), false),
        (.has(tag("likes", .set([])), "茶"), true),
        (.has(tag("likes", .set([])), "coffee"), false),
        (.contains(tag("name", .text), text("小")), true),
        (.contains(tag("name", .text), text("大")), false),
        (.contains(tag("name", .text), text("")), true),
        (.contains(tag("tier", .text), text("golden")), false),
        (.isMissing(tag("age")), false),
        (.isMissing(nothing), true),
        (.isTrue(tag("vip", .boolean)), true),
        (.isTrue(tag("muted", .boolean)), false),
        (.not(.isTrue(tag("muted", .boolean))), true),
        (.olderThan(tag("seen", .time), .days(9)), true),
        (.olderThan(tag("seen", .time), .days(10)), false),
        (.within(tag("seen", .time), .days(10)), false),
        (.within(tag("seen", .time), .days(11)), true),
    ]

    @Test("decides every kind of test", arguments: cases.indices)
    func tests(_ index: Int) {
        let (condition, expected) = Self.cases[index]
        #expect(condition.holds(for: Self.subject()) == expected, "\(condition)")
    }

    static let overMissing: [Condition] = [
        .compare(nothing, .equal, number(1)), .compare(nothing, .unequal, number(1)),
        .compare(nothing, .equal, nothing), .compare(number(1), .unequal, nothing),
        .compare(nothing, .less, number(1)), .isIn(nothing, [.number(1)]),
        .between(nothing, number(0), number(9)), .between(number(1), nothing, number(9)),
        .between(number(1), number(0), nothing), .has(.tag("nothing", .set([])), "a"),
        .contains(.tag("nothing", .text), text("a")), .contains(text("a"), .tag("nothing", .text)),
        .isTrue(.tag("nothing", .boolean)), .olderThan(.tag("nothing", .time), .days(1)),
        .within(.tag("nothing", .time), .days(1)),
    ]

    @Test("is false over a missing operand, and not flips it", arguments: overMissing)
    func missing(_ condition: Condition) {
        #expect(!condition.holds(for: Self.subject()))
        #expect(Condition.not(condition).holds(for: Self.subject()))
    }

    static func sum(_ left: Operand, _ sign: Operand.Arithmetic, _ right: Operand) -> Operand {
        .arithmetic(left, sign, right, whole)
    }

    static let expressions: [(Operand, Value?)] = [
        (sum(number(2), .plus, number(3)), .number(5)),
        (sum(number(2), .minus, number(3)), .number(-1)),
        (sum(number(2), .times, number(3)), .number(6)),
        (sum(number(7), .dividedBy, number(2)), .number(3)),
        (sum(number(-7), .dividedBy, number(2)), .number(-3)),
        (sum(number(7), .dividedBy, number(0)), nil),
        (sum(tag("huge"), .plus, number(1)), nil),
        (sum(tag("tiny"), .minus, number(1)), nil),
        (sum(tag("huge"), .times, number(2)), nil),
        (sum(tag("tiny"), .dividedBy, number(-1)), nil),
        (sum(nothing, .plus, number(1)), nil),
        (sum(number(1), .plus, nothing), nil),
        (sum(text("1"), .plus, number(1)), nil),
        (.negated(number(5), whole), .number(-5)),
        (.negated(tag("tiny"), whole), nil),
        (.negated(nothing, whole), nil),
        (.rescaled(number(3), money), .number(300)),
        (.rescaled(tag("huge"), money), nil),
        (.rescaled(nothing, money), nil),
        (.daysUntil(tag("coupon_end", .date)), .number(3)),
        (
            .daysUntil(.literal(.date(CivilDay(year: 2026, month: 11, day: 19)!), .date)),
            .number(-2)
        ),
        (.daysUntil(tag("birthday", .anniversary)), .number(2)),
        // The Mid-Autumn Festival of 2027 is 15 September.
        (.daysUntil(tag("moon", .anniversary)), .number(298)),
        (.daysUntil(nothing), nil),
        (.tag("spend", money), .number(12_850)),
        (.field("nothing", whole), nil),
    ]

    @Test("reckons expressions; what cannot be is missing", arguments: expressions.indices)
    func reckons(_ index: Int) {
        let (operand, expected) = Self.expressions[index]
        #expect(operand.value(for: Self.subject()) == expected, "\(operand)")
    }

    @Test("today's anniversary is nought days away")
    func today() {
        let tags: [TagName: Value] = [
            "birthday": .anniversary(Anniversary(calendar: .solar, month: 11, day: 21))
        ]
        let days = Operand.daysUntil(.tag("birthday", .anniversary))
        #expect(days.value(for: Self.subject(tags)) == .number(0))
    }

    @Test("text compares by bytes, so another normal form differs")
    func bytes() {
        let tags: [TagName: Value] = ["name": .text("e\u{301}")]
        let composed = Self.text("\u{e9}")
        let name = Operand.tag("name", .text)
        #expect(!Condition.compare(name, .equal, composed).holds(for: Self.subject(tags)))
        #expect(Condition.compare(name, .unequal, composed).holds(for: Self.subject(tags)))
        #expect(!Condition.isIn(name, [.text("\u{e9}")]).holds(for: Self.subject(tags)))
    }

    @Test("names what it reads, in order and once")
    func names() {
        let orders = Aggregate(
            function: .count, event: "order.placed", field: nil, span: .days(90), type: Self.whole)
        let condition = Condition.any([
            .compare(.aggregate(orders), .greater, Self.tag("age")),
            .all([
                .isIn(.tag("tier", .text), [.text("gold")]),
                .not(
                    .compare(
                        .aggregate(orders), .less, Self.sum(Self.tag("age"), .plus, Self.number(1)))
                ),
                .olderThan(.field("paid_at", .time), .days(1)),
                .compare(
                    .daysUntil(.tag("birthday", .anniversary)), .less, .field("n", Self.whole)),
            ]),
        ])
        #expect(condition.aggregates == [orders])
        #expect(condition.tagNames == ["age", "tier", "birthday"])
        #expect(condition.fieldNames == ["paid_at", "n"])
    }
}
