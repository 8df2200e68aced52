import HongyanCore
import HongyanRules
import Testing

/// `rollout/salt-changed`
@Suite("check rollout/salt-changed")
struct RolloutSaltChangedTests {
    private func check(_ lines: String, _ new: String = "") -> [String] {
        CheckCase.findings(
            "rollout/salt-changed", ["rules/r.yaml": CheckCase.ruleText("r", new)],
            history: CheckCase.history(
                ["rules/r.yaml": nil, "rules/old.yaml": CheckCase.ruleText("old", lines)]))
    }

    static let groups = ["rollout: 10%", "holdout: 5%\ngoal: {event: order.placed, within: 1d}"]

    @Test("finds a rename that deals the groups anew", arguments: groups)
    func finds(_ lines: String) {
        #expect(
            check(lines) == [
                "rules/r.yaml:1:7 'old' under a new name without 'was' deals its groups anew"
            ])
    }

    @Test("is content without groups, and with 'was'")
    func passes() {
        #expect(check("") == [])
        #expect(check("rollout: 10%", "was: [old]") == [])
    }
}
