import HongyanCore
import HongyanStore
import Testing

/// The same answer from SQL and from the interpreter, on random conditions and customers with gaps.
struct ConditionSQLTests {
    private struct Random {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((word ^ (word >> 31)) % UInt64(bound))
        }
        mutating func pick<T>(_ list: [T]) -> T { list[next(list.count)] }
    }

    private static let now = Shop.start
    private static let two = ValueType.number(scale: 2)
    private static let words = ["a", "b", "红", "红茶", ""]
    private static let tiers = ValueType.enumeration(["gold", "silver"])
    private static let extremes: [Int64] = [
        0, 1, -1, 100, 9_999, .max, .min, .max / 2, 4_000_000_000, -4_000_000_000,
    ]

    // MARK: Customers

    private static func tags(_ random: inout Random) -> [TagName: Value] {
        var tags: [TagName: Value] = [:]
        func maybe(_ name: TagName, _ value: Value?) {
            if random.next(3) > 0, let value { tags[name] = value }
        }
        maybe("name", .text(random.pick(["a", "ab", "红茶", "b"])))
        maybe("tier", .text(random.pick(["gold", "silver"])))
        maybe("points", .number(random.pick(extremes)))
        maybe("vip", .boolean(random.next(2) == 0))
        maybe("city", .text(random.pick(words.filter { !$0.isEmpty })))
        let births = ["02-29", "11-02", "11-01", "lunar 09-23", "lunar leap 06-01", "1990-12-31"]
        maybe("birthday", Anniversary(text: random.pick(births)).map { .anniversary($0) })
        maybe("coupon_end", .date(Shop.zone.day(of: now) + (random.next(21) - 10)))
        maybe("joined", .time(now - .hours(Int64(random.next(100)) - 10)))
        let sets: [[String]] = [[], ["茶"], ["咖啡", "茶"], ["a"]]
        maybe("likes", .set(random.pick(sets)))
        return tags
    }

    private static func events(_ random: inout Random, of id: CustomerID) -> [IncomingEvent] {
        (0..<random.next(5)).map { (index: Int) in
            var fields: [String: Value] = [:]
            if random.next(4) > 0 { fields["amount"] = .number(random.pick(extremes)) }
            if random.next(2) > 0 { fields["cart_id"] = .text(random.pick(["c1", "c2"])) }
            return Shop.event(
                EventID("\(id)-\(index)"), id, "order.placed",
                now - .hours(Int64(random.next(72))), fields)
        }
    }

    // MARK: Conditions

    private static func operand(_ random: inout Random, depth: Int) -> Operand {
        switch random.next(depth > 0 ? 9 : 4) {
        case 0: return .tag("points", two)
        case 1: return .literal(.number(random.pick(extremes)), two)
        case 2: return .aggregate(aggregate(&random))
        case 3: return .rescaled(.literal(.number(random.pick(extremes)), .number(scale: 0)), two)
        case 4: return .negated(operand(&random, depth: depth - 1), two)
        default:
            return .arithmetic(
                operand(&random, depth: depth - 1), random.pick(Operand.Arithmetic.allCases),
                operand(&random, depth: depth - 1), two)
        }
    }

    private static func aggregate(_ random: inout Random) -> Aggregate {
        let function = random.pick(Aggregate.Function.allCases)
        let isCount = function == .count
        return Aggregate(
            function: function, event: "order.placed",
            field: isCount && random.next(2) == 0 ? nil : "amount",
            span: .hours(Int64(random.pick([1, 24, 48, 100]))),
            type: isCount ? .number(scale: 0) : two)
    }

    private static func leaf(_ random: inout Random) -> Condition {
        let text = ValueType.text
        switch random.next(13) {
        case 0, 1, 2:
            return .compare(
                operand(&random, depth: 2), random.pick(Condition.Comparison.allCases),
                operand(&random, depth: 1))
        case 3:
            return .compare(
                .tag("tier", tiers), random.pick([.equal, .unequal]),
                .literal(.text("gold"), tiers))
        case 4: return .isIn(.tag("city", text), [.text("a"), .text("红茶")])
        case 5:
            return .between(
                .tag("points", two), operand(&random, depth: 0), operand(&random, depth: 0))
        case 6: return .has(.tag("likes", .set([])), random.pick(["茶", "a", "咖"]))
        case 7: return .contains(.tag("name", text), .literal(.text(random.pick(words)), text))
        case 8: return .contains(.tag("name", text), .tag("city", text))
        case 9:
            return .isMissing(
                random.pick([.tag("birthday", .anniversary), operand(&random, depth: 2)]))
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
                .literal(.number(Int64(random.next(12) - 3)), .number(scale: 0)))
        }
    }

    private static func condition(_ random: inout Random, depth: Int) -> Condition {
        guard depth > 0 else { return leaf(&random) }
        switch random.next(5) {
        case 0:
            return .all([
                condition(&random, depth: depth - 1), condition(&random, depth: depth - 1),
            ])
        case 1:
            return .any([
                condition(&random, depth: depth - 1), condition(&random, depth: depth - 1),
            ])
        case 2: return .not(condition(&random, depth: depth - 1))
        default: return leaf(&random)
        }
    }

    @Test(
        "SQL and interpreter agree on 3,000 random conditions over 40 customers", arguments: 0..<4)
    func differential(part: Int) throws {
        var random = Random(state: 20_261_121 + UInt64(part))
        let store = try Shop.store()
        var people: [(id: CustomerID, tags: [TagName: Value], events: [IncomingEvent])] = []
        for index in 0..<40 {
            let id = CustomerID("c\(10 + index)")
            people.append((id, Self.tags(&random), Self.events(&random, of: id)))
        }
        _ = try store.importCustomers(
            people.map { person in
                IncomingCustomer(
                    id: person.id, phone: .untouched, tags: person.tags.mapValues { $0 as Value? })
            }, schema: Shop.schema, at: Self.now)
        _ = try store.ingest(people.flatMap(\.events), schema: Shop.schema, at: Self.now)
        let interval = try Shop.interval(store, from: Self.now - .days(1), to: Self.now)
        for _ in 0..<750 {
            let condition = Self.condition(&random, depth: 3)
            let rule = Shop.rule("r", .schedule(.once(Self.now)), audience: condition)
            let page = try store.occurrences(
                of: rule, in: interval, book: Shop.book([rule]), after: nil, limit: 100)
            let expected = people.filter { person in
                condition.holds(for: Self.subject(person.tags, person.events))
            }
            #expect(page.occurrences.map(\.customer) == expected.map(\.id), "\(condition)")
        }
    }

    private static func subject(_ tags: [TagName: Value], _ events: [IncomingEvent]) -> Subject {
        let rows = events.enumerated().map { (index, event) in
            (at: event.at, seq: Seq(Int64(index)), fields: event.fields)
        }
        var tags = tags
        tags["last_order_at"] = events.map(\.at).max().map { .time($0) }
        let complete = tags
        return Subject(
            now: now, zone: Shop.zone, tag: { complete[$0] },
            aggregate: { $0.value(over: rows, now: now) })
    }
}
