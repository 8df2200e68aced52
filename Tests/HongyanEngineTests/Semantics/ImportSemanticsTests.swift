import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Import, as far as the engine sees it.
@Suite("Import")
struct ImportSemanticsTests {
    private func stage(_ rules: [String], from start: String = "12-03 10:00") throws -> Stage {
        try Stage(try TestWorkspace.book(rules), from: at(start))
    }

    @Test("an absent column is untouched, an empty cell clears")
    func columns() throws {
        let stage = try stage([
            RuleText.order("g", "audience: tier = gold"),
            RuleText.order("n", "audience: name is missing"),
        ])
        try stage.customer("c1", ["tier": .text("gold"), "name": .text("王")])
        try stage.tags("c1", ["name": nil])
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:05"))
        try stage.expect(["12-03 10:01 g c1 send", "12-03 10:01 n c1 send"])
    }

    @Test("an empty cell never clears a consent: neither its proof nor its withdrawal")
    func consent() throws {
        let stage = try stage([RuleText.order()])
        try stage.customer("c1")
        try stage.customer("c2")
        let given = Timestamp(seconds: 1_000_000_000)
        func again(_ id: CustomerID, withdrawn: Timestamp?) throws {
            _ = try stage.store.importConsents(
                [
                    IncomingConsent(
                        customer: id,
                        consent: Consent(
                            purpose: .marketing, at: given, withdrawn: withdrawn, source: "test",
                            textVersion: nil), evidence: nil)
                ], at: stage.clock.now())
        }
        try again("c1", withdrawn: nil)
        try again("c2", withdrawn: at("12-01 00:00"))
        try again("c2", withdrawn: nil)
        for id in ["c1", "c2"] {
            try stage.event("order.placed", of: id, at: at("12-03 10:00"), id: "o\(id)")
        }
        try stage.run(to: at("12-03 10:05"))
        try stage.expect(["12-03 10:01 a c1 send", "12-03 10:01 a c2 drop consent.withdrawn"])
    }

    @Test("absence of a row never deletes")
    func absentRow() throws {
        let stage = try stage([RuleText.order()])
        try stage.customer("c1")
        // The next file does not know c1.
        try stage.customer("c2")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:05"))
        try stage.expect(["12-03 10:01 a c1 send"])
    }

    @Test("without an id, customer, kind, time and payload are an event's identity")
    func identity() throws {
        let stage = try stage([RuleText.order()])
        try stage.customer("c1")
        for _ in 1...2 {
            try stage.event(
                "order.placed", of: "c1", at: at("12-03 10:00"), ["order_id": .text("A")])
            try stage.run(to: at("12-03 10:05"))
        }
        try stage.event(
            "order.placed", of: "c1", at: at("12-03 10:05"), ["order_id": .text("A")])
        try stage.run(to: at("12-03 10:10"))
        try stage.expect(["12-03 10:01 a c1 send", "12-03 10:06 a c1 send"])
    }

    @Test("an unknown customer becomes a stub without phone, whom nothing reaches")
    func stub() throws {
        let stage = try stage([RuleText.order()])
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:05"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:05"), id: "o2")
        try stage.run(to: at("12-03 10:10"))
        try stage.expect(["12-03 10:01 a c1 drop number.missing", "12-03 10:06 a c1 send"])
    }

    @Test("history sends nothing that is older than 'late'")
    func history() throws {
        let stage = try stage([RuleText.order()], from: "12-01 00:00")
        try stage.customer("c1")
        try stage.run(to: at("12-03 10:00"))
        for (index, time) in ["12-02 10:00", "12-03 09:00", "12-03 09:50"].enumerated() {
            try stage.event("order.placed", of: "c1", at: at(time), id: "o\(index)")
        }
        try stage.run(to: at("12-03 11:00"))
        let sent = try stage.records().filter { $0.decision == "send" }
        #expect(sent.map(\.occurrence) == ["o2"])
    }

    @Test("the same file again finds nothing")
    func again() throws {
        let stage = try stage(
            [
                RuleText.make(
                    "b", "{date: birthday, at: \"10:00\"}", "late: 2d\nclosed: defer 3d")
            ], from: "12-03 09:00")
        let birthday = Value.anniversary(Anniversary(calendar: .solar, month: 12, day: 3))
        try stage.customer("c1", ["birthday": birthday])
        try stage.run(to: at("12-03 11:00"))
        let seq = try stage.store.latestSeq()
        try stage.customer("c1", ["birthday": birthday])
        #expect(try stage.store.latestSeq() == seq)
        try stage.run(to: at("12-03 12:00"))
        try stage.expect(["12-03 10:00 b c1 send"])
    }
}
