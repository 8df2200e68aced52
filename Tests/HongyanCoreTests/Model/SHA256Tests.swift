import HongyanCore
import Testing

struct SHA256Tests {
    /// FIPS 180-4 and NIST's examples; lengths around a block's end from `sha256sum`.
    static let vectors: [(text: String, hash: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        (
            String(repeating: "x", count: 55),
            "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072"
        ),
        (
            String(repeating: "x", count: 56),
            "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e"
        ),
        (
            String(repeating: "x", count: 57),
            "ae14a2563ccf969d99aca69ce6bb74981f734bbf9f655f73b8f06db68cab5217"
        ),
        (
            String(repeating: "x", count: 63),
            "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2"
        ),
        (
            String(repeating: "x", count: 64),
            "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c"
        ),
        (
            String(repeating: "x", count: 65),
            "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed7e9"
        ),
    ]

    @Test("gives NIST's answers", arguments: vectors)
    func answers(_ text: String, _ hash: String) {
        #expect(SHA256.hash(text.utf8).description == hash)
        #expect(Fingerprint(hex: hash)?.description == hash)
    }

    @Test("a million times the letter a")
    func long() {
        var hasher = SHA256()
        for _ in 0..<1_000 { hasher.absorb([UInt8](repeating: 0x61, count: 1_000)) }
        let hash = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(hasher.finish().description == hash)
    }

    @Test("pieces make no difference")
    func pieces() {
        let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        var hasher = SHA256()
        for start in stride(from: 0, to: 300, by: 7) {
            hasher.absorb(bytes[start..<min(start + 7, 300)])
        }
        #expect(hasher.finish() == SHA256.hash(bytes))
    }

    @Test("only 64 hexadecimal digits are a fingerprint")
    func hex() {
        #expect(Fingerprint(hex: "ab") == nil)
        #expect(Fingerprint(hex: String(repeating: "g", count: 64)) == nil)
        #expect(Fingerprint(hex: String(repeating: "+1", count: 32)) == nil)
        #expect(Fingerprint(bytes: [1, 2]) == nil)
    }
}
