import HongyanCore
import Testing

@Suite("Parts")
struct PartsTests {
    @Test(
        "70 units in one part, 67 in each of several",
        arguments: [
            (0, 1), (1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4), (670, 10),
        ])
    func counts(units: Int, parts: Int) {
        #expect(PartCount.parts(in: String(repeating: "鸿", count: units)) == parts)
    }

    @Test("a surrogate pair counts two units and is never split")
    func surrogates() {
        #expect(PartCount.parts(in: String(repeating: "😀", count: 35)) == 1)
        // 72 units, 33 pairs (66 units) in a part: 36 pairs are two parts.
        #expect(PartCount.parts(in: String(repeating: "😀", count: 36)) == 2)
        // 134 units would be two parts of 67 but for the pair on the border.
        #expect(PartCount.parts(in: String(repeating: "😀", count: 67)) == 3)
        let border = String(repeating: "字", count: 66) + "😀" + String(repeating: "字", count: 5)
        #expect(PartCount.split(border).map(\.utf16.count) == [66, 7])
    }

    @Test("split parts join to the text, none is over 67, and there are as many as counted")
    func property() {
        var random = RandomStream(seed: 11, purpose: "parts", id: "property")
        let alphabet: [Unicode.Scalar] = ["字", "a", "😀", "𠮷", "，", "\u{0301}", "\u{200D}", "👍"]
        for _ in 0..<2_000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<random.below(400) { scalars.append(alphabet[random.below(8)]) }
            let text = String(scalars)
            let parts = PartCount.split(text)
            #expect(parts.joined().unicodeScalars.elementsEqual(text.unicodeScalars))
            #expect(parts.count == PartCount.parts(in: text))
            let limit = parts.count == 1 ? 70 : 67
            #expect(parts.allSatisfy { $0.utf16.count <= limit })
        }
    }
}
