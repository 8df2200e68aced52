import HongyanCore
import Testing

@testable import HongyanEngine

/// Windows of working days at the end of what is known.
@Suite("A year without a notice")
struct CalendarTests {
    private static let office = TestWorkspace.policy.replacing(
        "day: \"daily 09:00-20:00\"", with: "day: \"workdays 09:00-20:00\"")

    private static func book(calendar: String? = nil) throws -> RuleBook {
        try TestWorkspace.book(
            [RuleText.order("a", "window: day\nclosed: defer 24h")], policy: office,
            calendar: calendar)
    }

    private static func stage(_ start: String) throws -> Stage {
        let stage = try Stage(try book(), from: on(start))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: on(start), id: "o1")
        return stage
    }

    @Test("holds until nobody knows, asks each hour, and drops at the deadline")
    func dropped() throws {
        let stage = try Self.stage("2026-12-31 20:30")
        try stage.run(to: on("2027-01-05 12:00"))
        let story = try stage.story()
        #expect(story.first == "12-31 20:31 a c1 hold calendar.missing until 01-01 09:00")
        // At 20:00 the window is closed whatever the year says, until after the deadline.
        #expect(story.last == "01-01 20:00 a c1 drop calendar.missing")
        #expect(story.count == 13)
        #expect(!story.contains { $0.contains("send") })
    }

    @Test("a notice that is loaded in time lets it leave on the first working day")
    func loaded() throws {
        let notice = """
            notices:
              - year: 2027
                notice: 国办发明电〔2026〕1号
                off: {元旦: 2027-01-01, 春节: 2027-02-05 .. 2027-02-12, 清明节: 2027-04-05,
                  劳动节: 2027-05-01 .. 2027-05-05, 端午节: 2027-06-09, 中秋节: 2027-09-15,
                  国庆节: 2027-10-01 .. 2027-10-07}
                work: [2027-01-02]

            """
        let stage = try Stage(
            try TestWorkspace.book(
                [RuleText.order("a", "window: day\nclosed: defer 3d")], policy: Self.office),
            from: on("2026-12-31 20:30"))
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: on("2026-12-31 20:30"), id: "o1")
        try stage.run(to: on("2027-01-01 08:00"))
        try stage.reload(
            try TestWorkspace.book(
                [RuleText.order("a", "window: day\nclosed: defer 3d")], policy: Self.office,
                calendar: notice))
        try stage.run(to: on("2027-01-02 10:00"))
        try stage.expect([
            "12-31 20:31 a c1 hold calendar.missing until 01-01 09:00",
            "01-01 09:00 a c1 hold window until 01-02 09:00", "01-02 09:00 a c1 send",
        ])
    }

    @Test("the daemon tells a missing year once a day and after a reload")
    func watch() throws {
        let book = try Self.book()
        var watch = CalendarWatch()
        func years(_ book: RuleBook, _ now: String) -> [Int] {
            watch.alarms(of: book, at: on(now)).map(\.year)
        }
        #expect(years(book, "2026-11-01 10:00") == [])
        #expect(years(book, "2026-11-21 10:00") == [2027])
        #expect(years(book, "2026-11-21 23:59") == [])
        #expect(years(book, "2026-11-22 00:00") == [2027])
        let other = try TestWorkspace.book(
            [RuleText.order("b", "window: day")], policy: Self.office)
        #expect(years(other, "2026-11-22 00:01") == [2027])
    }
}
