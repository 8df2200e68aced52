import HongyanCore
import Testing

struct ConditionAggregateTests {
    static let now = Timestamp(seconds: 1_000_000)
    typealias Row = (at: Timestamp, seq: Seq, fields: [String: Value])

    static func row(_ ago: Span, _ seq: Int64, _ amount: Int64?) -> Row {
        (now - ago, Seq(seq), amount.map { ["amount": .number($0)] } ?? [:])
    }
    /// The first lies on the open end of the window, the last is still to come.
    static let rows: [Row] = [
        row(.hours(2), 1, 1_000), row(.hours(1), 2, 7), row(.minutes(30), 5, 9),
        row(.minutes(30), 3, 4), row(.minutes(5), 6, nil), row(.zero, 4, -2),
        row(.seconds(-1), 7, 500),
    ]

    static func aggregate(_ function: Aggregate.Function, _ field: String? = "amount") -> Aggregate
    {
        Aggregate(
            function: function, event: "order.placed", field: field, span: .hours(2),
            type: .number(scale: 0))
    }

    @Test(
        "takes the events in (now − span, now]",
        arguments: [
            (Aggregate.Function.count, nil, Int64(5)), (.sum, "amount", 18), (.min, "amount", -2),
            (.max, "amount", 9), (.last, "amount", -2),
        ])
    func values(_ function: Aggregate.Function, _ field: String?, _ expected: Int64) {
        let value = Self.aggregate(function, field).value(over: Self.rows, now: Self.now)
        #expect(value == .number(expected))
    }

    @Test("last takes the latest by time and then by seq that has the field")
    func last() {
        let rows = Self.rows.filter { $0.at <= Self.now - .minutes(5) }
        #expect(Self.aggregate(.last).value(over: rows, now: Self.now) == .number(9))
    }

    @Test("count and sum of nothing are 0; min, max and last of nothing are missing")
    func nothing() {
        #expect(Self.aggregate(.count, nil).value(over: [], now: Self.now) == .number(0))
        #expect(Self.aggregate(.sum).value(over: [], now: Self.now) == .number(0))
        for function in [Aggregate.Function.min, .max, .last] {
            #expect(Self.aggregate(function).value(over: [], now: Self.now) == nil)
        }
    }

    @Test("a sum that leaves 64 bits is missing, one that only passed through is not")
    func overflow() {
        let most = Self.row(.minutes(1), 1, .max)
        let one = Self.row(.minutes(2), 2, 1)
        let minus = Self.row(.minutes(3), 3, -1)
        let sum = Self.aggregate(.sum)
        #expect(sum.value(over: [most, one], now: Self.now) == nil)
        #expect(sum.value(over: [most, one, minus], now: Self.now) == .number(.max))
    }

    @Test("min and max keep the kind of what they compare")
    func times() {
        let early = Timestamp(seconds: 5)
        let late = Timestamp(seconds: 9)
        let rows: [Row] = [
            (Self.now, Seq(1), ["t": .time(late)]), (Self.now, Seq(2), ["t": .time(early)]),
        ]
        #expect(Self.aggregate(.min, "t").value(over: rows, now: Self.now) == .time(early))
        #expect(Self.aggregate(.max, "t").value(over: rows, now: Self.now) == .time(late))
    }
}
