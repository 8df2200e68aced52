internal import HongyanCore

/// A share with its 95 % interval, for display only: nothing is decided by it.
struct ShareInterval: Hashable {
    /// Of 1: 0.5 is half. Below 0 for a difference.
    let value: Double
    let low: Double
    let high: Double

    /// The quantile of the normal distribution for 95 % on two sides.
    private static let z = 1.959_963_985

    /// Wilson's score interval: right for small groups and for shares near 0 and 1.
    init(_ part: Int, of whole: Int) {
        precondition(part >= 0 && part <= whole && whole > 0, "a share of nothing")
        let n = Double(whole)
        let p = Double(part) / n
        let square = Self.z * Self.z
        let middle = (p + square / (2 * n)) / (1 + square / n)
        let spread = p * (1 - p) / n + square / (4 * n * n)
        let half = Self.z / (1 + square / n) * spread.squareRoot()
        value = p
        low = part == 0 ? 0 : max(0, middle - half)
        high = part == whole ? 1 : min(1, middle + half)
    }

    /// The first less the second, with Newcombe's interval (his method 10) from both of Wilson's.
    init(difference one: ShareInterval, _ other: ShareInterval) {
        func square(_ number: Double) -> Double { number * number }
        value = one.value - other.value
        let below = square(one.value - one.low) + square(other.high - other.value)
        let above = square(one.high - one.value) + square(other.value - other.low)
        low = value - below.squareRoot()
        high = value + above.squareRoot()
    }

    /// Of both ends alike: 0 lies outside.
    var excludesZero: Bool { low > 0 || high < 0 }

    /// `12.3%`.
    static func percent(_ share: Double) -> String { "\(tenths(share, sign: false))%" }

    /// `+1.2`, in points of a hundred.
    static func points(_ share: Double) -> String { tenths(share, sign: true) }

    private static func tenths(_ share: Double, sign: Bool) -> String {
        let count = Int((share * 1_000).rounded())
        let mark = count < 0 ? "−" : sign && count > 0 ? "+" : ""
        return "\(mark)\(Int(count.magnitude) / 10).\(Int(count.magnitude) % 10)"
    }

    /// Of 1, with four places, as JSON writes it.
    static func decimal(_ share: Double) -> String {
        let count = Int((share * 10_000).rounded())
        return Money(units: Int64(count)).description
    }
}
