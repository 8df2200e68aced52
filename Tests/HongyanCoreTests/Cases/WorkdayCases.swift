import HongyanCore
import Testing

/// Working days of mainland China, case by case: what is asked, the answer, and why.
@Suite("Cases: working days")
struct WorkdayCases {
    /// Whether one works on a day: yes, no, or unknown.
    static let days: [(day: String, answer: String, why: String)] = [
        ("2026-11-20", "yes", "an ordinary Friday"),
        ("2026-11-21", "no", "an ordinary Saturday"),
        ("2026-11-22", "no", "an ordinary Sunday"),
        ("2024-01-01", "no", "元旦, a Monday"),
        ("2024-02-09", "yes", "除夕 before the law of 2024-11-10: an ordinary Friday"),
        ("2025-01-28", "no", "除夕 since the law of 2024-11-10: a Tuesday off"),
        ("2026-02-16", "no", "除夕 of 2026, a Monday off"),
        ("2025-01-27", "yes", "the Monday before 除夕 2025 is not in the notice"),
        ("2024-02-04", "yes", "a Sunday worked for the Spring Festival of 2024"),
        ("2024-02-18", "yes", "the Sunday after the Spring Festival of 2024 is worked"),
        ("2025-01-26", "yes", "a Sunday worked for the Spring Festival of 2025"),
        ("2025-02-08", "yes", "a Saturday worked for the Spring Festival of 2025"),
        ("2025-02-05", "yes", "the Wednesday on which work begins again in 2025"),
        ("2026-01-02", "no", "元旦 2026 has a bridge: a Friday off"),
        ("2026-01-04", "yes", "the Sunday that is worked for that bridge"),
        ("2026-02-14", "yes", "a Saturday worked before the Spring Festival of 2026"),
        ("2026-02-28", "yes", "a Saturday worked after it"),
        ("2026-04-06", "no", "清明 2026: the Monday after Sunday 5 April"),
        ("2025-04-07", "yes", "清明 2025 ends on Sunday 6 April"),
        ("2024-04-07", "yes", "a Sunday worked for 清明 2024"),
        ("2025-05-02", "no", "2 May is statutory since the law of 2024-11-10"),
        ("2026-05-09", "yes", "a Saturday worked for 劳动节 2026"),
        ("2024-06-10", "no", "端午 2024, a Monday"),
        ("2024-09-14", "yes", "a Saturday worked for 中秋 2024"),
        ("2025-10-06", "no", "中秋 2025 lies inside the week of the National Day"),
        ("2025-10-08", "no", "the eighth day of 国庆节、中秋节 2025"),
        ("2025-10-11", "yes", "a Saturday worked for it"),
        ("2026-09-20", "yes", "a Sunday worked for 国庆节 2026"),
        ("2026-10-10", "yes", "a Saturday worked for 国庆节 2026"),
        ("2026-12-31", "yes", "an ordinary Thursday; the notice for 2027 may still change it"),
        ("2027-01-01", "unknown", "statutory, but there is no notice for 2027: nothing is told"),
        ("2027-03-10", "unknown", "an ordinary Wednesday of a year without a notice"),
        ("2023-12-29", "unknown", "the table begins with 2024"),
    ]

    @Test("whether one works on a day", arguments: days)
    func isWorkday(day: String, answer: String, why: String) throws {
        let date = try #require(CivilDay(text: day))
        let words = WorkCalendar.mainland.isWorkday(date).map { $0 ? "yes" : "no" } ?? "unknown"
        #expect(words == answer, "\(day): \(why)")
    }

