/// A set of 64-bit integers: closed ranges, ascending, with gaps between them.
struct IntervalSet: Hashable, Sendable {
    private(set) var ranges: [ClosedRange<Int64>]

    static let all = IntervalSet(Int64.min...Int64.max)
    static let none = IntervalSet(of: [])

    init(_ range: ClosedRange<Int64>) { ranges = [range] }

    /// The union of ranges in any order.
    init(of parts: [ClosedRange<Int64>]) {
        ranges = []
        for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = ranges.last,
                last.upperBound == .max || part.lowerBound <= last.upperBound + 1
            else {
                ranges.append(part)
                continue
            }
            let upper = max(last.upperBound, part.upperBound)
            ranges[ranges.count - 1] = last.lowerBound...upper
        }
    }

    static func atMost(_ bound: Int64) -> IntervalSet { IntervalSet(Int64.min...bound) }
    static func atLeast(_ bound: Int64) -> IntervalSet { IntervalSet(bound...Int64.max) }
    static func below(_ bound: Int64) -> IntervalSet { bound == .min ? none : atMost(bound - 1) }
    static func above(_ bound: Int64) -> IntervalSet { bound == .max ? none : atLeast(bound + 1) }

    var isEmpty: Bool { ranges.isEmpty }
    var least: Int64? { ranges.first?.lowerBound }
    var greatest: Int64? { ranges.last?.upperBound }

    func contains(_ value: Int64) -> Bool { ranges.contains { $0.contains(value) } }

    func union(_ other: IntervalSet) -> IntervalSet { IntervalSet(of: ranges + other.ranges) }

    func intersection(_ other: IntervalSet) -> IntervalSet {
        var result: [ClosedRange<Int64>] = []
        var left = ranges[...]
        var right = other.ranges[...]
        while let one = left.first, let two = right.first {
            let low = max(one.lowerBound, two.lowerBound)
            let high = min(one.upperBound, two.upperBound)
            if low <= high { result.append(low...high) }
            if one.upperBound < two.upperBound { left.removeFirst() } else { right.removeFirst() }
        }
        return IntervalSet(of: result)
    }

    var complement: IntervalSet {
        var result: [ClosedRange<Int64>] = []
        var start = Int64.min
        for range in ranges {
            if start < range.lowerBound { result.append(start...(range.lowerBound - 1)) }
            guard range.upperBound < .max else { return IntervalSet(of: result) }
            start = range.upperBound + 1
        }
        result.append(start...Int64.max)
        return IntervalSet(of: result)
    }
}
