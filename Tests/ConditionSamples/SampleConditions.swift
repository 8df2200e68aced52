public import HongyanCore

/// Well-typed random conditions over the small shop of the store's tests, whose leaves seldom have
/// to do with each other.
public struct SampleConditions {
    public static let zone = Zone.china
    /// 2026-11-02 09:00 in Shanghai.
    public static let now = Timestamp(seconds: 1_793_581_200)
    static let two = ValueType.number(scale: 2)
    static let whole = ValueType.number(scale: 0)
    static let words = ["a", "b", "红", "红茶", ""]
    static let tiers = ValueType.enumeration(["gold", "silver"])
    static let births = [
        "02-29", "11-02", "11-01", "lunar 09-23", "lunar leap 06-01", "1990-12-31",
    ]
    static let extremes: [Int64] = [
        0, 1, -1, 100, 9_999, .max, .min, .max / 2, 4_000_000_000, -4_000_000_000,
    ]

    public var random: SampleRandom
    public init(seed: UInt64) { random = SampleRandom(seed: seed) }

    public mutating func condition(depth: Int) -> Condition {
        guard depth > 0 else { return leaf() }
        switch random.next(5) {
        case 0: return .all([condition(depth: depth - 1), condition(depth: depth - 1)])
        case 1: return .any([condition(depth: depth - 1), condition(depth: depth - 1)])
        case 2: return .not(condition(depth: depth - 1))
        default: return leaf()
        }
    }

    private mutating func operand(depth: Int) -> Operand {
        let two = SampleConditions.two
        let extreme = Value.number(random.pick(SampleConditions.extremes))
        switch random.next(depth > 0 ? 9 : 4) {
        case 0: return .tag("points", two)
        case 1: return .literal(extreme, two)
        case 2: return .aggregate(aggregate())
        case 3: return .rescaled(.literal(extreme, SampleConditions.whole), two)
        case 4: return .negated(operand(depth: depth - 1), two)
        default:
            return .arithmetic(
                operand(depth: depth - 1), random.pick(Operand.Arithmetic.allCases),
                operand(depth: depth - 1), two)
        }
    }

    private mutating func aggregate() -> Aggregate {
        let function = random.pick(Aggregate.Function.allCases)
        let isCount = function == .count
        return Aggregate(
            function: function, event: "order.placed",
            field: isCount && random.next(2) == 0 ? nil : "amount",
            span: .hours(Int64(random.pick([1, 24, 48, 100]))),
            type: isCount ? SampleConditions.whole : SampleConditions.two)
    }

    private mutating func leaf() -> Condition {
        let text = ValueType.text
        switch random.next(13) {
        case 0, 1, 2:
            return .compare(
                operand(depth: 2), random.pick(Condition.Comparison.allCases), operand(depth: 1))
        case 3:
            return .compare(
                .tag("tier", Self.tiers), random.pick([.equal, .unequal]),
                .literal(.text("gold"), Self.tiers))
        case 4: return .isIn(.tag("city", text), [.text("a"), .text("红茶")])
        case 5: return .between(.tag("points", Self.two), operand(depth: 0), operand(depth: 0))
        case 6: return .has(.tag("likes", .set([])), random.pick(["茶", "a", "咖"]))
        case 7:
            return .contains(
                .tag("name", text), .literal(.text(random.pick(Self.words)), text))
        case 8: return .contains(.tag("name", text), .tag("city", text))
        case 9:
            return .isMissing(
                random.pick([.tag("birthday", .anniversary), operand(depth: 2)]))
        case 10: return .isTrue(.tag("vip", .boolean))
        case 11:
            let span = Span.hours(Int64(random.next(80)))
            let tag = random.pick([Operand.tag("joined", .time), .tag("last_order_at", .time)])
            return random.next(2) == 0 ? .olderThan(tag, span) : .within(tag, span)
        default:
            let day = random.pick([
                Operand.tag("birthday", .anniversary), .tag("coupon_end", .date),
            ])
            return .compare(
                .daysUntil(day), random.pick(Condition.Comparison.allCases),
                .literal(.number(Int64(random.next(12) - 3)), Self.whole))
        }
    }
}
