import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Reply: a customer answers with a keyword.
@Suite("Replies")
struct ReplyTests {
    private func stage(
        _ carrier: ScriptedCarrier, purpose: String = "marketing", message: String = "hello"
    ) throws -> Stage {
        let rule = RuleText.make(
            "r", "{reply: [\"1\", 报名]}", purpose: purpose, message: message)
        let stage = try Stage(
            try TestWorkspace.book([rule], templates: RuleText.templates),
            from: at("12-03 10:00"), carrier: carrier)
        try stage.customer("c1")
        return stage
    }

    private let number = Stage.number(of: "c1")

    @Test("a keyword fires, folded in width and space; other words do not")
    func keyword() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(carrier)
        for (index, text) in [" １ ", "报名。", "11", "我要报名", "2"].enumerated() {
            carrier.reply(text, from: number, at: at("12-03 10:0\(index):30"), id: "mo\(index)")
        }
        try stage.run(to: at("12-03 11:00"))
        try stage.expect(["12-03 10:01 r c1 send", "12-03 10:02 r c1 send"])
        #expect(try stage.records().map(\.occurrence) == ["mo0", "mo1"])
    }

    @Test("for service it is decided on arrival, off the grid")
    func onArrival() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(carrier, purpose: "service", message: "note")
        carrier.reply("1", from: number, at: at("12-03 10:00:30"), id: "mo1")
        try stage.run(to: at("12-03 10:01"))
        #expect(try stage.records().map(\.at) == [at("12-03 10:00:30")])
        #expect(carrier.received.map(\.at) == [at("12-03 10:00:30")])
    }

    @Test("the same reply delivered twice is one occurrence")
    func idempotent() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(carrier)
        for second in [10, 20] {
            carrier.reply("1", from: number, at: at("12-03 10:00:\(second)"), id: "mo1")
        }
        try stage.run(to: at("12-03 10:05"))
        carrier.reply("1", from: number, at: at("12-03 10:05:10"), id: "mo1")
        try stage.run(to: at("12-03 10:10"))
        try stage.expect(["12-03 10:01 r c1 send"])
    }

    @Test("a reply from a number that nobody has fires nothing")
    func stranger() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(carrier)
        carrier.reply("1", from: Stage.number(of: "stranger"), at: at("12-03 10:00:30"), id: "mo1")
        try stage.run(to: at("12-03 10:05"))
        try stage.expect([])
    }
}
