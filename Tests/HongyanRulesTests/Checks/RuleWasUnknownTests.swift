import HongyanCore
import HongyanRules
import Testing

/// `rule/was-unknown`
@Suite("check rule/was-unknown")
struct RuleWasUnknownTests {
    private let rule = ["rules/r.yaml": Workspace.rule + "\nwas: [cart-abandonned]\n"]

    @Test("finds an id that nobody had, and names the nearest one")
    func finds() {
        let history = BookHistory(usedRules: ["cart-abandoned", "welcome"])
        #expect(
            CheckCase.findings("rule/was-unknown", rule, history: history) == [
                "rules/r.yaml:6:7 no rule was ever called 'cart-abandonned'"
            ])
        #expect(
            CheckCase.fixes("rule/was-unknown", rule, history: history) == [
                "cart-abandonned -> cart-abandoned"
            ])
    }

    @Test("is content with an id that the store or the book before knows")
    func passes() {
        let used = BookHistory(usedRules: ["cart-abandonned"])
        #expect(CheckCase.findings("rule/was-unknown", rule, history: used) == [])
        let before = CheckCase.history(["rules/r.yaml": rule["rules/r.yaml"]])
        #expect(CheckCase.findings("rule/was-unknown", rule, history: before) == [])
    }

    @Test("a fresh store knows no ids, so nothing is said")
    func fresh() {
        #expect(CheckCase.findings("rule/was-unknown", rule, history: BookHistory()) == [])
    }
}
