extension Aggregate {
    /// The aggregate over a customer's events of its kind, of which those in `(now − span, now]`
    /// count.
    ///
    /// Events come in any order. Those without the field, or with one of another kind, do not
    /// count. Count and sum of nothing are 0; min, max and last of nothing are missing; a sum that
    /// leaves 64 bits at its end is missing, whatever it passed through.
    public func value(
        over events: [(at: Timestamp, seq: Seq, fields: [String: Value])], now: Timestamp
    ) -> Value? {
        let inside = events.filter { $0.at > now - span && $0.at <= now }
        guard let field else { return function == .count ? .number(Int64(inside.count)) : nil }
        let rows = inside.compactMap { event in
            event.fields[field].map { (at: event.at, seq: event.seq, value: $0) }
        }
        switch function {
        case .count:
            return .number(Int64(rows.count))
        case .sum:
            var total: Int128 = 0
            for case .number(let number) in rows.map(\.value) { total += Int128(number) }
            return Int64(exactly: total).map { .number($0) }
        case .min:
            return Aggregate.extreme(rows.map(\.value)) { $0 < $1 }
        case .max:
            return Aggregate.extreme(rows.map(\.value)) { $0 > $1 }
        case .last:
            return rows.max { left, right in
                left.at == right.at ? left.seq < right.seq : left.at < right.at
            }?.value
        }
    }

    private static func extreme(
        _ values: [Value], _ comesFirst: (Int64, Int64) -> Bool
    ) -> Value? {
        var best: (value: Value, rank: Int64)?
        for value in values {
            guard let rank = value.rank else { continue }
            if let held = best, !comesFirst(rank, held.rank) { continue }
            best = (value, rank)
        }
        return best?.value
    }
}
