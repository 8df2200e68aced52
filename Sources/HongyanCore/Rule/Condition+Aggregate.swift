extension Aggregate {
    /// The aggregate over a customer's events of its kind, of which those in `(now − span, now]`
    /// count; they come in any order. What counts says ``AggregateFold``.
    public func value(
        over events: [(at: Timestamp, seq: Seq, fields: [String: Value])], now: Timestamp
    ) -> Value? {
        let inside = events.filter { $0.at > now - span && $0.at <= now }
        let newestFirst = inside.sorted { left, right in
            left.at == right.at ? left.seq > right.seq : left.at > right.at
        }
        var fold = AggregateFold(self)
        for event in newestFirst { fold.take(field.flatMap { event.fields[$0] }) }
        return fold.value
    }
}

/// An aggregate event by event, the newest by (at, seq) first.
///
/// Events without the field, or with one of another kind, do not count. Count and sum of nothing
/// are 0; min, max and last of nothing are missing; a sum that leaves 64 bits at its end is
/// missing, whatever it passed through.
public struct AggregateFold {
    private let aggregate: Aggregate
    private var count: Int64 = 0
    private var total: Int128 = 0
    private var best: (value: Value, rank: Int64)?

    public init(_ aggregate: Aggregate) { self.aggregate = aggregate }

    /// Nothing older matters.
    public var isDone: Bool { aggregate.function == .last && best != nil }

    /// - Parameter field: What the event has in the aggregate's field; nil where it has none.
    public mutating func take(_ field: Value?) {
        guard aggregate.field != nil else {
            count += 1
            return
        }
        guard let field else { return }
        count += 1
        switch aggregate.function {
        case .count: break
        case .sum: if case .number(let number) = field { total += Int128(number) }
        case .last: if best == nil { best = (field, 0) }
        case .min, .max:
            guard let rank = field.rank else { return }
            if let best, aggregate.function == .min ? rank >= best.rank : rank <= best.rank {
                return
            }
            best = (field, rank)
        }
    }

    public var value: Value? {
        guard aggregate.field != nil else {
            return aggregate.function == .count ? .number(count) : nil
        }
        switch aggregate.function {
        case .count: return .number(count)
        case .sum: return Int64(exactly: total).map { .number($0) }
        case .min, .max, .last: return best?.value
        }
    }
}