    /// The end of a term, or the year whose notice is missing.
    static let terms: [(from: String, count: Int, end: String, why: String)] = [
        ("2026-11-20", 1, "2026-11-23", "the first day is not counted, the weekend is not worked"),
        ("2026-11-20", 5, "2026-11-27", "a whole ordinary week"),
        ("2026-11-21", 1, "2026-11-23", "a term that begins on a Saturday"),
        ("2026-11-19", 0, "2026-11-19", "no days on a working day: that day"),
        ("2026-11-21", 0, "2026-11-23", "ends on a day off: moves to the next working day"),
        ("2026-10-02", 0, "2026-10-08", "ends inside 国庆节: moves behind it"),
        ("2026-09-30", 1, "2026-10-08", "国庆节 2026 is 1 to 7 October"),
        ("2026-09-30", 3, "2026-10-10", "Saturday 10 October is worked"),
        ("2026-09-30", 7, "2026-10-15", "8, 9, 10, 12, 13, 14 and 15 October"),
        ("2026-02-13", 1, "2026-02-14", "Saturday 14 February is worked"),
        ("2026-02-13", 2, "2026-02-24", "then the Spring Festival, 15 to 23 February"),
        ("2026-02-14", 7, "2026-03-03", "with Saturday 28 February, which is worked"),
        ("2025-12-31", 1, "2026-01-04", "across the year: 元旦 1 to 3 January, then a worked Sunday"),
        ("2025-12-29", 7, "2026-01-08", "two days in 2025, five in 2026"),
        ("2025-01-24", 1, "2025-01-26", "the worked Sunday before the Spring Festival of 2025"),
        ("2025-01-24", 3, "2025-02-05", "Sunday, Monday, then 28 January to 4 February off"),
        ("2025-02-07", 1, "2025-02-08", "a worked Saturday"),
        ("2025-09-26", 1, "2025-09-28", "a worked Sunday before 国庆节、中秋节 2025"),
        ("2025-09-30", 7, "2025-10-16", "9, 10, 11 (worked), 13, 14, 15 and 16 October"),
        ("2024-12-31", 7, "2025-01-10", "2, 3, 6, 7, 8, 9 and 10 January"),
        ("2024-02-08", 1, "2024-02-09", "除夕 2024 was worked: the law before 2024-11-10"),
        ("2024-02-08", 2, "2024-02-18", "then 10 to 17 February off, and a worked Sunday"),
        ("2024-02-03", 0, "2024-02-04", "the Sunday after it is worked"),
        ("2024-09-13", 2, "2024-09-18", "Saturday 14 worked, 15 to 17 September off"),
        ("2024-04-30", 5, "2024-05-10", "1 to 5 May off, then a week; 11 May comes after"),
        ("2026-04-30", 5, "2026-05-11", "6, 7, 8, 9 (a worked Saturday) and 11 May"),
        ("2026-09-19", 1, "2026-09-20", "a worked Sunday"),
        ("2026-09-24", 1, "2026-09-28", "中秋 2026: 25 to 27 September"),
        ("2024-01-01", 250, "2024-12-30", "2024 had 251 working days"),
        ("2024-01-01", 500, "2026-01-04", "over two new years"),
        ("2026-12-24", 5, "2026-12-31", "ends on the last day that is known"),
        ("2026-12-25", 5, "gap 2027", "the fifth day would lie in 2027"),
        ("2026-12-31", 1, "gap 2027", "the next day lies in 2027"),
        ("2027-01-04", 0, "gap 2027", "nobody knows whether that Monday is worked"),
        ("2023-12-31", 1, "2024-01-02", "the first day is not counted, and need not be known"),
        ("2023-12-29", 1, "gap 2023", "Saturday 30 December 2023 may have been worked"),
    ]

    @Test("the end of a term of working days", arguments: terms)
    func adding(from: String, count: Int, end: String, why: String) throws {
        let start = try #require(CivilDay(text: from))
        var found: String
        do {
            found = try WorkCalendar.mainland.adding(workdays: count, to: start).description
        } catch {
            found = "gap \(error.year)"
        }
        #expect(found == end, "\(from) + \(count): \(why)")
    }

    @Test("there are at least 40 cases, each with its reason")
    func enough() {
        #expect(WorkdayCases.days.count + WorkdayCases.terms.count >= 40)
        #expect(WorkdayCases.days.allSatisfy { !$0.why.isEmpty })
        #expect(WorkdayCases.terms.allSatisfy { !$0.why.isEmpty })
    }
}
