import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Editing a rule.
@Suite("Editing a rule")
struct EditingARuleTests {
    static func rule(_ id: String = "hi", after: String = "1h", extra: String = "") -> String {
        """
        rule: \(id)
        title: 下单致谢
        purpose: marketing
        trigger: {event: order.placed, after: \(after)}
        late: 2h
        message: hello
        \(extra)
        """
    }

    private func stage(_ rule: String) throws -> Stage {
        let stage = try Stage(try TestWorkspace.book([rule]), from: at("12-03 10:00"))
        try stage.customer("c1")
        return stage
    }

    @Test("a changed trigger passes over what fell due earlier under its new meaning")
    func changedTrigger() throws {
        let stage = try stage(Self.rule(after: "5h"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 12:00"))
        // Under the new definition o1 fell due at 11:00, before the edit.
        let report = try stage.reload(try TestWorkspace.book([Self.rule(after: "1h")]))
        #expect(report.triggerChanged == ["hi"])
        #expect(report.passedOver == ["hi": 1])
        try stage.event("order.placed", of: "c1", at: at("12-03 11:30"), id: "o2")
        try stage.run(to: at("12-03 18:00"))
        try stage.expect(["12-03 12:30 hi c1 send"])
    }

    @Test("a changed message leaves the cursor where it was")
    func changedMessage() throws {
        let stage = try stage(Self.rule())
        try stage.event("order.placed", of: "c1", at: at("12-03 10:30"), id: "o1")
        try stage.run(to: at("12-03 11:00"))
        let other = Self.rule().split(separator: "\n").map {
            $0 == "message: hello" ? "message: other" : String($0)
        }.joined(separator: "\n")
        let report = try stage.reload(try TestWorkspace.book([other]))
        #expect(report.triggerChanged == [])
        try stage.run(to: at("12-03 12:00"))
        #expect(try stage.records().map(\.text) == ["【云杉商城】顾客，又见面了拒收请回复R"])
    }

    @Test("what falls due while a rule is disabled is passed over")
    func disabled() throws {
        let stage = try stage(Self.rule())
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:30"))
        _ = try stage.reload(try TestWorkspace.book([Self.rule(extra: "enabled: false")]))
        try stage.run(to: at("12-03 11:30"))
        _ = try stage.reload(try TestWorkspace.book([Self.rule()]))
        try stage.event("order.placed", of: "c1", at: at("12-03 11:20"), id: "o2")
        try stage.run(to: at("12-03 18:00"))
        try stage.expect(["12-03 12:20 hi c1 send"])
    }

    @Test("holds of a disabled rule stay and go on when it is enabled in time")
    func disabledHolds() throws {
        let stage = try stage(Self.rule(extra: "window: evening"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 11:30"))
        _ = try stage.reload(
            try TestWorkspace.book([Self.rule(extra: "window: evening\nenabled: false")]))
        try stage.run(to: at("12-03 18:30"))
        _ = try stage.reload(try TestWorkspace.book([Self.rule(extra: "window: evening")]))
        try stage.run(to: at("12-03 20:00"))
        try stage.expect([
            "12-03 11:00 hi c1 hold window until 12-03 18:00", "12-03 18:31 hi c1 send",
        ])
    }

    @Test("holds of a removed rule are dropped, and counted in the reload's report")
    func removed() throws {
        let stage = try stage(Self.rule(extra: "window: evening"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 11:30"))
        let report = try stage.reload(try TestWorkspace.book([Self.rule("other")]))
        #expect(report.removed == ["hi"])
        #expect(report.droppedHolds == 1)
        #expect(try stage.story().last == "12-03 11:30 hi c1 drop rule.removed")
    }

    @Test("a renamed rule keeps its ledger: nobody gets it again")
    func renamed() throws {
        let stage = try stage(Self.rule(extra: "once: ever"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 11:30"))
        let report = try stage.reload(
            try TestWorkspace.book([Self.rule("thanks", extra: "once: ever\nwas: [hi]")]))
        #expect(report.renamed == ["thanks"])
        try stage.event("order.placed", of: "c1", at: at("12-03 11:30"), id: "o2")
        try stage.run(to: at("12-03 18:00"))
        try stage.expect(["12-03 11:00 thanks c1 send", "12-03 12:30 thanks c1 drop once"])
    }

    @Test("a chain of names hands ledger and cursor on, step by step or at once")
    func chain() throws {
        let names = [
            Self.rule("b", extra: "once: ever\nwas: [hi]"),
            Self.rule("c", extra: "once: ever\nwas: [b, hi]"),
        ]
        for path in [names, [names[1]]] {
            let stage = try stage(Self.rule(extra: "once: ever"))
            try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
            try stage.event("order.placed", of: "c1", at: at("12-03 10:30"), id: "o2")
            try stage.run(to: at("12-03 11:15"))
            for rule in path { try stage.reload(try TestWorkspace.book([rule])) }
            try stage.run(to: at("12-03 18:00"))
            try stage.expect(["12-03 11:00 c c1 send", "12-03 11:30 c c1 drop once"])
        }
    }

    @Test("a renamed rule keeps its holds")
    func renamedHolds() throws {
        let stage = try stage(Self.rule(extra: "window: evening"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 11:30"))
        try stage.reload(
            try TestWorkspace.book([Self.rule("thanks", extra: "window: evening\nwas: [hi]")]))
        try stage.run(to: at("12-03 19:00"))
        try stage.expect([
            "12-03 11:00 thanks c1 hold window until 12-03 18:00", "12-03 18:00 thanks c1 send",
        ])
    }

    @Test("holds of a disabled rule end at their deadline")
    func disabledDeadline() throws {
        let extra = "window: evening\nclosed: defer 8h"
        let stage = try stage(Self.rule(extra: extra))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 11:30"))
        try stage.reload(try TestWorkspace.book([Self.rule(extra: extra + "\nenabled: false")]))
        try stage.run(to: at("12-03 20:00"))
        try stage.reload(try TestWorkspace.book([Self.rule(extra: extra)]))
        try stage.run(to: at("12-04 00:00"))
        try stage.expect([
            "12-03 11:00 hi c1 hold window until 12-03 18:00", "12-03 20:01 hi c1 drop closed",
        ])
    }

    @Test("while a rule is stopped its cursor moves on and what falls due is held, not lost")
    func stopped() throws {
        let stage = try stage(Self.rule())
        try stage.store.addStop(.rule("hi"), reason: "test", at: at("12-03 10:00"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 15:00"))
        _ = try stage.store.removeStop(.rule("hi"), at: at("12-03 15:00"))
        try stage.run(to: at("12-03 16:00"))
        let sent = try stage.records().filter { $0.decision == "send" }.map(\.at)
        #expect(sent == [at("12-03 15:01")])
    }

    @Test("an id that was given up is a tombstone: a book that uses it again is refused whole")
    func tombstone() throws {
        let stage = try stage(Self.rule())
        try stage.reload(try TestWorkspace.book([Self.rule("thanks", extra: "was: [hi]")]))
        #expect(throws: StoreError.self) {
            try stage.reload(
                try TestWorkspace.book([Self.rule("thanks"), Self.rule()]))
        }
        #expect(try stage.store.cursors().keys.sorted() == ["thanks"])
    }
}
