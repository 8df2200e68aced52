internal import Crypto
internal import HongyanCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

// The only file of the program that calls the cryptographic library.

/// The secret that opens a store's phone numbers: 256 random bits, which the workspace's operator
/// keeps outside the store. It describes itself masked.
public struct NumberSecret: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Bytes of a secret.
    public static let length = 32
    private let bytes: [UInt8]

    /// - Parameter bytes: ``length`` of them, from a source that nobody can guess; nil otherwise.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 hexadecimal digits, or the same in base64; nil for anything else, a pass phrase
    /// above all, which could be guessed.
    public init?(text: String) {
        var bytes: [UInt8] = []
        if text.utf8.count == 2 * Self.length {
            var digits = Array(text.utf8)[...]
            while let pair = digits.isEmpty ? nil : digits.prefix(2) {
                guard let byte = UInt8(String(decoding: pair, as: UTF8.self), radix: 16),
                    pair.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") })
                else { return nil }
                bytes.append(byte)
                digits = digits.dropFirst(2)
            }
        } else if let data = Data(base64Encoded: text) {
            bytes = [UInt8](data)
        }
        self.init(bytes: bytes)
    }

    /// 64 hexadecimal digits: for the one moment in which the operator is told a new secret.
    public var text: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// What tells this secret from others and gives nothing of it away; 16 hexadecimal digits. The
    /// store keeps it.
    public var check: String {
        let value = HongyanCore.Digest(bytes: derived("check", bytes: 16))
        return String(value.description.prefix(16))
    }

    public var description: String { "secret \(check)" }
    public var customMirror: Mirror { Mirror(self, children: ["check": check]) }

    /// A key of its own for each use (HKDF-SHA-256, RFC 5869).
    fileprivate func derived(_ use: String, bytes count: Int = length) -> [UInt8] {
        let key = HKDF<Crypto.SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes), salt: Array("hongyan.numbers".utf8),
            info: Array(use.utf8), outputByteCount: count)
        return key.withUnsafeBytes { Array($0) }
    }
}

/// What seals numbers in one generation of a store's keys.
struct NumberKeys: Sendable {
    let generation: Int
    /// Of AES-256-GCM.
    fileprivate let sealing: [UInt8]
    /// Of the look-up hash. It is the first secret's and stays when secrets change: a refusal is
    /// known by its hash alone, and could not be hashed again.
    fileprivate let hashing: [UInt8]

    /// The first keys of a store.
    init(first secret: NumberSecret) {
        generation = SealedNumber.generations.lowerBound
        sealing = secret.derived("seal \(generation)")
        hashing = secret.derived("look-up")
    }

    /// The keys that follow under a new secret.
    init(after keys: NumberKeys, secret: NumberSecret) {
        generation = keys.generation % SealedNumber.generations.upperBound + 1
        sealing = secret.derived("seal \(generation)")
        hashing = keys.hashing
    }

    /// The keys themselves, encrypted under a secret: what the store keeps.
    func wrapped(by secret: NumberSecret) throws -> [UInt8] {
        let plain = sealing + hashing
        let nonce = HMAC<Crypto.SHA256>.authenticationCode(
            for: plain, using: SymmetricKey(data: secret.derived("wrap-nonce")))
        let box = try AES.GCM.seal(
            plain, using: SymmetricKey(data: secret.derived("wrap")),
            nonce: AES.GCM.Nonce(data: Array(nonce).prefix(12)),
            authenticating: [UInt8(generation)])
        return Array(nonce).prefix(12) + Array(box.ciphertext) + Array(box.tag)
    }

    /// - Throws: When the bytes are not keys of that generation under this secret.
    init(generation: Int, wrapped bytes: [UInt8], secret: NumberSecret) throws {
        let box = try AES.GCM.SealedBox(combined: bytes)
        let plain = try AES.GCM.open(
            box, using: SymmetricKey(data: secret.derived("wrap")),
            authenticating: [UInt8(truncatingIfNeeded: generation)])
        guard plain.count == 2 * NumberSecret.length else { throw CryptoKitError.incorrectKeySize }
        self.generation = generation
        sealing = Array(plain.prefix(NumberSecret.length))
        hashing = Array(plain.suffix(NumberSecret.length))
    }
}

/// Seals, opens and hashes numbers with a store's keys.
///
/// Sealing is AES-256-GCM with a synthetic nonce: the first 96 bits of the number's look-up hash, a
/// pseudo-random function of the number under a key of its own. The same number under the same key
/// so gives the same bytes; that two rows have one number, the hash beside them tells anyway.
struct NumberCipher: Sendable {
    let current: Int
    private let sealing: [Int: SymmetricKey]
    private let hashing: SymmetricKey

