import HongyanCore
import HongyanRules
import Testing

/// `dormant/backlog-unpaced`
@Suite("check dormant/backlog-unpaced")
struct DormantBacklogUnpacedTests {
    private func found(_ backlog: String) -> [String] {
        CheckCase.rule(
            "dormant/backlog-unpaced",
            trigger: "{dormant: order.placed, for: 90d, backlog: \(backlog)}")
    }

    @Test("finds a backlog that falls due at once")
    func finds() {
        #expect(
            found("include") == [
                "rules/r.yaml:4:53 the backlog falls due all at once without a 'pace'"
            ])
    }

    @Test("is content with a pace, and without the backlog")
    func passes() {
        #expect(found("include, pace: 300/day") == [])
        #expect(found("skip") == [])
    }
}
