import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Late and closed; a hold is a wake-up and nothing else.
@Suite("Late and closed")
struct LateAndClosedTests {
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

    /// An order at a time, and what comes of it.
    private func expect(
        _ lines: [String], of extra: String, at time: String = "12-03 10:00",
        until end: String = "12-05 00:00", policy: String = TestWorkspace.policy,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let stage = try Stage(
            try TestWorkspace.book([Self.rule(extra)], policy: policy),
            from: at(time) - .hours(1))
        try stage.customer("c1")
        try stage.run(to: at(time))
        try stage.event("order.placed", of: "c1", at: at(time), id: "o1")
        try stage.run(to: at(end))
        try stage.expect(lines, sourceLocation: sourceLocation)
    }

    @Test("a closed window holds until it opens")
    func hold() throws {
        try expect(
            [
                "12-03 10:01 a c1 hold window until 12-03 18:00", "12-03 18:00 a c1 send",
            ], of: "window: evening")
    }

    @Test("'closed: drop' does not wait")
    func drop() throws {
        try expect(["12-03 10:01 a c1 drop closed"], of: "window: evening\nclosed: drop")
    }

    @Test("an opening past the deadline drops at once")
    func deadline() throws {
        try expect(
            ["12-03 20:31 a c1 drop closed"], of: "window: evening\nclosed: defer 2h",
            at: "12-03 20:30")
    }

    @Test("late is asked at the first decision only: a night in the queue is not lateness")
    func lateOnce() throws {
        try expect(
            [
                "12-03 21:01 a c1 hold window until 12-04 09:00", "12-04 09:00 a c1 send",
            ], of: "window: day\nlate: 30m", at: "12-03 21:00")
    }

    @Test(
        "at the wake-up everything is decided afresh: the audience has gone, nothing leaves"
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
        try stage.expect([
            "12-03 10:01 a c1 hold window until 12-03 18:00",
            "12-03 18:00 a c1 drop trigger.audience",
        ])
    }

    @Test("a window of workdays waits over the weekend")
    func weekdays() throws {
        let policy = TestWorkspace.policy.replacing(
            "day: \"daily 09:00-20:00\"", with: "day: \"workdays 09:00-20:00\"")
        // 5 December 2026 is a Saturday.
        try expect(
            ["12-05 10:01 a c1 hold window until 12-07 09:00", "12-07 09:00 a c1 send"],
            of: "window: day\nclosed: defer 3d", at: "12-05 10:00", until: "12-08 00:00",
            policy: policy)
    }

    /// From the eve of the lunar new year, 17 February 2026, to its third day.
    static let newYear =
        TestWorkspace.policy + "\nblackouts: {春节: \"lunar 12-29 .. lunar 01-03\"}"

    @Test("a lunar blackout holds marketing until it is over")
    func blackout() throws {
        try expect(
            ["02-16 10:01 a c1 hold blackout until 02-20 00:00", "02-20 00:00 a c1 send"],
            of: "closed: defer 5d", at: "02-16 10:00", until: "02-21 00:00", policy: Self.newYear)
    }

    @Test("after a blackout the window must open too; a deadline inside it drops at once")
    func blackoutAndWindow() throws {
        try expect(
            ["02-18 10:01 a c1 hold blackout until 02-20 18:00", "02-20 18:00 a c1 send"],
            of: "window: evening\nclosed: defer 5d", at: "02-18 10:00", until: "02-21 00:00",
            policy: Self.newYear)
        try expect(
            ["02-17 10:01 a c1 drop closed"], of: "closed: defer 1d", at: "02-17 10:00",
            until: "02-21 00:00", policy: Self.newYear)
    }

    @Test("a blackout does not touch service")
    func blackoutAndService() throws {
        let rule = RuleText.make(
            "s", "{event: order.placed}", purpose: "service", message: "note")
        let book = try TestWorkspace.book(
            [rule], policy: Self.newYear, templates: RuleText.templates)
        let stage = try Stage(book, from: at("02-17 10:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("02-17 10:00"), id: "o1")
        try stage.run(to: at("02-17 10:05"))
        try stage.expect(["02-17 10:00 s c1 send"])
    }

    // MARK: In the queue

    /// Ninety messages cleared at once, on a channel of one part a second.
    private func queue(
        _ extra: String, orderedAt time: Timestamp
    ) throws -> (Stage, ScriptedCarrier) {
        let carrier = ScriptedCarrier()
        let book = try TestWorkspace.book(
            [Self.rule(extra)], settings: RuleText.settings(rate: 1))
        let stage = try Stage(book, from: time.minuteFloor, carrier: carrier)
        for index in 1...90 {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: time, id: "o\(index)")
        }
        return (stage, carrier)
    }

    @Test("a window that closes over the queue keeps the rest for its next opening")
    func windowClosesOverQueue() throws {
        let (stage, carrier) = try queue("window: evening", orderedAt: at("12-03 19:58:30"))
        try stage.run(to: at("12-03 20:30"))
        let sent = carrier.received.count
        #expect((55...65).contains(sent))
        #expect(carrier.received.allSatisfy { $0.at < at("12-03 20:00") })
        #expect(try stage.states()[.queued] == 90 - sent)
        try stage.run(to: at("12-04 18:02"))
        #expect(carrier.received.count == 90)
        #expect(carrier.received.dropFirst(sent).allSatisfy { $0.at >= at("12-04 18:00") })
    }

    @Test("with 'closed: drop' a window that closes over the queue withdraws the rest")
    func windowClosesForGood() throws {
        let (stage, carrier) = try queue(
            "window: evening\nclosed: drop", orderedAt: at("12-03 19:58:30"))
        try stage.run(to: at("12-03 20:30"))
        #expect(
            try stage.states() == [
                .accepted: carrier.received.count,
                .withdrawn: 90 - carrier.received.count,
            ])
        #expect((55...65).contains(carrier.received.count))
    }

    @Test("one deadline for holds and queue: what still is queued then is withdrawn")
    func deadlineInQueue() throws {
        let (stage, carrier) = try queue("closed: defer 1m", orderedAt: at("12-03 10:00:30"))
        try stage.run(to: at("12-03 10:05"))
        #expect(try stage.records().allSatisfy { $0.decision == "send" })
        #expect((25...36).contains(carrier.received.count))
        #expect(carrier.received.allSatisfy { $0.at <= at("12-03 10:01:30") })
        #expect(try stage.states()[.withdrawn] == 90 - carrier.received.count)
    }
}
