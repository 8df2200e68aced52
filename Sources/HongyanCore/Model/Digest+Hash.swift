extension Digest {
    /// The hash of a list of texts under the fixed public key: for ids made from natural keys,
    /// versions, book hashes.
    ///
    /// SipHash-2-4 with 128 bits of output over each part's UTF-8 bytes with their length before
    /// them, so that `["a", "bc"]` and `["ab", "c"]` differ. Not a secret; where guessing matters
    /// use ``init(keyed:hashing:)``.
    public init(hashing parts: [String]) {
        self.init(keyed: Digest.publicKey, hashing: parts)
    }

    /// The same under a key of one's own: for phone numbers and everything else that must not be
    /// guessed.
    public init(keyed key: Digest, hashing parts: [String]) {
        var hasher = SipHash(key: key)
        for part in parts { hasher.absorb(part: part) }
        self = hasher.finish()
    }

    /// As ``init(hashing:)`` of four texts, without a list of them.
    public init(hashing one: String, _ two: String, _ three: String, _ four: String) {
        var hasher = SipHash(key: Digest.publicKey)
        hasher.absorb(part: one)
        hasher.absorb(part: two)
        hasher.absorb(part: three)
        hasher.absorb(part: four)
        self = hasher.finish()
    }

    /// SipHash-2-4-128 of plain bytes.
    ///
    /// `key.low` holds the key's first eight bytes, little-endian, `key.high` the other eight;
    /// the output words are laid out in the same way.
    public init(keyed key: Digest, bytes: [UInt8]) {
        var hasher = SipHash(key: key)
        for byte in bytes { hasher.absorb(byte) }
        self = hasher.finish()
    }

    /// "hongyan.digest.1" as bytes; changing it changes every id ever stored.
    static let publicKey = Digest(high: 0x312E_7473_6567_6964, low: 0x2E6E_6179_676E_6F68)
}

/// SipHash-2-4 with 128-bit output (Aumasson and Bernstein; reference implementation, CC0).
struct SipHash {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    private var tail: UInt64 = 0
    private var count: UInt64 = 0

    init(key: Digest) {
        v0 = 0x736f_6d65_7073_6575 ^ key.low
        v1 = 0x646f_7261_6e64_6f6d ^ key.high ^ 0xEE
        v2 = 0x6c79_6765_6e65_7261 ^ key.low
        v3 = 0x7465_6462_7974_6573 ^ key.high
    }

    @inline(__always)
    mutating func absorb(_ byte: UInt8) { absorb(UInt64(byte), bytes: 1) }

    /// Eight bytes, little-endian.
    mutating func absorb(_ word: UInt64) { absorb(word, bytes: 8) }

    /// The lowest `count` bytes of a word, one to eight of them; the others are zero.
    @inline(__always)
    private mutating func absorb(_ word: UInt64, bytes: UInt64) {
        let filled = count & 7
        count &+= bytes
        tail |= word << (8 * filled)
        guard filled + bytes >= 8 else { return }
        compress(tail)
        // A shift by 64 gives zero.
        tail = word >> (8 * (8 - filled))
    }

    /// A text's UTF-8 bytes, with their number before them as eight bytes, little-endian.
    mutating func absorb(part: String) {
        var part = part
        part.withUTF8 { text in
            let bytes = UnsafeRawBufferPointer(text)
            absorb(UInt64(bytes.count), bytes: 8)
            var next = 0
            while next + 8 <= bytes.count {
                absorb(
                    UInt64(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self)),
                    bytes: 8)
                next += 8
            }
            guard next < bytes.count else { return }
            var rest: UInt64 = 0
            for place in (next..<bytes.count).reversed() { rest = rest << 8 | UInt64(bytes[place]) }
            absorb(rest, bytes: UInt64(bytes.count - next))
        }
    }

    mutating func finish() -> Digest {
        compress(tail | (count & 0xFF) << 56)
        v2 ^= 0xEE
        for _ in 0..<4 { round() }
        let low = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xDD
        for _ in 0..<4 { round() }
        return Digest(high: v0 ^ v1 ^ v2 ^ v3, low: low)
    }

    @inline(__always)
    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        v0 = v0 &+ v1
        v1 = (v1 << 13 | v1 >> 51) ^ v0
        v0 = v0 << 32 | v0 >> 32
        v2 = v2 &+ v3
        v3 = (v3 << 16 | v3 >> 48) ^ v2
        v0 = v0 &+ v3
        v3 = (v3 << 21 | v3 >> 43) ^ v0
        v2 = v2 &+ v1
        v1 = (v1 << 17 | v1 >> 47) ^ v2
        v2 = v2 << 32 | v2 >> 32
    }
}
