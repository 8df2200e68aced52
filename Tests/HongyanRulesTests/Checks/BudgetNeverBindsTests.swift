import HongyanCore
import HongyanRules
import Testing

/// `budget/never-binds`
@Suite("check budget/never-binds")
struct BudgetNeverBindsTests {
    private func found(_ own: String, _ all: String) -> [String] {
        CheckCase.findings(
            "budget/never-binds",
            [
                "hongyan.yaml": Workspace.hongyan + "\nbudget: \(all)",
                "rules/r.yaml": Workspace.rule + "\nbudget: \(own)",
            ])
    }

    @Test("finds a rule's budget that is not tighter than the workspace's")
    func finds() {
        #expect(
            found("9000/month", "5000/month") == [
                "rules/r.yaml:6:9 never comes into it: the workspace's 5000/month is spent before"
            ])
        #expect(found("5000/day", "5000/month").count == 1)
        #expect(found("3100/month", "100/day").count == 1)
    }

    @Test("is content with a tighter one")
    func passes() {
        #expect(found("4999.99/month", "5000/month") == [])
        #expect(found("4999/day", "5000/month") == [])
        #expect(found("3099/month", "100/day") == [])
    }
}
