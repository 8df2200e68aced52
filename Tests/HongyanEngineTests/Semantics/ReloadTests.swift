import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Reload.
@Suite("Reload")
struct ReloadTests {
    @Test("the same book again changes nothing")
    func same() throws {
        let stage = try Stage(
            try TestWorkspace.book([RuleText.order()]), from: at("12-03 10:00"))
        let report = try stage.reload(try TestWorkspace.book([RuleText.order()]))
        #expect(report.isEmpty)
    }

    @Test("the report says which rules changed and which holds that touches")
    func report() throws {
        let before = [
            RuleText.order("a", "window: evening"), RuleText.order("b"), RuleText.order("c"),
            RuleText.order("d"),
        ]
        let stage = try Stage(try TestWorkspace.book(before), from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:05"))
        let after = [
            RuleText.make("b", "{event: order.placed, after: 1h}"),
            RuleText.order("e", "was: [c]"), RuleText.order("d"), RuleText.order("f"),
        ]
        let report = try stage.reload(try TestWorkspace.book(after))
        #expect(report.added == ["f"])
        #expect(report.removed == ["a"])
        #expect(report.triggerChanged == ["b"])
        #expect(report.renamed == ["e"])
        #expect(report.droppedHolds == 1)
    }

    @Test("a held occurrence is decided by the new book: audience, window and words")
    func holds() throws {
        let stage = try Stage(
            try TestWorkspace.book([RuleText.order("a", "window: evening")]),
            from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:05"))
        try stage.reload(
            try TestWorkspace.book([
                RuleText.make("a", "{event: order.placed}", "window: evening", message: "other")
            ]))
        try stage.run(to: at("12-03 19:00"))
        let last = try #require(try stage.records().last)
        #expect(last.decision == "send")
        #expect(last.text?.contains("又见面了") == true)
        #expect(last.book == stage.book.hash)
    }

    @Test("a queued message of a rule that left the book is withdrawn")
    func queued() throws {
        let carrier = ScriptedCarrier()
        let settings = RuleText.settings(rate: 1)
        let stage = try Stage(
            try TestWorkspace.book([RuleText.order()], settings: settings),
            from: at("12-03 10:00"), carrier: carrier)
        for index in 1...30 {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:01:10"))
        let sent = carrier.received.count
        try stage.reload(try TestWorkspace.book([RuleText.order("b")], settings: settings))
        try stage.run(to: at("12-03 10:03"))
        #expect(carrier.received.count == sent)
        #expect(try stage.states() == [.accepted: sent, .withdrawn: 30 - sent])
    }
}
