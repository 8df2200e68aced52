import HongyanCore
import HongyanRules
import Testing

/// `trigger/same-event`
@Suite("check trigger/same-event")
struct TriggerSameEventTests {
    @Test("finds an event that cancels itself")
    func finds() {
        #expect(
            CheckCase.rule(
                "trigger/same-event",
                trigger: "{event: order.placed, unless: order.placed, within: 30d}") == [
                    "rules/r.yaml:4:40 each 'order.placed' cancels itself, the rule never falls due"
                ])
    }

    @Test("is content with two kinds of event")
    func passes() {
        #expect(
            CheckCase.rule(
                "trigger/same-event",
                trigger: "{event: cart.updated, unless: order.placed, within: 30d}") == [])
    }
}
