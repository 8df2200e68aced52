import Testing

@testable import HongyanCore

@Suite("Random streams")
struct RandomStreamTests {
    @Test("are SplitMix64")
    func vectors() {
        var stream = RandomStream(state: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect((0..<5).map { (_: Int) in stream.next() } == expected)
    }

    @Test("hang on seed, purpose and id, and on nothing else")
    func origin() {
        func first(_ seed: UInt64, _ purpose: String, _ id: String) -> UInt64 {
            var stream = RandomStream(seed: seed, purpose: purpose, id: id)
            return stream.next()
        }
        #expect(first(1, "latency", "m1") == first(1, "latency", "m1"))
        let all: Set<UInt64> = [
            first(1, "latency", "m1"), first(2, "latency", "m1"), first(1, "receipt", "m1"),
            first(1, "latency", "m2"),
        ]
        #expect(all.count == 4)
    }

    @Test("below(n) stays below n and is even")
    func below() {
        var stream = RandomStream(seed: 1, purpose: "test", id: "below")
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[stream.below(7)] += 1 }
        #expect(counts.allSatisfy { (9_600...10_400).contains($0) })
        #expect((0..<100).allSatisfy { (_: Int) in stream.below(1) == 0 })
    }

    @Test("chance is never at 0, always at 10,000, and in between about as often as it says")
    func chance() {
        var stream = RandomStream(seed: 1, purpose: "test", id: "chance")
        #expect((0..<1_000).allSatisfy { (_: Int) in !stream.chance(of10000: 0) })
        #expect((0..<1_000).allSatisfy { (_: Int) in stream.chance(of10000: 10_000) })
        let hits = (0..<100_000).filter { (_: Int) in stream.chance(of10000: 250) }.count
        #expect((2_300...2_700).contains(hits))
    }
}