    /// - Parameter keys: All that may have sealed something, the current ones last.
    init?(_ keys: [NumberKeys]) {
        guard let last = keys.last else { return nil }
        current = last.generation
        hashing = SymmetricKey(data: last.hashing)
        var sealing: [Int: SymmetricKey] = [:]
        for key in keys { sealing[key.generation] = SymmetricKey(data: key.sealing) }
        self.sealing = sealing
    }

    /// Of any of these generations.
    var generations: Set<Int> { Set(sealing.keys) }

    /// The look-up hash: HMAC-SHA-256 over the hash that a store without a key would keep, so that
    /// a store can be given a key although refusals are known by their hash alone.
    func hash(_ plainHash: HongyanCore.Digest) -> HongyanCore.Digest {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for word in [plainHash.high, plainHash.low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        let code = HMAC<Crypto.SHA256>.authenticationCode(for: bytes, using: hashing)
        return code.withUnsafeBytes { HongyanCore.Digest(bytes: Array($0.prefix(16))) }
    }

    /// The stored text of a number.
    func seal(_ number: PhoneNumber, hash: HongyanCore.Digest) throws -> String {
        guard let key = sealing[current], let digits = Self.packed(number.e164) else {
            throw StoreError.failed("a phone number cannot be encrypted")
        }
        let head = [
            SealedNumber.alphabet[current], SealedNumber.letter(of: NumberTable.lookup(number)),
        ]
        let box = try AES.GCM.seal(
            digits, using: key, nonce: AES.GCM.Nonce(data: Self.nonce(hash)), authenticating: head)
        let body = Data(box.ciphertext + box.tag).base64EncodedString()
        return String(decoding: head, as: UTF8.self) + body
    }

    /// The number with its digits; nil when the text is not what this store's keys sealed.
    func open(_ sealed: SealedNumber) -> PhoneNumber? {
        guard let key = sealing[sealed.generation],
            let body = Data(base64Encoded: String(sealed.text.dropFirst(2))), body.count == 24,
            let nonce = try? AES.GCM.Nonce(data: Self.nonce(sealed.hash)),
            let box = try? AES.GCM.SealedBox(
                nonce: nonce, ciphertext: body.prefix(8), tag: body.suffix(16)),
            let plain = try? AES.GCM.open(
                box, using: key, authenticating: Array(sealed.text.utf8.prefix(2)))
        else { return nil }
        let value = plain.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return PhoneNumber(e164: "+\(value)")
    }

    /// Hides the salt of a seal's print under the key of look-ups, which no change of keys touches,
    /// and shows it again: the same call does both.
    /// - Parameter name: Of the sealed row; each has a salt of its own.
    func veil(_ salt: [UInt8], of name: String) -> [UInt8] {
        zip(salt, code("hongyan.seal-veil\n\(name)\n", [])).map { $0 ^ $1 }
    }

    /// The salt of the print that takes the place of one with another salt: whoever lacks the key
    /// can make none for another hash. 16 bytes.
    func salt(after salt: [UInt8], for hash: HongyanCore.Digest, of name: String) -> [UInt8] {
        code("hongyan.seal-salt\n\(name)\n", salt + Array(hash.blob))
    }

    /// 16 bytes of HMAC-SHA-256; never over 16 bytes, which is what look-up hashes are made of.
    private func code(_ use: String, _ bytes: [UInt8]) -> [UInt8] {
        let code = HMAC<Crypto.SHA256>.authenticationCode(
            for: Array(use.utf8) + bytes, using: hashing)
        return code.withUnsafeBytes { Array($0.prefix(16)) }
    }

    private static func nonce(_ hash: HongyanCore.Digest) -> [UInt8] { Array(hash.blob.prefix(12)) }

    /// The digits as a number of eight bytes, big-endian; nil unless they are `+` and at most 18
    /// digits without a zero in front.
    private static func packed(_ e164: String) -> [UInt8]? {
        guard e164.first == "+", let value = UInt64(e164.dropFirst()), "+\(value)" == e164,
            e164.utf8.count <= 19
        else { return nil }
        return stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

extension HongyanCore.Digest {
    /// Sixteen bytes, big-endian; further ones are left out.
    fileprivate init(bytes: [UInt8]) {
        var words: (UInt64, UInt64) = (0, 0)
        for byte in bytes.prefix(8) { words.0 = words.0 << 8 | UInt64(byte) }
        for byte in bytes.dropFirst(8).prefix(8) { words.1 = words.1 << 8 | UInt64(byte) }
        self.init(high: words.0, low: words.1)
    }
}
