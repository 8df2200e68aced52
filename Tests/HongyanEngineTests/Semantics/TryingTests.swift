import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Trying.
@Suite("Trying")
struct TryingTests {
    @Test("a rehearsal gives every verdict and counts nowhere")
    func rehearsal() throws {
        let book = try TestWorkspace.book([RuleText.order("a", "window: evening")])
        let stage = try Stage(book, from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        let rule = try #require(book.rule("a"))
        let event = IncomingEvent(
            id: "o1", customer: "c1", kind: "order.placed", at: at("12-03 10:00"), fields: [:])
        let occurrence = try #require(
            Rehearsal.occurrence(
                of: rule, customer: "c1", tags: [:],
                latestEvent: (try stage.store.latestSeq(), event), now: at("12-03 10:00"),
                zone: .china))
        let facts = try stage.store.facts(
            for: [occurrence], of: rule, book: book, at: at("12-03 10:00"))
        let decision = Rehearsal.decision(
            on: try #require(facts.first), of: rule, book: book, stops: [], now: at("12-03 10:00"))
        #expect(decision?.outcome == .hold(until: at("12-03 18:00")))
        #expect(Set(decision?.verdicts.map(\.gate) ?? []).count > 10)
        try stage.expect([])
        #expect(try stage.states() == [:])
    }

    @Test("with a redirect no message reaches a customer")
    func redirect() throws {
        let carrier = ScriptedCarrier()
        let staff = PhoneNumber(e164: "+8613900000001")
        let stage = try Stage(
            try TestWorkspace.book([RuleText.order()]), from: at("12-03 10:00"), carrier: carrier,
            options: EngineOptions(redirect: staff))
        for index in 1...3 {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:05"))
        #expect(carrier.received.map(\.submission.number) == [staff, staff, staff])
    }

    @Test("merging keeps the stricter state: a refusal and a spent 'once' of either bind both")
    func merge() throws {
        let stage = try Stage(
            try TestWorkspace.book([RuleText.order("a", "once: ever")]), from: at("12-03 10:00"))
        for id in ["c1", "c2", "d1", "d2"] { try stage.customer(id) }
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        _ = try stage.store.importSuppressions(
            [
                IncomingSuppression(
                    customer: "d1", number: nil,
                    optOut: OptOut(at: at("12-03 10:00"), source: "import", purpose: nil))
            ], at: at("12-03 10:00"))
        try stage.run(to: at("12-03 10:05"))
        try stage.store.merge("c1", into: "c2", at: at("12-03 10:05"))
        try stage.store.merge("d1", into: "d2", at: at("12-03 10:05"))
        for id in ["c2", "d2"] {
            try stage.event("order.placed", of: id, at: at("12-03 10:05"), id: "o\(id)")
        }
        try stage.run(to: at("12-03 10:10"))
        try stage.expect([
            "12-03 10:01 a c2 send", "12-03 10:06 a c2 drop once", "12-03 10:06 a d2 drop optout",
        ])
    }
}
