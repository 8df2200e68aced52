import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Date: anniversaries recur, dates fire once, and the odd days have a stated rule.
@Suite("Dates")
struct DateTests {
    private func stage(
        _ trigger: String, from start: String, _ extra: String = ""
    ) throws -> Stage {
        try Stage(
            try TestWorkspace.book([RuleText.make("d", trigger, extra)]), from: on(start))
    }

    @Test("a tag of type date fires once, whatever year comes")
    func once() throws {
        let stage = try stage(
            "{date: coupon_expires, before: 1d, at: \"10:00\"}", from: "2026-12-05 00:00")
        try stage.customer(
            "c1", ["coupon_expires": .date(try #require(CivilDay(text: "2026-12-07")))])
        try stage.run(to: on("2026-12-09 00:00"))
        stage.away(until: on("2027-12-05 00:00"))
        try stage.run(to: on("2027-12-09 00:00"))
        try stage.expect(["12-06 10:00 d c1 send"])
    }

    @Test("a coupon with another end is another occurrence")
    func anotherDate() throws {
        let stage = try stage(
            "{date: coupon_expires, before: 1d, at: \"10:00\"}", from: "2026-12-05 00:00")
        for day in ["2026-12-07", "2026-12-10"] {
            try stage.customer("c1", ["coupon_expires": .date(try #require(CivilDay(text: day)))])
            try stage.run(to: on("\(day) 00:00"))
        }
        try stage.expect(["12-06 10:00 d c1 send", "12-09 10:00 d c1 send"])
    }

    @Test("29 February is kept on the 28th in common years and on its day in leap years")
    func leapDay() throws {
        let stage = try stage("{date: birthday, at: \"10:00\"}", from: "2027-02-27 00:00")
        try stage.customer(
            "c1", ["birthday": .anniversary(Anniversary(calendar: .solar, month: 2, day: 29))])
        try stage.run(to: on("2027-03-02 00:00"))
        stage.away(until: on("2028-02-27 00:00"))
        try stage.run(to: on("2028-03-02 00:00"))
        #expect(
            try stage.records().map { CivilDay.description(of: $0.at) } == [
                "2027-02-28", "2028-02-29",
            ])
    }

    @Test("a birthday in a leap month is kept in it, and in the regular month of other years")
    func leapMonth() throws {
        // 2025 has a leap sixth month, 2026 has none.
        let stage = try stage("{date: birthday, at: \"10:00\"}", from: "2025-06-28 00:00")
        func born(leap: Bool) -> Value {
            .anniversary(Anniversary(calendar: .lunar, month: 6, day: 5, leap: leap))
        }
        try stage.customer("c1", ["birthday": born(leap: true)])
        try stage.customer("c2", ["birthday": born(leap: false)])
        try stage.run(to: on("2025-06-30 00:00"))
        stage.away(until: on("2025-07-28 00:00"))
        try stage.run(to: on("2025-07-30 00:00"))
        stage.away(until: on("2026-07-17 00:00"))
        try stage.run(to: on("2026-07-19 00:00"))
        #expect(
            try stage.records().map { "\(CivilDay.description(of: $0.at)) \($0.customer)" } == [
                "2025-06-29 c2", "2025-07-29 c1", "2026-07-18 c1", "2026-07-18 c2",
            ])
    }

    @Test("a lunar birthday on the thirtieth is kept on the last day of a short month")
    func thirtieth() throws {
        // The twelfth month of lunar 2025 has 29 days; the last is 16 February 2026.
        let stage = try stage("{date: birthday, at: \"10:00\"}", from: "2026-02-15 00:00")
        try stage.customer(
            "c1", ["birthday": .anniversary(Anniversary(calendar: .lunar, month: 12, day: 30))])
        try stage.run(to: on("2026-02-18 00:00"))
        try stage.expect(["02-16 10:00 d c1 send"])
    }

    @Test("a birthday that is corrected while its message is held cancels it")
    func corrected() throws {
        let stage = try stage(
            "{date: birthday, at: \"10:00\"}", from: "2026-12-03 00:00", "window: evening")
        func birthday(_ day: Int) -> Value {
            .anniversary(Anniversary(calendar: .solar, month: 12, day: day))
        }
        try stage.customer("c1", ["birthday": birthday(3)])
        try stage.run(to: at("12-03 12:00"))
        try stage.tags("c1", ["birthday": birthday(20)])
        try stage.run(to: at("12-03 19:00"))
        try stage.expect([
            "12-03 10:00 d c1 hold window until 12-03 18:00",
            "12-03 18:00 d c1 drop trigger.cancelled",
        ])
    }
}

extension CivilDay {
    /// The local date of a moment in China.
    fileprivate static func description(of moment: Timestamp) -> String {
        Zone.china.day(of: moment).description
    }
}
