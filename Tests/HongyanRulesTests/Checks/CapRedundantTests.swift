import HongyanCore
import HongyanRules
import Testing

/// `cap/redundant`
@Suite("check cap/redundant")
struct CapRedundantTests {
    private func found(_ caps: String) -> [String] {
        CheckCase.policy("cap/redundant", ["caps": caps])
    }

    @Test("finds a cap that a tighter one implies")
    func finds() {
        #expect(
            found("{week: 1 per 7d, month: 8 per month}") == [
                "rules/policy.yaml:5:31 the cap 'month' stops nothing, 'week' is tighter"
            ])
    }

    static let implied = [
        "{a: 1 per day, b: 7 per week}", "{a: 1 per 7d, b: 5 per month}",
        "{a: 2 per 7d, b: 2 per 7d}", "{a: 1 per day, b: 9 per 7d}",
        "{a: 1 per day, b: {count: 1 per day, audience: rich}}",
    ]

    @Test("finds one of each pair", arguments: implied)
    func pair(_ caps: String) { #expect(found(caps).count == 1) }

    static let free = [
        "{a: 1 per day, b: 6 per week}", "{a: 1 per 7d, b: 4 per month}",
        "{a: 2 per 7d, b: {count: 2 per 7d, purpose: service}}",
        "{a: {count: 1 per day, audience: rich}, b: 9 per 7d}", "{a: 1 per day, b: 7 per 7d}",
    ]

    @Test("is content where the looser one can still stop something", arguments: free)
    func passes(_ caps: String) { #expect(found(caps) == []) }
}
