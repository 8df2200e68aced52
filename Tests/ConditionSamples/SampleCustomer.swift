public import HongyanCore

/// A customer of the small shop, with gaps.
public struct SampleCustomer {
    public var tags: [TagName: Value] = [:]
    /// What happened, all of it `order.placed`.
    public var orders: [(at: Timestamp, fields: [String: Value])] = []
    /// Of the event behind the occurrence.
    public var fields: [String: Value] = [:]
    public var now = SampleConditions.now

    /// How conditions see the customer; `last_order_at` follows from the orders.
    public var subject: Subject {
        let rows = orders.enumerated().map { (index, order) in
            (at: order.at, seq: Seq(Int64(index)), fields: order.fields)
        }
        var tags = tags
        tags["last_order_at"] = orders.map(\.at).max().map { .time($0) }
        let (all, fields, now) = (tags, fields, now)
        return Subject(
            now: now, zone: SampleConditions.zone, tag: { all[$0] }, field: { fields[$0] },
            aggregate: { $0.value(over: rows, now: now) })
    }

    /// Values from everywhere.
    public static func spread(_ random: inout SampleRandom) -> SampleCustomer {
        let samples = SampleConditions.self
        var customer = SampleCustomer()
        func maybe(_ name: TagName, _ value: Value?) {
            if random.next(3) > 0, let value { customer.tags[name] = value }
        }
        maybe("name", .text(random.pick(["a", "ab", "红茶", "b"])))
        maybe("tier", .text(random.pick(["gold", "silver"])))
        maybe("points", .number(random.pick(samples.extremes)))
        maybe("vip", .boolean(random.next(2) == 0))
        maybe("city", .text(random.pick(samples.words.filter { !$0.isEmpty })))
        maybe("birthday", birthday(&random))
        maybe("coupon_end", .date(samples.zone.day(of: samples.now) + (random.next(21) - 10)))
        maybe("joined", .time(samples.now - .hours(Int64(random.next(100)) - 10)))
        maybe("likes", .set(random.pick([[], ["茶"], ["咖啡", "茶"], ["a"]])))
        for _ in 0..<random.next(5) {
            var fields: [String: Value] = [:]
            if random.next(4) > 0 { fields["amount"] = .number(random.pick(samples.extremes)) }
            if random.next(2) > 0 { fields["cart_id"] = .text(random.pick(["c1", "c2"])) }
            customer.orders.append((samples.now - .hours(Int64(random.next(72))), fields))
        }
        return customer
    }

    private static func birthday(_ random: inout SampleRandom) -> Value? {
        Anniversary(text: random.pick(SampleConditions.births)).map { .anniversary($0) }
    }

    /// Values on, and one step beside, those that a condition names; seen now, or a little or long
    /// before or after.
    public static func near(
        _ literals: SampleLiterals, _ random: inout SampleRandom
    ) -> SampleCustomer {
        var customer = SampleCustomer()
        let shifts: [Span] = [.zero, .zero, .hours(1), .hours(25), .days(3), .days(400)]
        let shift = random.pick(shifts)
        customer.now = random.next(2) == 0 ? customer.now + shift : customer.now - shift
        func maybe(_ name: TagName, _ value: Value?) {
            if random.next(5) > 0, let value { customer.tags[name] = value }
        }
        maybe("name", .text(random.pick(literals.texts)))
        maybe("city", .text(random.pick(literals.texts)))
        maybe("tier", .text(random.pick(["gold", "silver"])))
        maybe("points", .number(literals.number(&random)))
        maybe("vip", .boolean(random.next(2) == 0))
        maybe("birthday", literals.birthday(at: customer.now, &random) ?? birthday(&random))
        maybe("coupon_end", .date(literals.day(at: customer.now, &random)))
        maybe("joined", .time(literals.time(at: customer.now, &random)))
        maybe("likes", .set(random.pick([[], ["a"], ["茶"], ["a", "茶"]])))
        for name in ["price", "items"] where random.next(5) > 0 {
            customer.fields[name] = .number(literals.number(&random))
        }
        if random.next(5) > 0 { customer.fields["title"] = .text(random.pick(literals.texts)) }
        for _ in 0..<random.next(5) {
            var fields: [String: Value] = [:]
            if random.next(5) > 0 { fields["amount"] = .number(literals.number(&random)) }
            customer.orders.append((literals.time(at: customer.now, &random), fields))
        }
        return customer
    }
}
