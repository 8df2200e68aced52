/// When an anniversary recurs. The stated rules:
///
/// - 29 February is kept on 28 February in common years.
/// - Lunar day 30 is kept on the last day of the month when that month has 29 days.
/// - A birthday in a leap month is kept in the regular month of that number when the year has no
///   such leap month.
/// - A birthday in a regular month is never kept in the leap month.
///
/// So each lunar anniversary recurs exactly once in each lunar year; a solar year may hold two of
/// them or none. The year in which it first happened plays no part.
public enum AnniversaryRule {
    /// No return is further away than this: the longest lunar year has 385 days.
    static let longestWaitDays: Int64 = 385

    /// The date on which it recurs in one year of its own calendar: the solar year, or the lunar
    /// year.
    /// - Returns: nil for an anniversary that no year has (`02-30`), and for lunar years outside
    ///   ``Lunar/years``.
    public static func days(of anniversary: Anniversary, inYear year: Int) -> CivilDay? {
        switch anniversary.calendar {
        case .solar:
            if anniversary.month == 2, anniversary.day == 29, !CivilDay.isLeap(year: year) {
                return CivilDay(year: year, month: 2, day: 28)
            }
            return CivilDay(year: year, month: anniversary.month, day: anniversary.day)
        case .lunar:
            let leap = anniversary.leap && Lunar.leapMonth(of: year) == anniversary.month
            guard (1...30).contains(anniversary.day),
                let length = Lunar.monthLength(year: year, month: anniversary.month, leap: leap)
            else { return nil }
            let day = min(anniversary.day, length)
            return Lunar.day(
                of: LunarDate(year: year, month: anniversary.month, day: day, leap: leap))
        }
    }

    /// The ``Anniversary/key``s of all anniversaries that recur on a date, ascending.
    ///
    /// The inverse of ``days(of:inYear:)``: one to two solar keys, and one to four lunar ones
    /// inside the table.
    public static func keys(recurringOn day: CivilDay) -> [Int] {
        let (year, month, date) = day.fields
        var keys = [month * 100 + date]
        if month == 2, date == 28, !CivilDay.isLeap(year: year) { keys.append(229) }
        guard let lunar = Lunar.date(of: day),
            let length = Lunar.monthLength(
                year: lunar.year, month: lunar.month, leap: lunar.leap)
        else { return keys }
        var days = [lunar.day]
        if lunar.day == length, length == 29 { days.append(30) }
        let hasLeap = Lunar.leapMonth(of: lunar.year) == lunar.month
        if !lunar.leap { keys += days.map { 10_000 + lunar.month * 100 + $0 } }
        if lunar.leap || !hasLeap { keys += days.map { 20_000 + lunar.month * 100 + $0 } }
        return keys
    }

    /// The first recurrence on or after a date; nil when there is none, or none inside the lunar
    /// table.
    public static func next(
        of anniversary: Anniversary, onOrAfter day: CivilDay
    ) -> CivilDay? {
        let year: Int
        switch anniversary.calendar {
        case .solar: year = day.fields.year
        case .lunar:
            guard let lunar = Lunar.date(of: day) else { return nil }
            year = lunar.year
        }
        for candidate in [year, year + 1] {
            if let found = days(of: anniversary, inYear: candidate), found >= day { return found }
        }
        return nil
    }

    /// The occurrence key of a recurrence: `2026` by the solar year, `lunar 2026` by the lunar
    /// year in which it lies.
    public static func occurrenceKey(of anniversary: Anniversary, on day: CivilDay) -> String {
        switch anniversary.calendar {
        case .solar: padded(day.fields.year, 4)
        case .lunar: "lunar \(padded(Lunar.date(of: day)?.year ?? day.fields.year, 4))"
        }
    }
}
