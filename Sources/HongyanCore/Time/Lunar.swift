/// A date of the Chinese lunar calendar.
public struct LunarDate: Hashable, Sendable {
    /// The lunar year, named by the solar year in which it begins.
    public let year: Int
    /// 1–12; a leap month bears the number of the month before it.
    public let month: Int
    /// 1–30.
    public let day: Int
    /// The date lies in the leap month that follows month `month`.
    public let leap: Bool
    public init(year: Int, month: Int, day: Int, leap: Bool = false) {
        self.year = year
        self.month = month
        self.day = day
        self.leap = leap
    }
}

/// The Chinese lunar calendar of the lunar years 1900–2100 (1900-01-31 … 2101-01-28), by table.
///
/// The table was packed from borax 4.1.3 and agrees with LunarCalendar 0.0.9 on all 73,412 days.
public enum Lunar {
    /// The lunar years of the table.
    public static let years = 1900...2100

    /// The lunar date of a solar one; nil outside the table.
    public static func date(of day: CivilDay) -> LunarDate? {
        guard let first = newYears.first, let end = newYears.last,
            day.number >= first, day.number < end
        else { return nil }
        // A lunar year begins between 20 January and 21 February of the solar year of its name.
        var year = min(day.fields.year, years.upperBound)
        if day.number < newYears[year - years.lowerBound] { year -= 1 }
        var rest = Int(day.number - newYears[year - years.lowerBound])
        let leapMonth = leapMonth(of: year)
        for month in 1...12 {
            let length = regularLength(year: year, month: month)
            if rest < length { return LunarDate(year: year, month: month, day: rest + 1) }
            rest -= length
            guard month == leapMonth else { continue }
            let leapLength = leapLength(year: year)
            if rest < leapLength {
                return LunarDate(year: year, month: month, day: rest + 1, leap: true)
            }
            rest -= leapLength
        }
        return nil
    }

    /// The solar date of a lunar one; nil outside the table and for dates that do not exist: day
    /// 30 of a month of 29 days, a leap month in a year without it.
    public static func day(of date: LunarDate) -> CivilDay? {
        guard date.day >= 1,
            let length = monthLength(year: date.year, month: date.month, leap: date.leap),
            date.day <= length
        else { return nil }
        var offset = date.day - 1
        let leapMonth = leapMonth(of: date.year)
        for month in 1..<date.month {
            offset += regularLength(year: date.year, month: month)
            if month == leapMonth { offset += leapLength(year: date.year) }
        }
        if date.leap { offset += regularLength(year: date.year, month: date.month) }
        return CivilDay(number: newYears[date.year - years.lowerBound]) + offset
    }

    /// The month, 1–12, that is followed by a leap month of the same number; nil in most years.
    public static func leapMonth(of year: Int) -> Int? {
        guard years.contains(year) else { return nil }
        let month = Int(packed[year - years.lowerBound] & 0xF)
        return month == 0 ? nil : month
    }

    /// 29 or 30; nil outside the table and for a leap month the year does not have.
    public static func monthLength(year: Int, month: Int, leap: Bool) -> Int? {
        guard years.contains(year), (1...12).contains(month) else { return nil }
        guard leap else { return regularLength(year: year, month: month) }
        return leapMonth(of: year) == month ? leapLength(year: year) : nil
    }

    private static func regularLength(year: Int, month: Int) -> Int {
        29 + Int(packed[year - years.lowerBound] >> UInt32(3 + month) & 1)
    }

    private static func leapLength(year: Int) -> Int {
        29 + Int(packed[year - years.lowerBound] >> 16 & 1)
    }

    /// The solar day number of the first day of each lunar year, and of the day after the table.
    private static let newYears: [Int32] = {
        // 1900-01-31.
        var day: Int32 = -25_537
        var result: [Int32] = [day]
        for year in years {
            for month in 1...12 { day += Int32(regularLength(year: year, month: month)) }
            if leapMonth(of: year) != nil { day += Int32(leapLength(year: year)) }
            result.append(day)
        }
        return result
    }()

