import ConditionSamples
import Testing

@testable import HongyanCore

/// What the analysis proves, random customers try to refute.
struct ConditionTruthTests {
    private static let truth = ConditionTruth(latest: ["last_order_at": "order.placed"])

    /// - Returns: How many proofs there were.
    private func refute(
        _ condition: Condition, customers: Int, _ random: inout SampleRandom
    ) -> Truth {
        let truth = Self.truth.truth(of: condition)
        guard truth != .maybe else { return truth }
        let literals = SampleLiterals(of: condition)
        for _ in 0..<customers {
            let customer = SampleCustomer.near(literals, &random)
            guard condition.holds(for: customer.subject) == (truth == .never) else { continue }
            Issue.record("said to be \(truth.rawValue): \(condition) for \(customer)")
            break
        }
        return truth
    }

    @Test("no random customer refutes a proof", arguments: 0..<6)
    func clashing(part: UInt64) {
        var conditions = ClashingConditions(seed: 7_001 + part)
        var random = SampleRandom(seed: 31 + part)
        var counts: [Truth: Int] = [:]
        for _ in 0..<1_000 {
            let condition = conditions.condition()
            counts[refute(condition, customers: 200, &random), default: 0] += 1
        }
        // Otherwise nothing was put to the test.
        #expect(counts[.never, default: 0] > 100, "\(counts)")
        #expect(counts[.always, default: 0] > 40, "\(counts)")
        #expect(counts[.maybe, default: 0] > 100, "\(counts)")
    }

    @Test("nor one about conditions whose parts are far from each other")
    func spread() {
        var conditions = SampleConditions(seed: 4_711)
        var random = SampleRandom(seed: 5)
        var proofs = 0
        for _ in 0..<2_000 {
            let condition = conditions.condition(depth: 3)
            if refute(condition, customers: 100, &random) != .maybe { proofs += 1 }
        }
        #expect(proofs > 50)
    }

    @Test("one condition's implication of another is not refuted either")
    func implications() {
        var conditions = ClashingConditions(seed: 99)
        var random = SampleRandom(seed: 100)
        var proofs = 0
        for _ in 0..<1_500 {
            let condition = conditions.condition()
            guard case .all(let parts) = condition, let last = parts.last else { continue }
            guard Self.truth.implies(Array(parts.dropLast()), last) else { continue }
            proofs += 1
            let literals = SampleLiterals(of: condition)
            for _ in 0..<100 {
                let subject = SampleCustomer.near(literals, &random).subject
                let first = parts.dropLast().allSatisfy { $0.holds(for: subject) }
                #expect(!first || last.holds(for: subject), "\(condition)")
            }
        }
        #expect(proofs > 50)
    }

    @Test("a condition too large to search ends as maybe, and soon", .timeLimit(.minutes(1)))
    func large() {
        // Nine pigeons, eight holes: impossible, and known to be long to prove.
        func isIn(_ pigeon: Int, _ hole: Int) -> Condition {
            .isTrue(.tag(TagName("p\(pigeon)h\(hole)"), .boolean))
        }
        var rules = (0..<9).map { pigeon in Condition.any((0..<8).map { isIn(pigeon, $0) }) }
        for hole in 0..<8 {
            for one in 0..<9 {
                rules += (0..<one).map { .not(.all([isIn(one, hole), isIn($0, hole)])) }
            }
        }
        #expect(ConditionTruth().truth(of: .all(rules)) == .maybe)
        // Three in two is short.
        let few = rules.prefix(3).map { rule -> Condition in
            guard case .any(let holes) = rule else { return rule }
            return .any(Array(holes.prefix(2)))
        }
        let apart = (0..<2).flatMap { hole in
            [(1, 0), (2, 0), (2, 1)].map {
                Condition.not(.all([isIn($0.0, hole), isIn($0.1, hole)]))
            }
        }
        #expect(ConditionTruth().truth(of: .all(few + apart)) == .never)
    }

    @Test("no anniversary is longer away than the analysis takes for granted")
    func longestWait() {
        var longest = 0
        for month in 1...12 {
            for day in 1...30 {
                for leap in [false, true] {
                    let date = Anniversary(calendar: .lunar, month: month, day: day, leap: leap)
                    let returns = Lunar.years.compactMap {
                        AnniversaryRule.days(of: date, inYear: $0)
                    }
                    for (one, next) in zip(returns, returns.dropFirst()) {
                        longest = max(longest, next - one)
                    }
                }
            }
        }
        // The day after a return is the furthest from the next one.
        #expect(longest - 1 <= Int(AnniversaryRule.longestWaitDays))
        #expect(longest > 380)
    }
}
