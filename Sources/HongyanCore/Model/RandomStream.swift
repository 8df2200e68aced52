/// A stream of pseudo-random numbers that is the same wherever and whenever it is drawn
/// (SplitMix64).
///
/// Its state hangs on (seed, purpose, id) alone, so one message's luck does not depend on how
/// many came before.
public struct RandomStream: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameters:
    ///   - seed: The world's seed.
    ///   - purpose: What is drawn: `carrier.latency`. Two purposes are independent.
    ///   - id: Whom it is drawn for.
    public init(seed: UInt64, purpose: String, id: String) {
        let digest = Digest(hashing: ["random", String(seed), purpose, id])
        state = digest.low
    }

    /// A stream from plain SplitMix64 state.
    init(state: UInt64) { self.state = state }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number in `0..<count`, each as likely as the other (Lemire's method). Traps unless
    /// `count` ≥ 1.
    public mutating func below(_ count: Int) -> Int {
        precondition(count >= 1, "a range to draw from must not be empty")
        let bound = UInt64(count)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// True in `of10000` of 10,000 cases; never at 0, always at 10,000.
    public mutating func chance(of10000 share: Int) -> Bool { below(10_000) < share }
}
