/// Small numbers out of a seed (SplitMix64).
public struct SampleRandom {
    private var state: UInt64
    public init(seed: UInt64) { state = seed }

    public mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ (word >> 31)) % UInt64(bound))
    }
    public mutating func pick<T>(_ list: [T]) -> T { list[next(list.count)] }
}
