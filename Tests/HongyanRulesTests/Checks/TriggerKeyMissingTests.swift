import HongyanCore
import HongyanRules
import Testing

/// `trigger/key-missing`
@Suite("check trigger/key-missing")
struct TriggerKeyMissingTests {
    private func found(_ more: String, _ lines: String = "") -> [String] {
        CheckCase.rule(
            "trigger/key-missing",
            trigger: "{event: cart.updated, unless: order.placed, within: 2h\(more)}",
            adding: lines)
    }

    @Test("finds events of one cart that each fall due")
    func finds() {
        #expect(
            found("") == ["rules/r.yaml:4:10 without 'key' each 'cart.updated' falls due by itself"]
        )
    }

    @Test("is content with a key, or with 'once'")
    func passes() {
        #expect(found(", key: cart_id") == [])
        #expect(found("", "once: per 7d") == [])
    }

    @Test("is content where the events have no thing in common")
    func nothingInCommon() {
        let tags = Workspace.tags.replacing(
            "order.placed: {fields: {cart_id: text", with: "order.placed: {fields: {order_id: text")
        let rule = CheckCase.ruleText(
            "r", trigger: "{event: cart.updated, unless: order.placed, within: 2h}")
        #expect(
            CheckCase.findings(
                "trigger/key-missing", ["rules/tags.yaml": tags, "rules/r.yaml": rule]) == [])
    }
}
