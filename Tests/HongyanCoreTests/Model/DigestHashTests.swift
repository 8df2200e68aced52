import HongyanCore
import Testing

@Suite("Hashes")
struct DigestHashTests {
    /// Bytes 00 … 0f.
    private static let key = Digest(high: 0x0F0E_0D0C_0B0A_0908, low: 0x0706_0504_0302_0100)

    /// The output as the reference writes it: both words little-endian, the low one first.
    private static func bytes(_ digest: Digest) -> String {
        [digest.low, digest.high].map { (word: UInt64) -> String in
            let digits = String(word.byteSwapped, radix: 16, uppercase: true)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    @Test(
        "are SipHash-2-4-128: the vectors of the reference implementation",
        arguments: [
            (0, "A3817F04BA25A8E66DF67214C7550293"), (1, "DA87C1D86B99AF44347659119B22FC45"),
            (7, "A1F1EBBED8DBC153C0B84AA61FF08239"), (8, "3B62A9BA6258F5610F83E264F31497B4"),
            (15, "5493E99933B0A8117E08EC0F97CFC3D9"), (16, "6EE2A4CA67B054BBFD3315BF85230577"),
            (63, "5150D1772F50834A503E069A973FBD7C"),
        ])
    func vectors(length: Int, expected: String) {
        let input = (0..<length).map { UInt8($0) }
        let digest = Digest(keyed: DigestHashTests.key, bytes: input)
        #expect(DigestHashTests.bytes(digest) == expected)
    }

    @Test("take each part with its length")
    func parts() {
        #expect(Digest(hashing: ["a", "bc"]) != Digest(hashing: ["ab", "c"]))
        #expect(Digest(hashing: ["a"]) != Digest(hashing: ["a", ""]))
        #expect(Digest(hashing: []) != Digest(hashing: [""]))
        #expect(Digest(hashing: ["鸿雁"]) == Digest(hashing: ["鸿雁"]))
        // Length as eight little-endian bytes, then the text.
        let input: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0, 0x68, 0x79]
        let key = DigestHashTests.key
        #expect(Digest(keyed: key, hashing: ["hy"]) == Digest(keyed: key, bytes: input))
    }

    @Test("hang on the key")
    func keyed() {
        let key = DigestHashTests.key
        #expect(Digest(keyed: key, hashing: ["a"]) != Digest(hashing: ["a"]))
        #expect(Digest(keyed: key, hashing: ["a"]) == Digest(keyed: key, hashing: ["a"]))
    }

    @Test("never change: ids in stores of earlier releases stay valid")
    func pinned() {
        let id = Digest(hashing: ["order.placed", "C1"])
        #expect(id.description == "18533f38f619e97f7671df1397c17486")
        #expect(Digest(hex: Digest(hashing: ["x"]).description) == Digest(hashing: ["x"]))
    }
}
