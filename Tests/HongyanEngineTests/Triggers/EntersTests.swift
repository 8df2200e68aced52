import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Enters: sampled against one membership row per rule and customer.
@Suite("Enters")
struct EntersTests {
    private func stage(_ extra: String = "", every: String = "1d") throws -> Stage {
        let rule = RuleText.make(
            "e", "{enters: tier = gold, every: \(every), at: \"03:00\"}", extra)
        return try Stage(try TestWorkspace.book([rule]), from: at("12-01 00:00"))
    }

    private func tier(_ tier: String, of id: String, at time: String, _ stage: Stage) throws {
        try stage.run(to: at(time))
        try stage.tags(id, ["tier": .text(tier)])
    }

    @Test("the first sample is a baseline that fires nothing")
    func baseline() throws {
        let stage = try stage()
        try stage.customer("c1", ["tier": .text("gold")])
        try stage.run(to: at("12-04 00:00"))
        try stage.expect([])
    }

    @Test("who comes to match fires at the next sample, and again after leaving and coming back")
    func reenters() throws {
        let stage = try stage()
        try stage.customer("c1", ["tier": .text("bronze")])
        try tier("gold", of: "c1", at: "12-02 12:00", stage)
        try tier("bronze", of: "c1", at: "12-03 12:00", stage)
        try tier("gold", of: "c1", at: "12-04 12:00", stage)
        try stage.run(to: at("12-08 00:00"))
        try stage.expect(["12-03 03:00 e c1 send", "12-05 03:00 e c1 send"])
        #expect(try stage.records().map(\.occurrence) == ["2026-12-03", "2026-12-05"])
    }

    @Test("what happens between two samples is not seen")
    func between() throws {
        let stage = try stage()
        try stage.customer("c1", ["tier": .text("bronze")])
        try tier("gold", of: "c1", at: "12-02 12:00", stage)
        try tier("bronze", of: "c1", at: "12-02 13:00", stage)
        try stage.run(to: at("12-05 00:00"))
        try stage.expect([])
    }

    @Test("after downtime one sample is taken, at the latest planned instant", arguments: [8, 5])
    func downtime(_ hours: Int) throws {
        let stage = try stage("late: \(hours)h")
        try stage.customer("c1", ["tier": .text("bronze")])
        try tier("gold", of: "c1", at: "12-02 12:00", stage)
        stage.away(until: at("12-05 09:00"))
        try stage.run(to: at("12-07 00:00"))
        try stage.expect(["12-05 09:00 e c1 \(hours == 8 ? "send" : "drop late")"])
        #expect(try stage.records().first?.occurrence == "2026-12-05")
    }

    @Test("who no longer matches when the window opens is dropped")
    func noLonger() throws {
        let stage = try stage("window: day")
        try stage.customer("c1", ["tier": .text("bronze")])
        try tier("gold", of: "c1", at: "12-02 12:00", stage)
        try tier("bronze", of: "c1", at: "12-03 05:00", stage)
        try stage.run(to: at("12-04 00:00"))
        try stage.expect([
            "12-03 03:00 e c1 hold window until 12-03 09:00",
            "12-03 09:00 e c1 drop trigger.unmatched",
        ])
    }

    @Test("a restart and a reload of the same book take no new baseline")
    func restart() throws {
        let stage = try stage()
        try stage.customer("c1", ["tier": .text("bronze")])
        try tier("gold", of: "c1", at: "12-02 12:00", stage)
        try stage.restart()
        try stage.run(to: at("12-03 12:00"))
        try stage.expect(["12-03 03:00 e c1 send"])
    }
}
