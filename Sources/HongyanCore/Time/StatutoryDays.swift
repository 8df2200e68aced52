/// The public holidays that 全国年节及纪念日放假办法 itself names, before any notice adds bridges.
public enum StatutoryDays {
    /// Years of which the law is known here: since its changes of 2013-12-11 and 2024-11-10.
    public static let years = 2014...Lunar.years.upperBound

    /// The year's days by article 2, ascending, but for 清明, which follows the sun: 12 days, 10
    /// until 2024, when neither 除夕 nor 2 May was one. Fewer only where two fall together.
    /// - Returns: nil outside ``years``.
    public static func days(inYear year: Int) -> [(name: String, day: CivilDay)]? {
        guard years.contains(year), let newYear = lunar(year, 1, 1) else { return nil }
        let isNew = year >= 2025
        var days: [(name: String, day: CivilDay?)] = [("元旦", solar(year, 1, 1))]
        if isNew { days.append(("除夕", newYear - 1)) }
        days += [("春节", newYear), ("春节", newYear + 1), ("春节", newYear + 2)]
        days.append(("劳动节", solar(year, 5, 1)))
        if isNew { days.append(("劳动节", solar(year, 5, 2))) }
        days += [("端午节", lunar(year, 5, 5)), ("中秋节", lunar(year, 8, 15))]
        days += (1...3).map { ("国庆节", solar(year, 10, $0)) }
        return days.compactMap { entry in entry.day.map { (entry.name, $0) } }
            .sorted { $0.day < $1.day }
    }

    /// The days of which one is 清明: the sun reaches 15° on 4 to 6 April.
    public static func qingming(inYear year: Int) -> [CivilDay] {
        (4...6).compactMap { solar(year, 4, $0) }
    }

    private static func solar(_ year: Int, _ month: Int, _ day: Int) -> CivilDay? {
        CivilDay(year: year, month: month, day: day)
    }

    private static func lunar(_ year: Int, _ month: Int, _ day: Int) -> CivilDay? {
        Lunar.day(of: LunarDate(year: year, month: month, day: day))
    }
}
