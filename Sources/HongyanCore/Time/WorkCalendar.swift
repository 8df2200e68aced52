/// The working days of mainland China, year by year as the State Council's notices fix them.
///
/// A day is a working day when its notice says that one works on it, or when it is Monday to
/// Friday and no day off. Only a year with an official notice can tell; any other year is a gap,
/// and what depends on it fails closed. A notice may move days of the December before its year.
public struct WorkCalendar: Hashable, Sendable {
    /// Ascending by year, one each.
    public let years: [CalendarYear]
    /// Day numbers of the official years, ascending.
    private let off: [Int32]
    private let work: [Int32]

    /// - Parameter years: Of two entries for one year the later one counts.
    public init(years: [CalendarYear]) {
        var latest: [CalendarYear] = []
        for year in years {
            latest.removeAll { $0.year == year.year }
            latest.append(year)
        }
        self.years = latest.sorted { $0.year < $1.year }
        let official = self.years.filter { $0.status == .official }
        off = official.flatMap(\.off).flatMap { Array($0.from.number...$0.through.number) }
            .sorted()
        work = official.flatMap(\.work).map(\.number).sorted()
    }

    /// This calendar with further years; one that it knows is replaced as a whole.
    public func adding(_ more: [CalendarYear]) -> WorkCalendar {
        more.isEmpty ? self : WorkCalendar(years: years + more)
    }

    public func year(_ year: Int) -> CalendarYear? { years.first { $0.year == year } }

    /// nil: nothing is known of it.
    public func status(of year: Int) -> CalendarYear.Status? { self.year(year)?.status }

    /// Whether one works on a day; nil in a year without an official notice.
    public func isWorkday(_ day: CivilDay) -> Bool? {
        guard status(of: day.fields.year) == .official else { return nil }
        if WorkCalendar.contains(work, day.number) { return true }
        return day.weekday <= 5 && !WorkCalendar.contains(off, day.number)
    }

    /// The holiday that a day lies in, the statutory days of provisional years included.
    public func holiday(on day: CivilDay) -> CalendarYear.Holiday? {
        for year in years {
            if let found = year.off.first(where: { $0.covers(day) }) { return found }
        }
        return nil
    }

    /// Whether a day is a Saturday or Sunday on which one works.
    public func isMadeUp(_ day: CivilDay) -> Bool { WorkCalendar.contains(work, day.number) }

    /// A year whose working days nobody knows, met on the way to an answer.
    public struct Gap: Error, Hashable, Sendable {
        public let year: Int
        public init(year: Int) { self.year = year }
    }

    /// No count of working days may be greater.
    public static let mostWorkdays = 10_000

    /// The day on which a term of so many working days ends. The first day is not counted (民法典
    /// 第二百零一条); a term of none ends on the day itself, or where that is no working day on the
    /// next one that is (第二百零三条).
    /// - Parameter count: 0…``mostWorkdays``.
    /// - Throws: ``Gap`` when the count meets a year without a notice, the first day's included
    ///   only where it has to be judged.
    public func adding(workdays count: Int, to first: CivilDay) throws(Gap) -> CivilDay {
        var day = count == 0 ? first - 1 : first
        var left = max(count, 1)
        while left > 0 {
            day = day + 1
            guard let isWorkday = isWorkday(day) else { throw Gap(year: day.fields.year) }
            if isWorkday { left -= 1 }
        }
        return day
    }

    private static func contains(_ numbers: [Int32], _ number: Int32) -> Bool {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number
    }
}
