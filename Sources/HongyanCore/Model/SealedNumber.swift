/// A phone number that the store keeps encrypted, with what the gates need to know without its
/// digits: its look-up hash, and its carrier and kind.
///
/// The text is `GC` and 32 letters: the key's generation and the number's class as one letter of
/// ``alphabet`` each, then ciphertext and tag.
public struct SealedNumber: Hashable, Sendable {
    /// As stored; 34 ASCII letters.
    public let text: String
    /// The keyed hash of the digits.
    public let hash: Digest

    /// - Parameter text: nil comes back for a text that is no sealed number, as plain digits are.
    public init?(text: String, hash: Digest) {
        let bytes = text.utf8
        guard bytes.count == Self.length, let first = bytes.first,
            let generation = Self.value(of: first), Self.generations.contains(generation),
            Self.value(of: bytes[bytes.index(after: bytes.startIndex)]) != nil
        else { return nil }
        self.text = text
        self.hash = hash
    }

    /// Letters of the text.
    public static let length = 34
    /// Generations of keys; after the last one the first comes again.
    public static let generations = 1...60
    /// 64 letters (RFC 4648), each worth its place.
    public static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Which key sealed it.
    public var generation: Int { text.utf8.first.flatMap(Self.value) ?? 0 }

    /// The block of the number table that it lay in when it was sealed; nil for none.
    public var block: (carrier: Carrier, kind: NumberKind)? {
        let bytes = text.utf8
        guard let value = Self.value(of: bytes[bytes.index(after: bytes.startIndex)]) else {
            return nil
        }
        let (carrier, kind) = (value / 8, value % 8 - 1)
        guard Carrier.allCases.indices.contains(carrier),
            NumberKind.allCases.indices.contains(kind)
        else { return nil }
        return (Carrier.allCases[carrier], NumberKind.allCases[kind])
    }

    /// The letter of a class; `A` for a number of no block.
    public static func letter(of block: (carrier: Carrier, kind: NumberKind)?) -> UInt8 {
        guard let block, let carrier = Carrier.allCases.firstIndex(of: block.carrier),
            let kind = NumberKind.allCases.firstIndex(of: block.kind)
        else { return alphabet[0] }
        return alphabet[carrier * 8 + kind + 1]
    }

    /// The place of a letter; nil for a byte that is none.
    public static func value(of byte: UInt8) -> Int? {
        switch byte {
        case 65...90: Int(byte) - 65
        case 97...122: Int(byte) - 71
        case 48...57: Int(byte) + 4
        case 43: 62
        case 47: 63
        default: nil
        }
    }
}
