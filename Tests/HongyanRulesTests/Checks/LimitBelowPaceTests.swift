import HongyanCore
import HongyanRules
import Testing

/// `limit/below-pace`
@Suite("check limit/below-pace")
struct LimitBelowPaceTests {
    private func found(_ pace: String, _ limit: String) -> [String] {
        CheckCase.rule(
            "limit/below-pace",
            trigger: "{dormant: order.placed, for: 90d, backlog: include, pace: \(pace)}",
            adding: "limit: \(limit)")
    }

    @Test("finds a pace that blows the fuse")
    func finds() {
        #expect(
            found("5000/day", "2000/day") == [
                "rules/r.yaml:4:68 5000 a day are over the limit of 2000/day and blow the fuse"
            ])
        #expect(found("5000/day", "2000/hour").count == 1)
    }

    @Test("is content when a day's pace fits")
    func passes() { #expect(found("2000/day", "2000/day") == []) }
}
