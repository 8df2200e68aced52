import HongyanCore

/// Random draws of one person or thing: the same for the same (seed, purpose, number), whatever
/// else is drawn. Cheaper than `RandomStream(seed:purpose:id:)`, which hashes text for each.
struct Dice {
    private var state: UInt64

    init(seed: UInt64, purpose: UInt64, number: Int) {
        state = Dice.mixed(seed &+ 0x9E37_79B9_7F4A_7C15 &* (purpose &+ 1))
        state = Dice.mixed(state ^ UInt64(truncatingIfNeeded: number))
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private static func mixed(_ word: UInt64) -> UInt64 {
        var z = word &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Dice.mixed(state)
    }

    /// 0 ..< count. The bias of the multiplication is below count / 2⁶⁴.
    mutating func below(_ count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    mutating func chance(of10000 share: Int) -> Bool { below(10_000) < share }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    /// The index whose share of the running totals is hit; totals ascend.
    mutating func index(byTotals totals: [Int]) -> Int {
        let mark = below(totals.last ?? 1)
        return totals.firstIndex { mark < $0 } ?? 0
    }
}

/// Running totals of weights, for ``Dice/index(byTotals:)``.
func runningTotals(_ weights: [Int]) -> [Int] {
    var sum = 0
    return weights.map { weight -> Int in
        sum += weight
        return sum
    }
}
