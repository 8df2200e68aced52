import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Rows that arrive late, or say something about the past, are found by seq.
@Suite("Late arrivals")
struct ArrivalTests {
    static let welcome = """
        rule: hi
        title: 下单致谢
        purpose: marketing
        trigger: {event: order.placed, after: 10m}
        late: 2h
        message: hello
        """
    static let birthday = """
        rule: bday
        title: 生日
        purpose: marketing
        trigger: {date: birthday, before: 3d, at: "10:00"}
        late: 2d
        closed: defer 3d
        message: hello
        """
    static let dormant = """
        rule: sleepy
        title: 沉睡
        purpose: marketing
        trigger: {dormant: order.placed, for: 90d, backlog: skip}
        late: 2d
        closed: defer 3d
        message: hello
        """

    @Test("an event that arrives after its due time is decided at the next tick")
    func lateEvent() throws {
        let stage = try Stage(try TestWorkspace.book([Self.welcome]), from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.run(to: at("12-03 11:00"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:05"), id: "o1")
        try stage.run(to: at("12-03 12:00"))
        try stage.expect(["12-03 11:01 hi c1 send"])
    }

    @Test("an event that arrives later than 'late' allows is dropped, once")
    func tooLate() throws {
        let stage = try Stage(try TestWorkspace.book([Self.welcome]), from: at("12-03 08:00"))
        try stage.customer("c1")
        try stage.run(to: at("12-03 15:00"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:05"), id: "o1")
        try stage.run(to: at("12-03 16:00"))
        try stage.expect(["12-03 15:01 hi c1 drop late"])
    }

    @Test("the same event again changes nothing")
    func again() throws {
        let stage = try Stage(try TestWorkspace.book([Self.welcome]), from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 11:00"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 12:00"))
        try stage.expect(["12-03 10:10 hi c1 send"])
    }

    @Test("a customer imported today whose birthday message fell due yesterday is found")
    func importedBirthday() throws {
        let stage = try Stage(try TestWorkspace.book([Self.birthday]), from: at("12-01 00:00"))
        try stage.run(to: at("12-03 12:00"))
        // Due 12-02 10:00.
        try stage.customer(
            "c1", ["birthday": .anniversary(Anniversary(calendar: .solar, month: 12, day: 5))])
        try stage.run(to: at("12-03 13:00"))
        let story = try stage.story()
        #expect(story == ["12-03 12:01 bday c1 send"])
    }

    @Test("a backdated latest order is found: the silence crossed 90 days before the row came")
    func backdated() throws {
        let stage = try Stage(try TestWorkspace.book([Self.dormant]), from: at("12-01 00:00"))
        try stage.customer("c1")
        try stage.run(to: at("12-03 12:00"))
        try stage.event("order.placed", of: "c1", at: at("09-04 06:00"), id: "o1")
        try stage.run(to: at("12-03 13:00"))
        try stage.expect(["12-03 12:01 sleepy c1 send"])
    }

    @Test("an order resets the silence")
    func reset() throws {
        let stage = try Stage(try TestWorkspace.book([Self.dormant]), from: at("12-01 00:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("09-10 10:00"), id: "o1")
        try stage.run(to: at("12-05 00:00"))
        try stage.event("order.placed", of: "c1", at: at("12-04 10:00"), id: "o2")
        try stage.run(to: at("12-20 00:00"))
        try stage.expect([])
    }

    @Test("three days of downtime are one tick: what is not too late is decided at once")
    func downtime() throws {
        let stage = try Stage(
            try TestWorkspace.book([Self.birthday, Self.welcome]), from: at("12-01 00:00"))
        try stage.customer(
            "c1", ["birthday": .anniversary(Anniversary(calendar: .solar, month: 12, day: 6))])
        try stage.event("order.placed", of: "c1", at: at("12-01 09:00"), id: "o1")
        try stage.event("order.placed", of: "c1", at: at("12-04 08:30"), id: "o2")
        stage.away(until: at("12-04 09:00"))
        try stage.run(to: at("12-04 09:30"))
        // The birthday fell due 12-03 10:00, the orders 12-01 09:10 and 12-04 08:40.
        try stage.expect([
            "12-04 09:00 bday c1 send", "12-04 09:00 hi c1 drop late",
            "12-04 09:00 hi c1 send",
        ])
    }

    @Test("a clock that steps back decides nothing twice")
    func clockBack() throws {
        let stage = try Stage(try TestWorkspace.book([Self.welcome]), from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 11:00"))
        stage.away(until: at("12-03 10:05"))
        try stage.run(to: at("12-03 11:30"))
        try stage.expect(["12-03 10:10 hi c1 send"])
    }

    @Test("a rule added to a store full of old events fires for none of them")
    func oldStore() throws {
        let stage = try Stage(try TestWorkspace.book([Self.birthday]), from: at("12-01 00:00"))
        try stage.customer("c1")
        for day in 1...9 {
            try stage.event("order.placed", of: "c1", at: at("11-0\(day) 10:00"), id: "o\(day)")
        }
        try stage.run(to: at("12-02 00:00"))
        let report = try stage.reload(
            try TestWorkspace.book([Self.birthday, Self.welcome, Self.dormant]))
        #expect(report.added == ["hi", "sleepy"])
        try stage.run(to: at("12-03 00:00"))
        try stage.expect([])
    }
}
