import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Audience.
@Suite("Audience")
struct AudienceTests {
    private func stage(_ extra: String = "") throws -> Stage {
        let rule = RuleText.order("a", "audience: tier = gold\n\(extra)")
        let stage = try Stage(try TestWorkspace.book([rule]), from: at("12-03 10:00"))
        try stage.customer("c1", ["tier": .text("bronze")])
        return stage
    }

    @Test("it is tested at the decision and never again if false")
    func never() throws {
        let stage = try stage()
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:10"))
        try stage.tags("c1", ["tier": .text("gold")])
        try stage.run(to: at("12-03 12:00"))
        try stage.expect([])
    }

    @Test("it is tested at the decision, not at the trigger")
    func atDecision() throws {
        let rule = RuleText.make("a", "{event: order.placed, after: 1h}", "audience: tier = gold")
        let stage = try Stage(try TestWorkspace.book([rule]), from: at("12-03 10:00"))
        try stage.customer("c1", ["tier": .text("bronze")])
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:30"))
        try stage.tags("c1", ["tier": .text("gold")])
        try stage.run(to: at("12-03 12:00"))
        try stage.expect(["12-03 11:00 a c1 send"])
    }

    @Test("non-matches are counted per rule and hour, not stored")
    func counted() throws {
        let stage = try stage()
        for (index, time) in ["12-03 10:05", "12-03 10:50", "12-03 11:10"].enumerated() {
            try stage.run(to: at(time))
            try stage.event("order.placed", of: "c1", at: at(time), id: "o\(index)")
        }
        try stage.run(to: at("12-03 12:00"))
        try stage.expect([])
        let first = try stage.store.report(
            book: stage.book, from: at("12-03 09:59"), through: at("12-03 10:59"))
        let all = try stage.store.report(
            book: stage.book, from: at("12-03 09:59"), through: at("12-03 12:00"))
        #expect(first.rules.map(\.outsideAudience) == [2])
        #expect(all.rules.map(\.outsideAudience) == [3])
    }

    @Test("a held occurrence whose customer left the audience is dropped at its wake-up")
    func wakeUp() throws {
        let stage = try stage("window: evening")
        try stage.tags("c1", ["tier": .text("gold")])
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 12:00"))
        try stage.tags("c1", ["tier": nil])
        try stage.run(to: at("12-03 19:00"))
        try stage.expect([
            "12-03 10:01 a c1 hold window until 12-03 18:00",
            "12-03 18:00 a c1 drop trigger.audience",
        ])
    }
}