    /// One word a year from 1900: bits 0–3 the leap month or 0; bit 3 + m set when month m has 30
    /// days; bit 16 set when the leap month has 30 days.
    private static let packed: [UInt32] = [
        0x0BD28, 0x07520, 0x0EA50, 0x0B2A5, 0x064B0, 0x0A9B0, 0x1AA64, 0x056A0, 0x0B590, 0x0BAA2,
        0x07520, 0x0DA56, 0x0B250, 0x0A4B0, 0x1A4B5, 0x02AD0, 0x056B0, 0x05B52, 0x0DA90, 0x1E927,
        0x0E920, 0x0D250, 0x0D2D5, 0x0A560, 0x02B60, 0x1AD54, 0x06D40, 0x0EA90, 0x0F4A2, 0x0E920,
        0x06A66, 0x052B0, 0x0A570, 0x19565, 0x0B5A0, 0x06D40, 0x17613, 0x07490, 0x1B137, 0x0A930,
        0x052B0, 0x151B6, 0x0AAD0, 0x056A0, 0x1DA54, 0x0BA40, 0x0B490, 0x0D4B2, 0x0A950, 0x0AAD7,
        0x05360, 0x0AAD0, 0x1ACA5, 0x05B20, 0x0DA50, 0x1EA23, 0x0D4A0, 0x05958, 0x0A970, 0x05560,
        0x05756, 0x0AD50, 0x06D20, 0x07554, 0x0EA50, 0x064A0, 0x064F3, 0x0A9B0, 0x0ADA7, 0x056A0,
        0x0B690, 0x0BB25, 0x0B520, 0x0B250, 0x0B2B4, 0x0A4B0, 0x0AAB8, 0x02AD0, 0x056D0, 0x15A96,
        0x0DA90, 0x0D920, 0x0E954, 0x0D250, 0x0E4DA, 0x0A560, 0x02B60, 0x02F56, 0x06D50, 0x0EA90,
        0x0F525, 0x0E920, 0x0D260, 0x052E3, 0x0A570, 0x0AD68, 0x035A0, 0x06D50, 0x0B695, 0x07490,
        0x06930, 0x0A9B4, 0x052B0, 0x0A5B0, 0x0AAE2, 0x056A0, 0x0DD57, 0x0BA40, 0x0B490, 0x0D535,
        0x0A950, 0x052D0, 0x055D4, 0x0AB50, 0x0BAA9, 0x05D20, 0x0DA50, 0x1E8A6, 0x0D4A0, 0x0C950,
        0x0A9E4, 0x05560, 0x0AB50, 0x0ADA2, 0x06D20, 0x07656, 0x07250, 0x064B0, 0x06575, 0x0CAB0,
        0x055A0, 0x056E3, 0x0B690, 0x0F52B, 0x0B520, 0x0B250, 0x1D0B6, 0x0A4B0, 0x04AB0, 0x02BB5,
        0x05AD0, 0x0B6A0, 0x0DAA2, 0x0D920, 0x0EA57, 0x0D250, 0x0A550, 0x1A4D5, 0x04B60, 0x05B50,
        0x16D23, 0x0EC90, 0x0F928, 0x0E920, 0x0D260, 0x15166, 0x0A570, 0x04D60, 0x13654, 0x07550,
        0x07490, 0x074B3, 0x06930, 0x0AAB7, 0x052B0, 0x0A5B0, 0x0ABA5, 0x056A0, 0x0B650, 0x0BAA4,
        0x0B4A0, 0x0D958, 0x0A950, 0x052D0, 0x056D6, 0x0AB50, 0x05AA0, 0x05D54, 0x0DA50, 0x0D4A0,
        0x0E4D3, 0x0C960, 0x0CCE7, 0x05560, 0x0AB50, 0x1AD25, 0x06D20, 0x0EA50, 0x072A4, 0x064B0,
        0x06978, 0x04AB0, 0x055B0, 0x15566, 0x0B6A0, 0x07520, 0x0B954, 0x0B250, 0x0A8B0, 0x0A4F2,
        0x04AB0,
    ]
}
