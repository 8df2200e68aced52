import Testing

@testable import HongyanCore

@Suite("phrase matcher")
struct PhraseMatcherTests {
    /// A generator of its own, so that each run tries the same texts.
    private struct Dice {
        var state: UInt64
        mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    private struct Hit: Hashable {
        let phrase: Int
        let end: Int
    }

    @Test("finds exactly what a search phrase by phrase finds")
    func agrees() {
        var dice = Dice(state: 7)
        for _ in 0..<200 {
            let phrases = (0..<1 + dice.below(30)).map { _ in
                (0..<1 + dice.below(5)).map { _ in UInt16(0x4E00 + dice.below(4)) }
            }
            let text = (0..<dice.below(60)).map { _ in UInt16(0x4E00 + dice.below(5)) }
            var found: [Hit] = []
            PhraseMatcher(phrases).scan(text) { found.append(Hit(phrase: $0, end: $1)) }
            var expected: Set<Hit> = []
            for (index, phrase) in phrases.enumerated() where phrase.count <= text.count {
                for start in 0...text.count - phrase.count
                where Array(text[start..<start + phrase.count]) == phrase {
                    expected.insert(Hit(phrase: index, end: start + phrase.count))
                }
            }
            #expect(Set(found) == expected)
            #expect(found.count == expected.count)
            #expect(found.map(\.end) == found.map(\.end).sorted())
        }
    }

    @Test("has nothing to find without phrases or text")
    func empty() {
        PhraseMatcher([]).scan([1, 2, 3]) { _, _ in Issue.record("found something") }
        PhraseMatcher([[1]]).scan([]) { _, _ in Issue.record("found something") }
    }
}
