public import HongyanCore

/// Random conditions whose leaves keep to a few operands and near-by values, so that they often
/// rule each other out, or together leave nothing open.
public struct ClashingConditions {
    private typealias Samples = SampleConditions
    public var random: SampleRandom
    /// What this condition is about.
    private var subjects: [Int] = []

    public init(seed: UInt64) { random = SampleRandom(seed: seed) }

    public mutating func condition() -> Condition {
        subjects = (0...random.next(2)).map { _ in random.next(10) }
        return condition(depth: 1 + random.next(3))
    }

    private mutating func condition(depth: Int) -> Condition {
        guard depth > 0 else { return leaf() }
        let count = 2 + random.next(3)
        switch random.next(7) {
        case 0, 1, 2: return .all((0..<count).map { _ in condition(depth: depth - 1) })
        case 3, 4: return .any((0..<count).map { _ in condition(depth: depth - 1) })
        case 5: return .not(condition(depth: depth - 1))
        default: return leaf()
        }
    }

    private mutating func leaf() -> Condition {
        let text = ValueType.text
        switch random.pick(subjects) {
        case 0, 1, 2: return number()
        case 3: return time()
        case 4: return days()
        case 5:
            let tier = Operand.tag("tier", Samples.tiers)
            let gold = random.pick(["gold", "silver"])
            return equality(tier, .literal(.text(gold), Samples.tiers))
        case 6:
            let word = Operand.literal(.text(random.pick(Samples.words)), text)
            let name = random.pick([Operand.tag("name", text), .field("title", text)])
            let other = random.pick([word, word, word, .tag("city", text)])
            return random.next(2) == 0 ? .contains(name, other) : equality(name, other)
        case 7:
            let likes = Operand.tag("likes", .set([]))
            return random.next(4) == 0
                ? .isMissing(likes) : .has(likes, random.pick(["茶", "a"]))
        case 8:
            let vip = Operand.tag("vip", .boolean)
            return random.next(2) == 0
                ? .isTrue(vip)
                : equality(vip, .literal(.boolean(random.next(2) == 0), .boolean))
        default:
            let birthday = Operand.tag("birthday", .anniversary)
            let day = Anniversary(text: random.pick(Samples.births)).map { Value.anniversary($0) }
            return equality(birthday, .literal(day ?? .boolean(true), .anniversary))
        }
    }

    private mutating func equality(_ left: Operand, _ right: Operand) -> Condition {
        switch random.next(6) {
        case 0: return .isMissing(left)
        case 1: return .compare(left, random.pick([.equal, .unequal]), left)
        case 2:
            guard case .literal(let value, _) = right else { fallthrough }
            return .isIn(left, random.next(2) == 0 ? [value] : [value, value])
        default: return .compare(left, random.pick([.equal, .unequal]), right)
        }
    }

    // MARK: Ordered values

    private mutating func compare(_ left: Operand, _ right: Operand, _ third: Operand) -> Condition
    {
        switch random.next(8) {
        case 0: return .isMissing(left)
        case 1, 2: return .between(left, right, third)
        case 3:
            guard case .literal(let one, _) = right, case .literal(let two, _) = third else {
                fallthrough
            }
            return .isIn(left, [one, two])
        default: return .compare(left, random.pick(Condition.Comparison.allCases), right)
        }
    }

    private mutating func smallNumber() -> Int64 {
        random.next(12) == 0 ? random.pick(Samples.extremes) : Int64(random.next(9) - 2)
    }

    private mutating func number() -> Condition {
        let scale = random.pick([Samples.whole, Samples.two])
        let left = number(scale, steps: random.next(3))
        var sides: [Operand] = []
        for _ in 0..<2 {
            sides.append(
                random.next(4) > 0
                    ? .literal(.number(smallNumber()), scale)
                    : number(scale, steps: random.next(2)))
        }
        return compare(left, sides[0], sides[1])
    }

    /// A variable number of that scale with some reckoning around it.
    private mutating func number(_ scale: ValueType, steps: Int) -> Operand {
        guard steps > 0 else { return variable(scale) }
        let inner = number(scale, steps: steps - 1)
        let literal = Operand.literal(.number(smallNumber()), scale)
        let plain = Operand.literal(.number(smallNumber()), Samples.whole)
        switch random.next(7) {
        case 0: return .negated(inner, scale)
        case 1: return .arithmetic(inner, .plus, literal, scale)
        case 2: return .arithmetic(inner, .minus, literal, scale)
        case 3: return .arithmetic(literal, .minus, inner, scale)
        case 4: return .arithmetic(inner, .times, plain, scale)
        case 5: return .arithmetic(inner, .dividedBy, plain, scale)
        default:
            return .arithmetic(
                inner, random.pick([.plus, .minus]), number(scale, steps: steps - 1), scale)
        }
    }

    private mutating func variable(_ scale: ValueType) -> Operand {
        if scale == Samples.two, random.next(2) == 0 {
            return random.pick([
                .tag("points", scale), .field("price", scale), aggregate(.sum), aggregate(.min),
                aggregate(.max), aggregate(.last),
            ])
        }
        let count = random.pick([
            aggregate(.count), .daysUntil(.tag("birthday", .anniversary)),
            .daysUntil(.tag("coupon_end", .date)), .field("items", Samples.whole),
        ])
        return scale == Samples.two ? .rescaled(count, scale) : count
    }

    private mutating func aggregate(_ function: Aggregate.Function) -> Operand {
        let isCount = function == .count
        let field = isCount && random.next(3) > 0 ? nil : "amount"
        let span = Span.hours(Int64(random.pick([24, 48])))
        return .aggregate(
            Aggregate(
                function: function, event: "order.placed", field: field, span: span,
                type: isCount ? Samples.whole : Samples.two))
    }

    private mutating func time() -> Condition {
        let tags = [Operand.tag("joined", .time), .tag("last_order_at", .time)]
        let left = random.pick(tags)
        let span = Span.hours(Int64(random.pick([0, 1, 24, 48])))
        switch random.next(5) {
        case 0: return .olderThan(left, span)
        case 1: return .within(left, span)
        case 2:
            return .compare(
                aggregate(.count), random.pick(Condition.Comparison.allCases),
                .literal(.number(Int64(random.next(3))), Samples.whole))
        default:
            let moment = Samples.now - span
            let literal = Operand.literal(.time(moment), .time)
            return compare(
                left, random.pick([literal, literal] + tags),
                .literal(.time(moment + .hours(1)), .time))
        }
    }

    private mutating func days() -> Condition {
        let coupon = Operand.tag("coupon_end", .date)
        let today = Samples.zone.day(of: Samples.now)
        let day = Operand.literal(.date(today + random.next(5)), .date)
        switch random.next(3) {
        case 0: return compare(coupon, day, .literal(.date(today + random.next(5)), .date))
        default:
            let until = Operand.daysUntil(
                random.next(2) == 0 ? coupon : .tag("birthday", .anniversary))
            let count = Operand.literal(.number(smallNumber()), Samples.whole)
            let limit = Operand.literal(
                .number(Int64(random.pick([-1, 0, 365, 385, 386]))), Samples.whole)
            return compare(until, count, limit)
        }
    }
}
