import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Stop.
@Suite("Stop")
struct StopTests {
    private func stage(
        _ rule: String, customers: Int, from start: String = "12-03 07:00"
    ) throws -> Stage {
        let stage = try Stage(try TestWorkspace.book([rule]), from: at(start))
        for index in 1...customers { try stage.customer("c\(index)") }
        return stage
    }

    @Test("a stop holds what falls due and what is queued; a resume lets it go")
    func stop() throws {
        let rule = """
            rule: a
            title: t
            purpose: marketing
            trigger: {event: order.placed}
            message: hello
            """
        let stage = try stage(rule, customers: 1, from: "12-03 10:00")
        try stage.store.addStop(.purpose(.marketing), reason: "test", at: at("12-03 10:00"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:20"))
        #expect(try stage.records().allSatisfy { $0.decision == "hold" && $0.reason == "stop" })
        #expect(try stage.store.status().messages.isEmpty)
        _ = try stage.store.removeStop(.purpose(.marketing), at: at("12-03 10:20"))
        try stage.run(to: at("12-03 10:40"))
        #expect(try stage.records().last?.decision == "send")
    }

    @Test(
        "every scope holds what it names",
        arguments: [Stop.Scope.all, .rule("a"), .channel("main"), .purpose(.marketing)])
    func scopes(_ scope: Stop.Scope) throws {
        let stage = try stage(RuleText.order(), customers: 1, from: "12-03 10:00")
        try stage.store.addStop(scope, reason: "test", at: at("12-03 10:00"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:02"))
        #expect(try stage.records().map(\.reason) == ["stop"])
        #expect(try stage.store.removeStop(scope, at: at("12-03 10:02")))
        try stage.run(to: at("12-03 10:04"))
        #expect(try stage.records().map(\.decision) == ["hold", "send"])
    }

    @Test("another rule's stop stops nothing here")
    func otherRule() throws {
        let stage = try stage(RuleText.order(), customers: 1, from: "12-03 10:00")
        try stage.store.addStop(.rule("b"), reason: "test", at: at("12-03 10:00"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:02"))
        try stage.expect(["12-03 10:01 a c1 send"])
    }

    @Test(
        "a stop between clearing and the socket lets nothing more through, and a resume all",
        arguments: [Stop.Scope.all, .rule("a"), .rule("old"), .channel("main")])
    func queued(_ scope: Stop.Scope) throws {
        let carrier = ScriptedCarrier()
        let book = try TestWorkspace.book(
            [RuleText.order("a", "was: [old]")], settings: RuleText.settings(rate: 1))
        let stage = try Stage(book, from: at("12-03 10:00"), carrier: carrier)
        for index in 1...30 {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:01:10"))
        let before = carrier.received.count
        #expect((5...15).contains(before))
        try stage.store.addStop(scope, reason: "test", at: at("12-03 10:01:10"))
        try stage.run(to: at("12-03 10:05"))
        #expect(carrier.received.count == before)
        #expect(try stage.states()[.queued] == 30 - before)
        _ = try stage.store.removeStop(scope, at: at("12-03 10:05"))
        try stage.run(to: at("12-03 10:06"))
        #expect(carrier.received.count == 30)
    }
}
