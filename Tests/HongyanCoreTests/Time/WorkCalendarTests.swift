import HongyanCore
import Testing

@Suite("The calendar of working days")
struct WorkCalendarTests {
    private static func day(_ text: String) throws -> CivilDay {
        try #require(CivilDay(text: text))
    }

    private static func year(
        _ year: Int, off: [(String, String)] = [], work: [String] = []
    ) throws -> CalendarYear {
        CalendarYear(
            year: year, status: .official, notice: "test", source: "",
            off: try off.map {
                .init(name: "test", from: try day($0.0), through: try day($0.1))
            }, work: try work.map { try day($0) })
    }

    @Test(
        "has as many working days a year as other tables",
        arguments: [(2024, 251), (2025, 248), (2026, 248)])
    func count(year: Int, expected: Int) throws {
        let first = try WorkCalendarTests.day("\(year)-01-01")
        let count = (0..<366).map { first + $0 }.filter { $0.fields.year == year }
            .count { WorkCalendar.mainland.isWorkday($0) == true }
        #expect(count == expected)
    }

    @Test(
        "every statutory day of the law of its year is off, and 清明 is",
        arguments: [2024, 2025, 2026, 2027])
    func statutory(year: Int) throws {
        let known = try #require(WorkCalendar.mainland.year(year))
        let days = try #require(StatutoryDays.days(inYear: year))
        // 12 and 清明 since 2025, 10 and 清明 before: 13 and 11 days.
        #expect(days.count == (year >= 2025 ? 12 : 10))
        for (name, day) in days {
            #expect(known.off.contains { $0.covers(day) }, "\(name) \(day)")
        }
        let qingming = StatutoryDays.qingming(inYear: year)
        #expect(qingming.contains { day in known.off.contains { $0.covers(day) } })
        if known.status == .provisional {
            let off = known.off.reduce(0) { $0 + ($1.through - $1.from + 1) }
            #expect(off == 13)
        }
    }

    @Test("除夕 and 2 May are statutory since 2025 only")
    func law() throws {
        let old = try #require(StatutoryDays.days(inYear: 2024)).map(\.day.description)
        let new = try #require(StatutoryDays.days(inYear: 2025)).map(\.day.description)
        #expect(!old.contains("2024-02-09") && !old.contains("2024-05-02"))
        #expect(new.contains("2025-01-28") && new.contains("2025-05-02"))
        #expect(StatutoryDays.days(inYear: 2013) == nil)
    }

    @Test("made-up days are weekends, days off are not made up, and each year names its source")
    func shape() {
        for year in WorkCalendar.mainland.years {
            #expect(year.work.allSatisfy { $0.weekday >= 6 })
            #expect(year.work.allSatisfy { day in !year.off.contains { $0.covers(day) } })
            #expect(!year.notice.isEmpty)
            #expect(year.status == .provisional || year.source.hasPrefix("https://www.gov.cn/"))
        }
        #expect(CivilDay(text: WorkCalendar.version) != nil)
    }

    @Test("2024 to 2026 are official, 2027 is provisional, of 2028 nothing is known")
    func status() {
        let calendar = WorkCalendar.mainland
        #expect(
            [2024, 2025, 2026].map { calendar.status(of: $0) } == [.official, .official, .official])
        #expect(calendar.status(of: 2027) == .provisional)
        #expect(calendar.status(of: 2028) == nil)
    }

    @Test("a notice may move days of the December before it")
    func december() throws {
        let notice = try WorkCalendarTests.year(
            2027, off: [("2026-12-31", "2027-01-01")], work: ["2026-12-27"])
        let calendar = WorkCalendar.mainland.adding([notice])
        #expect(calendar.isWorkday(try WorkCalendarTests.day("2026-12-31")) == false)
        #expect(calendar.isWorkday(try WorkCalendarTests.day("2026-12-27")) == true)
        #expect(calendar.isWorkday(try WorkCalendarTests.day("2027-01-04")) == true)
    }

    @Test("a year that is added replaces the one that was there, as a whole")
    func replaced() throws {
        let calendar = WorkCalendar.mainland.adding([try WorkCalendarTests.year(2026)])
        #expect(calendar.isWorkday(try WorkCalendarTests.day("2026-10-01")) == true)
        #expect(calendar.isWorkday(try WorkCalendarTests.day("2026-10-10")) == false)
        #expect(calendar.years.map(\.year) == [2024, 2025, 2026, 2027])
        #expect(calendar.isWorkday(try WorkCalendarTests.day("2025-10-01")) == false)
    }

    @Test("names the holiday of a day, provisional years included")
    func holiday() throws {
        let calendar = WorkCalendar.mainland
        #expect(calendar.holiday(on: try WorkCalendarTests.day("2027-02-05"))?.name == "春节")
        #expect(calendar.holiday(on: try WorkCalendarTests.day("2026-11-21")) == nil)
        #expect(calendar.isMadeUp(try WorkCalendarTests.day("2026-10-10")))
    }
}
