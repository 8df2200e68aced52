/// A 128-bit hash: of a rule book, a natural key, a phone number.
public struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
    @inlinable
    public static func == (left: Digest, right: Digest) -> Bool {
        left.high == right.high && left.low == right.low
    }
    /// It is a hash already, so its lower half is hash enough.
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(low) }
    @inlinable
    public static func < (left: Digest, right: Digest) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
    /// 32 lower-case hexadecimal digits.
    public var description: String {
        String(unsafeUninitializedCapacity: 32) { digits in
            for place in 0..<32 {
                let word = place < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (place & 15))) & 15
                digits.initializeElement(
                    at: place,
                    to: digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
            return 32
        }
    }

    /// Reads 32 hexadecimal digits.
    public init?(hex text: String) {
        guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
            let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}
