import HongyanCore
import HongyanRules
import Testing

/// `budget/no-message`
@Suite("check budget/no-message")
struct BudgetNoMessageTests {
    private func workspace(_ budget: String) -> [String] {
        CheckCase.findings(
            "budget/no-message",
            ["hongyan.yaml": Workspace.hongyan + "\nbudget: \(budget)"])
    }

    @Test("finds a budget below the price of one part")
    func finds() {
        #expect(
            CheckCase.rule("budget/no-message", adding: "budget: 0.03/day") == [
                "rules/r.yaml:6:9 a message costs 0.045, so that none fits into 0.03/day"
            ])
        #expect(
            workspace("0.0449/month") == [
                "hongyan.yaml:5:9 a message costs 0.045, so that none fits into 0.0449/month"
            ])
    }

    @Test("is content when one message fits")
    func passes() {
        #expect(CheckCase.rule("budget/no-message", adding: "budget: 0.045/day") == [])
        #expect(workspace("0.045/day") == [])
    }
}
