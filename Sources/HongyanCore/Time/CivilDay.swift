/// A calendar date in the proleptic Gregorian calendar, as days since 1970-01-01.
public struct CivilDay: Hashable, Comparable, Sendable {
    public var number: Int32
    public init(number: Int32) { self.number = number }

    /// The date with these fields; nil when there is no such date (`2026-02-30`) or the year lies
    /// outside 1–9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= CivilDay.length(ofMonth: month, year: year)
        else { return nil }
        // Days from civil: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let shifted = (month + 9) % 12
        let dayOfYear = (153 * shifted + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Year, month (1–12) and day (1–31).
    public var fields: (year: Int, month: Int, day: Int) {
        let z = Int(number) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    /// 1 Monday … 7 Sunday (ISO 8601).
    public var weekday: Int {
        let rest = (Int(number) + 3) % 7
        return (rest < 0 ? rest + 7 : rest) + 1
    }

    public static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    public static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }
    public static func + (left: CivilDay, days: Int) -> CivilDay {
        CivilDay(number: left.number + Int32(days))
    }
    public static func - (left: CivilDay, days: Int) -> CivilDay {
        CivilDay(number: left.number - Int32(days))
    }
    public static func - (left: CivilDay, right: CivilDay) -> Int {
        Int(left.number) - Int(right.number)
    }
}

extension CivilDay: CustomStringConvertible {
    /// `2026-11-21`.
    public var description: String {
        let (year, month, day) = fields
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// Reads `2026-11-21`; nil for anything else, an impossible date included.
    public init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            parts[2].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}

/// `number` in decimal, with leading zeros up to `width` digits.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// A time of day in whole minutes since local midnight, 0…1440 (1440 is the end of the day).
public struct MinuteOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var minutes: Int
    public init(_ minutes: Int) { self.minutes = minutes }
    public static func < (left: MinuteOfDay, right: MinuteOfDay) -> Bool {
        left.minutes < right.minutes
    }

    /// `08:30`.
    public var description: String { "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))" }

    /// Reads `8:30`, `08:30` and `24:00`; nil for anything else.
    public init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60,
            hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        minutes = hour * 60 + minute
    }
}
