extension WorkCalendar {
    /// When the table below was last compared with its sources.
    public static let version = "2026-11-20"

    /// 2024–2026 by the notices of the General Office of the State Council, 2027 by the law alone.
    ///
    /// Compared day by day with NateScarlet/holiday-cn (d4e53bf, 2026-08-07) and chinesecalendar
    /// 1.11.0. New Year's Eve (除夕) is a statutory day off since the law's change of 2024-11-10:
    /// 2024-02-09 was a working day, 2025-01-28 was not.
    public static let mainland = WorkCalendar(years: [year2024, year2025, year2026, year2027])

    private static let notices = "https://www.gov.cn/zhengce/zhengceku/"

    /// Of 2023-10-25.
    private static let year2024 = CalendarYear(
        year: 2024, status: .official, notice: "国办发明电〔2023〕7号",
        source: notices + "202310/content_6911528.htm",
        off: [
            off("元旦", 2024, (1, 1), (1, 1)), off("春节", 2024, (2, 10), (2, 17)),
            off("清明节", 2024, (4, 4), (4, 6)), off("劳动节", 2024, (5, 1), (5, 5)),
            off("端午节", 2024, (6, 10), (6, 10)), off("中秋节", 2024, (9, 15), (9, 17)),
            off("国庆节", 2024, (10, 1), (10, 7)),
        ],
        work: work(
            2024,
            [(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)]))

    /// Of 2024-11-12.
    private static let year2025 = CalendarYear(
        year: 2025, status: .official, notice: "国办发明电〔2024〕12号",
        source: notices + "202411/content_6986383.htm",
        off: [
            off("元旦", 2025, (1, 1), (1, 1)), off("春节", 2025, (1, 28), (2, 4)),
            off("清明节", 2025, (4, 4), (4, 6)), off("劳动节", 2025, (5, 1), (5, 5)),
            off("端午节", 2025, (5, 31), (6, 2)), off("国庆节、中秋节", 2025, (10, 1), (10, 8)),
        ],
        work: work(2025, [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)]))

    /// Of 2025-11-04.
    private static let year2026 = CalendarYear(
        year: 2026, status: .official, notice: "国办发明电〔2025〕7号",
        source: notices + "202511/content_7047091.htm",
        off: [
            off("元旦", 2026, (1, 1), (1, 3)), off("春节", 2026, (2, 15), (2, 23)),
            off("清明节", 2026, (4, 4), (4, 6)), off("劳动节", 2026, (5, 1), (5, 5)),
            off("端午节", 2026, (6, 19), (6, 21)), off("中秋节", 2026, (9, 25), (9, 27)),
            off("国庆节", 2026, (10, 1), (10, 7)),
        ],
        work: work(2026, [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]))

    /// No notice was known on 2026-11-20: the 13 statutory days, and no day that is made up.
    private static let year2027 = CalendarYear(
        year: 2027, status: .provisional, notice: "全国年节及纪念日放假办法（2024-11-10 修订）", source: "",
        off: [
            off("元旦", 2027, (1, 1), (1, 1)), off("春节", 2027, (2, 5), (2, 8)),
            off("清明节", 2027, (4, 5), (4, 5)), off("劳动节", 2027, (5, 1), (5, 2)),
            off("端午节", 2027, (6, 9), (6, 9)), off("中秋节", 2027, (9, 15), (9, 15)),
            off("国庆节", 2027, (10, 1), (10, 3)),
        ],
        work: [])

    private static func off(
        _ name: String, _ year: Int, _ from: (Int, Int), _ through: (Int, Int)
    ) -> CalendarYear.Holiday {
        CalendarYear.Holiday(
            name: name, from: day(year, from.0, from.1), through: day(year, through.0, through.1))
    }

    private static func work(_ year: Int, _ days: [(Int, Int)]) -> [CivilDay] {
        days.map { day(year, $0.0, $0.1) }
    }

    private static func day(_ year: Int, _ month: Int, _ date: Int) -> CivilDay {
        guard let day = CivilDay(year: year, month: month, day: date) else {
            preconditionFailure("the table names a day that does not exist")
        }
        return day
    }
}
