import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Caps and once; priority.
@Suite("Caps and once")
struct CapsAndOnceTests {
    static func rule(_ id: String, priority: Int = 50, extra: String = "") -> String {
        """
        rule: \(id)
        title: t
        purpose: marketing
        trigger: {event: order.placed}
        priority: \(priority)
        message: hello
        \(extra)
        """
    }

    static func policy(cap: String) -> String {
        TestWorkspace.policy.replacing("month: \"4 per month\"", with: "few: \"\(cap)\"")
    }

    @Test("within one minute priority decides, and the loser's reason names the winner")
    func priority() throws {
        let book = try TestWorkspace.book(
            [Self.rule("a", priority: 40), Self.rule("b", priority: 60)],
            policy: Self.policy(cap: "1 per 7d"))
        let stage = try Stage(book, from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 11:00"))
        try stage.expect(["12-03 10:01 a c1 drop cap.few", "12-03 10:01 b c1 send"])
        let verdicts = try stage.records().first?.verdicts ?? ""
        #expect(verdicts.contains("b"))
    }

    @Test("a rolling cap counts (t − 7d, t]: the eighth day is free again")
    func rolling() throws {
        let book = try TestWorkspace.book([Self.rule("a")], policy: Self.policy(cap: "1 per 7d"))
        let stage = try Stage(book, from: at("12-01 10:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-01 10:00"), id: "o1")
        try stage.run(to: at("12-08 09:58"))
        try stage.event("order.placed", of: "c1", at: at("12-08 10:00"), id: "o2")
        try stage.event("order.placed", of: "c1", at: at("12-08 10:00:30"), id: "o3")
        try stage.run(to: at("12-08 12:00"))
        try stage.expect([
            "12-01 10:01 a c1 send", "12-08 10:00 a c1 drop cap.few", "12-08 10:01 a c1 send",
        ])
    }

    @Test("a calendar cap starts anew with the local month")
    func calendar() throws {
        let book = try TestWorkspace.book([Self.rule("a")], policy: Self.policy(cap: "1 per month"))
        let stage = try Stage(book, from: at("11-30 23:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("11-30 23:10"), id: "o1")
        try stage.event("order.placed", of: "c1", at: at("11-30 23:20"), id: "o2")
        try stage.event("order.placed", of: "c1", at: at("12-01 00:00"), id: "o3")
        try stage.run(to: at("12-01 01:00"))
        try stage.expect([
            "11-30 23:10 a c1 send", "11-30 23:20 a c1 drop cap.few", "12-01 00:00 a c1 send",
        ])
    }

    @Test(
        "once counts per rule and customer",
        arguments: [("ever", 1), ("per 30d", 2), ("per occurrence", 3)])
    func once(_ once: String, _ sends: Int) throws {
        let book = try TestWorkspace.book([Self.rule("a", extra: "once: \(once)")])
        let stage = try Stage(book, from: at("10-01 10:00"))
        try stage.customer("c1")
        for (index, time) in ["10-01 10:00", "10-20 10:00", "11-05 10:00"].enumerated() {
            try stage.run(to: at(time))
            try stage.event("order.placed", of: "c1", at: at(time), id: "o\(index)")
        }
        try stage.run(to: at("11-06 10:00"))
        #expect(try stage.records().filter { $0.decision == "send" }.count == sends)
    }

    @Test("a message that was refused gives its slot back; an unknown one keeps it")
    func refusedSlot() throws {
        for (profile, second) in [("refused: 100%", "send"), ("lost_response: 100%", "drop")] {
            let settings = TestWorkspace.settings.replacing("refused: 0%", with: profile)
            let book = try TestWorkspace.book(
                [Self.rule("a")], policy: Self.policy(cap: "1 per 7d"), settings: settings)
            let stage = try Stage(book, from: at("12-03 10:00"))
            try stage.customer("c1")
            try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
            try stage.run(to: at("12-03 11:00"))
            try stage.event("order.placed", of: "c1", at: at("12-03 11:00"), id: "o2")
            try stage.run(to: at("12-03 12:00"))
            #expect(try stage.records().map(\.decision) == ["send", second])
        }
    }

    @Test("service messages take no slot of a marketing cap")
    func purposes() throws {
        let rules = [
            RuleText.make(
                "s", "{event: order.placed}", "priority: 90", purpose: "service", message: "note"),
            RuleText.order("m"),
        ]
        let book = try TestWorkspace.book(
            rules, policy: Self.policy(cap: "1 per 7d"), templates: RuleText.templates)
        let stage = try Stage(book, from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 11:00"))
        try stage.expect(["12-03 10:00 s c1 send", "12-03 10:01 m c1 send"])
    }

    @Test("'per year' starts anew with the local year")
    func perYear() throws {
        let book = try TestWorkspace.book([Self.rule("a", extra: "once: per year")])
        let stage = try Stage(book, from: on("2026-12-31 23:00"))
        try stage.customer("c1")
        let times = ["2026-12-31 23:10", "2026-12-31 23:50", "2027-01-01 00:10"]
        for (index, time) in times.enumerated() {
            try stage.run(to: on(time))
            try stage.event("order.placed", of: "c1", at: on(time), id: "o\(index)")
        }
        try stage.run(to: on("2027-01-01 01:00"))
        #expect(try stage.records().map(\.decision) == ["send", "drop", "send"])
    }

    @Test("a hold takes no slot: who clears first gets it, whoever was first held")
    func holdTakesNone() throws {
        let book = try TestWorkspace.book(
            [Self.rule("a", priority: 90, extra: "window: evening"), Self.rule("b")],
            policy: Self.policy(cap: "1 per 7d"))
        let stage = try Stage(book, from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 19:00"))
        try stage.expect([
            "12-03 10:01 a c1 hold window until 12-03 18:00", "12-03 10:01 b c1 send",
            "12-03 18:00 a c1 drop cap.few",
        ])
    }
}
