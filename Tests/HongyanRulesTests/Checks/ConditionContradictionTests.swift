import Testing

/// `condition/contradiction`
@Suite("check condition/contradiction")
struct ConditionContradictionTests {
    private func findings(_ trigger: String, _ audience: String) -> [String] {
        let rule = Workspace.rule.replacing("{event: cart.updated}", with: trigger)
        let lines = "\nlate: 30m\naudience: \"\(audience)\"\n".replacing("\nlate: 30m", with: "")
        return CheckCase.findings("condition/contradiction", ["rules/r.yaml": rule + lines])
    }

    @Test("sees that nobody who fell silent has just ordered")
    func dormant() {
        let dormant = "{dormant: order.placed, for: 90d, backlog: skip}"
        #expect(
            findings(dormant, "tier = gold and count(order.placed, 90d) >= 1") == [
                "rules/r.yaml:6:28 'count(order.placed, 90d) >= 1' never holds when the trigger fires"
            ])
        #expect(findings(dormant, "last_order_at within 30d").count == 1)
        #expect(findings(dormant, "sum(order.placed.amount, 60d) > 100").count == 1)
        #expect(findings(dormant, "count(order.placed, 91d) >= 1") == [])
        #expect(findings(dormant, "last_order_at older than 90d") == [])
    }

    @Test("compares the audience with what the trigger asks for")
    func conditions() {
        let event = "{event: cart.updated, where: amount > 5 and tier = silver}"
        #expect(findings(event, "tier in [gold, platinum]").count == 1)
        #expect(findings(event, "tier in [gold, silver]") == [])
        let enters = "{enters: spend >= 5000, every: 1d, at: 03:00}"
        #expect(findings(enters, "spend < 5000").count == 1)
        #expect(findings(enters, "orders = 0").count == 1)
        #expect(findings(enters, "spend < 9000") == [])
        let signal = "{signal: weather, when: rain_mm > 3 and city = '上海', at: 17:00}"
        #expect(findings(signal, "city = '北京'").count == 1)
    }

    @Test("knows that a birthday that comes is not missing")
    func date() {
        #expect(findings("{date: birthday, at: 10:00}", "birthday is missing").count == 1)
        #expect(findings("{date: birthday, at: 10:00}", "name is missing") == [])
    }
}
