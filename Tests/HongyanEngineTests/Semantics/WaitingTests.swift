import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// DESIGN.md §11, late and closed; §6, a hold is a wake-up and nothing else.
@Suite("Late, closed and holds")
struct WaitingTests {
    static func rule(_ extra: String) -> String {
        """
        rule: a
        title: t
        purpose: marketing
        trigger: {event: order.placed}
        message: hello
        \(extra)
        """
    }

    private func story(
        _ extra: String, at time: String = "12-03 10:00", until end: String = "12-05 00:00"
    )
        throws -> [String]
    {
        let stage = try Stage(try TestWorkspace.book([Self.rule(extra)]), from: at("12-03 00:00"))
        try stage.customer("c1")
        try stage.run(to: at(time))
        try stage.event("order.placed", of: "c1", at: at(time), id: "o1")
        try stage.run(to: at(end))
        return try stage.story()
    }

    @Test("a closed window holds until it opens")
    func hold() throws {
        #expect(
            try story("window: evening") == [
                "12-03 10:01 a c1 hold window until 12-03 18:00", "12-03 18:00 a c1 send",
            ])
    }

    @Test("'closed: drop' does not wait")
    func drop() throws {
        #expect(try story("window: evening\nclosed: drop") == ["12-03 10:01 a c1 drop closed"])
    }

    @Test("an opening past the deadline drops at once")
    func deadline() throws {
        #expect(
            try story("window: evening\nclosed: defer 2h", at: "12-03 20:30")
                == ["12-03 20:31 a c1 drop closed"])
    }

    @Test("late is asked at the first decision only: a night in the queue is not lateness")
    func lateOnce() throws {
        #expect(
            try story("window: day\nlate: 30m", at: "12-03 21:00") == [
                "12-03 21:01 a c1 hold window until 12-04 09:00", "12-04 09:00 a c1 send",
            ])
    }

    @Test(
        "at the wake-up everything is decided afresh: the audience has gone, the message does not leave"
    )
    func afresh() throws {
        let stage = try Stage(
            try TestWorkspace.book([Self.rule("window: evening\naudience: tier = gold")]),
            from: at("12-03 10:00"))
        try stage.customer("c1", ["tier": .text("gold")])
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 12:00"))
        try stage.tags("c1", ["tier": .text("bronze")])
        try stage.run(to: at("12-03 19:00"))
        #expect(
            try stage.story() == [
                "12-03 10:01 a c1 hold window until 12-03 18:00",
                "12-03 18:00 a c1 drop trigger.audience",
            ])
    }

    @Test("the audience is tested at the decision and never again if false")
    func audience() throws {
        let stage = try Stage(
            try TestWorkspace.book([Self.rule("audience: tier = gold")]), from: at("12-03 10:00"))
        try stage.customer("c1", ["tier": .text("bronze")])
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:10"))
        try stage.tags("c1", ["tier": .text("gold")])
        try stage.run(to: at("12-03 12:00"))
        #expect(try stage.story() == [])
    }
}
