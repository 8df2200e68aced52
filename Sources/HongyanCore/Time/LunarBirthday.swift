/// A day on which a lunar birthday is kept, and by which of ``AnniversaryRule``'s rules.
public struct LunarBirthday: Hashable, Sendable {
    public enum Rule: String, Hashable, Sendable {
        /// On the very date.
        case exact
        /// Day 30 in a month of 29 days.
        case lastDay = "last-day"
        /// The year has no such leap month.
        case regularMonth = "regular-month"
    }
    public let day: CivilDay
    public let lunar: LunarDate
    /// Where both rules were needed, ``Rule/regularMonth``.
    public let rule: Rule

    /// The days of a solar year on which a lunar birthday is kept, ascending: mostly one, none or
    /// two where the lunar new year moves across it.
    /// - Parameters:
    ///   - month: 1–12.
    ///   - day: 1–30.
    /// - Returns: nil where the table does not reach: outside 1900–2100, and for the last two
    ///   months in 1900, whose January belongs to the lunar year 1899.
    public static func days(
        month: Int, day: Int, leap: Bool, inSolarYear year: Int
    ) -> [LunarBirthday]? {
        guard Lunar.years.contains(year), (1...12).contains(month), (1...30).contains(day),
            year > Lunar.years.lowerBound || month < 11
        else { return nil }
        let birthday = Anniversary(calendar: .lunar, month: month, day: day, leap: leap)
        return [year - 1, year].compactMap { lunarYear in
            guard let found = AnniversaryRule.days(of: birthday, inYear: lunarYear),
                found.fields.year == year, let lunar = Lunar.date(of: found)
            else { return nil }
            let rule: Rule =
                leap && !lunar.leap ? .regularMonth : lunar.day == day ? .exact : .lastDay
            return LunarBirthday(day: found, lunar: lunar, rule: rule)
        }
    }
}
