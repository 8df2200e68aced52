import HongyanCore
import Testing

@Suite("When anniversaries recur")
struct AnniversaryRuleTests {
    @Test(
        "follows the stated rules",
        arguments: [
            ("05-01", 2026, "2026-05-01"),
            ("02-29", 2024, "2024-02-29"),
            ("02-29", 2026, "2026-02-28"),
            ("1988-02-29", 2100, "2100-02-28"),
            // 中秋.
            ("lunar 08-15", 2025, "2025-10-06"),
            // No 腊月三十 from lunar 2024 to 2028.
            ("lunar 12-30", 2023, "2024-02-09"),
            ("lunar 12-30", 2025, "2026-02-16"),
            // 闰六月 exists in 2025; in 2026 the regular month stands in.
            ("lunar leap 06-01", 2025, "2025-07-25"),
            ("lunar leap 06-01", 2026, "2026-07-14"),
            // A regular month never falls into the leap month.
            ("lunar 06-01", 2025, "2025-06-25"),
            // The leap month of 2025 has 29 days.
            ("lunar leap 06-30", 2025, "2025-08-22"),
        ])
    func statedRules(text: String, year: Int, day: String) throws {
        let anniversary = try #require(Anniversary(text: text))
        #expect(AnniversaryRule.days(of: anniversary, inYear: year)?.description == day)
    }

    @Test("finds the keys of every date: the inverse agrees from 1900 to 2099")
    func inverse() throws {
        var expected: [CivilDay: [Int]] = [:]
        for anniversary in AnniversaryRuleTests.all {
            for year in 1899...2100 {
                guard let day = AnniversaryRule.days(of: anniversary, inYear: year) else {
                    continue
                }
                expected[day, default: []].append(anniversary.key)
            }
        }
        var day = try #require(CivilDay(text: "1900-01-01"))
        let last = try #require(CivilDay(text: "2099-12-31"))
        var wrong: [String] = []
        while day <= last {
            let found = AnniversaryRule.keys(recurringOn: day)
            if found != expected[day, default: []].sorted() { wrong.append(day.description) }
            day = day + 1
        }
        #expect(wrong.isEmpty)
    }

    @Test("keeps every lunar anniversary exactly once in each lunar year")
    func onceAYear() {
        for anniversary in AnniversaryRuleTests.all where anniversary.calendar == .lunar {
            var previous = CivilDay(number: -100_000)
            for year in Lunar.years {
                guard let day = AnniversaryRule.days(of: anniversary, inYear: year) else {
                    Issue.record("\(anniversary) has no day in \(year)")
                    continue
                }
                #expect(day > previous)
                previous = day
            }
        }
    }

    @Test(
        "finds the next recurrence, today included",
        arguments: [
            ("05-01", "2026-05-01", "2026-05-01"),
            ("05-01", "2026-05-02", "2027-05-01"),
            ("02-29", "2026-02-28", "2026-02-28"),
            ("02-29", "2027-03-01", "2028-02-29"),
            ("lunar 12-23", "2026-01-01", "2026-02-10"),
            ("lunar 08-15", "2025-10-07", "2026-09-25"),
        ])
    func next(text: String, from: String, expected: String) throws {
        let anniversary = try #require(Anniversary(text: text))
        let start = try #require(CivilDay(text: from))
        let found = AnniversaryRule.next(of: anniversary, onOrAfter: start)
        #expect(found?.description == expected)
    }

    @Test("occurrence keys: anniversary is its year, the lunar year for lunar dates")
    func occurrenceKeys() throws {
        let solar = try #require(Anniversary(text: "01-20"))
        let lunar = try #require(Anniversary(text: "lunar 12-02"))
        let day = try #require(CivilDay(text: "2026-01-20"))
        #expect(AnniversaryRule.days(of: lunar, inYear: 2025) == day)
        #expect(AnniversaryRule.occurrenceKey(of: solar, on: day) == "2026")
        #expect(AnniversaryRule.occurrenceKey(of: lunar, on: day) == "lunar 2025")
    }

    @Test("a solar year may hold two lunar birthdays or none, each with a key of its own")
    func twoOrNone() throws {
        let birthday = try #require(Anniversary(text: "lunar 12-01"))
        func days(inSolarYear year: Int) -> [String] {
            (year - 1...year).compactMap { (lunarYear: Int) -> String? in
                guard let day = AnniversaryRule.days(of: birthday, inYear: lunarYear),
                    day.fields.year == year
                else { return nil }
                return AnniversaryRule.occurrenceKey(of: birthday, on: day)
            }
        }
        #expect(days(inSolarYear: 2024) == ["lunar 2023", "lunar 2024"])
        #expect(days(inSolarYear: 2025) == [])
    }

    @Test("an anniversary that no year has never recurs")
    func impossible() {
        let never = Anniversary(calendar: .solar, month: 2, day: 30)
        #expect(AnniversaryRule.days(of: never, inYear: 2024) == nil)
        #expect(AnniversaryRule.next(of: never, onOrAfter: CivilDay(number: 0)) == nil)
    }

    /// Every anniversary there is, without years.
    private static let all: [Anniversary] = {
        var result: [Anniversary] = []
        for month in 1...12 {
            for day in 1...CivilDay.length(ofMonth: month, year: 2024) {
                result.append(Anniversary(calendar: .solar, month: month, day: day))
            }
            for day in 1...30 {
                result.append(Anniversary(calendar: .lunar, month: month, day: day))
                result.append(Anniversary(calendar: .lunar, month: month, day: day, leap: true))
            }
        }
        return result
    }()
}
