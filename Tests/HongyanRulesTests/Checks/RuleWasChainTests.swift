import HongyanCore
import HongyanRules
import Testing

/// `rule/was-chain`
@Suite("check rule/was-chain")
struct RuleWasChainTests {
    private let old: [String: String?] = [
        "rules/r.yaml": nil, "rules/cart-2.yaml": CheckCase.ruleText("cart-2", "was: [cart-1]"),
    ]

    private func rule(_ was: String) -> [String: String?] {
        ["rules/r.yaml": CheckCase.ruleText("r", "was: \(was)")]
    }

    @Test("finds a second rename that forgets the first, and adds it")
    func finds() {
        let history = CheckCase.history(old)
        #expect(
            CheckCase.findings("rule/was-chain", rule("[cart-2]"), history: history) == [
                "rules/r.yaml:6:6 'was' must end with 'cart-1', or groups are dealt anew"
            ])
        #expect(
            CheckCase.fixes("rule/was-chain", rule("[cart-2]"), history: history) == [
                "[cart-2] -> [cart-2, cart-1]"
            ])
    }

    @Test("finds another order, and a list that was deleted")
    func others() {
        let before = CheckCase.history(rule("[b, a]"))
        #expect(
            CheckCase.findings("rule/was-chain", rule("[a, b]"), history: before).count == 1)
        #expect(CheckCase.findings("rule/was-chain", [:], history: before).count == 1)
    }

    @Test("is content with the whole chain, and with a rule that takes over another")
    func passes() {
        let history = CheckCase.history(old)
        #expect(
            CheckCase.findings("rule/was-chain", rule("[cart-2, cart-1]"), history: history) == [])
        #expect(
            CheckCase.findings(
                "rule/was-chain", rule("[older]"), history: CheckCase.history([:])) == [])
    }
}
