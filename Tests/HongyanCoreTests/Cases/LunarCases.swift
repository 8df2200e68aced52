import HongyanCore
import Testing

/// Lunar birthdays in a solar year, case by case: all days on which they are kept, and why.
@Suite("Cases: lunar birthdays")
struct LunarCases {
    /// `8/15`, with `+` for the leap month; days separated by spaces, `-` for none.
    static let cases: [(birthday: String, year: Int, days: String, why: String)] = [
        ("1/1", 2026, "2026-02-17", "the lunar new year of 2026"),
        ("1/1", 2025, "2025-01-29", "the lunar new year of 2025"),
        ("1/1", 2027, "2027-02-06", "the lunar new year of 2027"),
        ("1/15", 2026, "2026-03-03", "元宵"),
        ("5/5", 2026, "2026-06-19", "端午"),
        ("8/15", 2025, "2025-10-06", "中秋, after the leap sixth month"),
        ("8/15", 2026, "2026-09-25", "中秋 without a leap month: eleven days earlier"),
        ("8/15", 1978, "1978-09-17", "a day that other tables put on the 16th"),
        ("12/30", 2024, "2024-02-09", "腊月 of lunar 2023 had 30 days"),
        ("12/30", 2025, "2025-01-28", "no day 30 in lunar 2024: the 29th, New Year's Eve"),
        ("12/30", 2026, "2026-02-16", "no day 30 in lunar 2025 either"),
        ("12/30", 2029, "2029-02-12", "腊月 of lunar 2028 is short too"),
        ("12/30", 2030, "2030-02-02", "the first 腊月三十 after lunar 2023"),
        ("6/1+", 2025, "2025-07-25", "the leap sixth month of 2025"),
        ("6/1", 2025, "2025-06-25", "a regular birthday is never kept in the leap month"),
        ("6/1+", 2026, "2026-07-14", "no leap sixth month: the regular one"),
        ("4/10+", 2026, "2026-05-26", "born in the leap fourth month of 2020"),
        ("4/10+", 2020, "2020-06-01", "in the year of that leap month itself"),
        ("2/30+", 2023, "2023-04-19", "the leap second month of 2023 has 29 days: its last"),
        ("12/1", 2025, "-", "lunar 2024's was 2024-12-31, lunar 2025's is 2026-01-19"),
        ("12/1", 2024, "2024-01-11 2024-12-31", "two in one solar year"),
        ("11/25", 2025, "-", "lunar 2024's was 2024-12-25, lunar 2025's is 2026-01-13"),
        ("11/25", 2024, "2024-01-06 2024-12-25", "two in one solar year"),
        ("1/1", 1900, "1900-01-31", "the first day of the table"),
        ("12/29", 2100, "2100-02-07", "the lunar year 2099's; 2100's falls into 2101"),
        ("7/7", 2033, "2033-08-01", "the year whose leap month is the eleventh"),
        ("11/1+", 2033, "2033-12-22", "the leap eleventh month of 2033"),
    ]

    @Test("the days of a solar year", arguments: cases)
    func days(birthday: String, year: Int, days: String, why: String) throws {
        let leap = birthday.hasSuffix("+")
        let parts = birthday.split(separator: "/").map { $0.filter { $0 != "+" } }
        let found = LunarBirthday.days(
            month: try #require(Int(parts[0])), day: try #require(Int(parts[1])), leap: leap,
            inSolarYear: year)
        let words = try #require(found).map(\.day.description).joined(separator: " ")
        #expect(words == (days == "-" ? "" : days), "\(birthday) in \(year): \(why)")
    }

    @Test("there are at least 20 cases, each with its reason")
    func enough() {
        #expect(LunarCases.cases.count >= 20)
        #expect(LunarCases.cases.allSatisfy { !$0.why.isEmpty })
    }

    @Test("the year 1900 cannot tell its January, nor 2101 anything")
    func edges() {
        #expect(LunarBirthday.days(month: 12, day: 1, leap: false, inSolarYear: 1_900) == nil)
        #expect(LunarBirthday.days(month: 10, day: 1, leap: false, inSolarYear: 1_900) != nil)
        #expect(LunarBirthday.days(month: 1, day: 1, leap: false, inSolarYear: 2_101) == nil)
        #expect(LunarBirthday.days(month: 13, day: 1, leap: false, inSolarYear: 2_026) == nil)
    }

    @Test("says by which rule a day was found")
    func rules() {
        func rules(_ month: Int, _ day: Int, _ leap: Bool, _ year: Int) -> [LunarBirthday.Rule]? {
            LunarBirthday.days(month: month, day: day, leap: leap, inSolarYear: year)?.map(\.rule)
        }
        #expect(rules(8, 15, false, 2_026) == [.exact])
        #expect(rules(12, 30, false, 2_026) == [.lastDay])
        #expect(rules(6, 1, true, 2_026) == [.regularMonth])
        #expect(rules(6, 1, true, 2_025) == [.exact])
    }

    @Test("every birthday is kept once in each lunar year, so 199 solar years hold 199 of it")
    func once() {
        for month in 1...12 {
            for day in [1, 15, 29, 30] {
                let count = (1_901...2_099).reduce(0) { sum, year in
                    sum
                        + (LunarBirthday.days(
                            month: month, day: day, leap: false, inSolarYear: year)?.count ?? 0)
                }
                // The months around the solar new year may gain or lose one at the ends.
                #expect((198...200).contains(count), "\(month)/\(day)")
            }
        }
    }
}
