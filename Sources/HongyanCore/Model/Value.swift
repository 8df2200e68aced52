/// The type of a tag, an event field or an expression.
public enum ValueType: Hashable, Sendable {
    case text
    /// Text out of a closed list, in the order of `tags.yaml`.
    case enumeration([String])
    case boolean
    /// A 64-bit integer counted in 10^−scale: scale 0 is a whole number, 2 is yuan with fen.
    case number(scale: Int)
    case time
    case date
    case anniversary
    /// A set of words; the list of allowed words is empty when any word is allowed.
    case set([String])
    /// A length of time; expressions only, never a tag.
    case duration

    /// The greatest number of decimal places a number may declare.
    public static let maxScale = 6
}

/// A value that is there. A missing value is `nil` (`Value?`).
public enum Value: Hashable, Sendable {
    /// Text and enum values, NFC.
    case text(String)
    case boolean(Bool)
    /// Counted in 10^−scale of the value's type.
    case number(Int64)
    case time(Timestamp)
    case date(CivilDay)
    case anniversary(Anniversary)
    /// Ascending by bytes, without repeats.
    case set([String])
    case duration(Span)
}

/// A date that comes back each year, by the solar or the Chinese lunar calendar.
public struct Anniversary: Hashable, Sendable {
    public enum Calendar: Hashable, Sendable { case solar, lunar }
    public let calendar: Calendar
    /// 1–12.
    public let month: Int
    /// 1–31 solar, 1–30 lunar.
    public let day: Int
    /// Lunar only: the date lies in the leap month that follows month `month`.
    public let leap: Bool
    /// The year it first happened, where known.
    public let year: Int?

    public init(calendar: Calendar, month: Int, day: Int, leap: Bool = false, year: Int? = nil) {
        self.calendar = calendar
        self.month = month
        self.day = day
        self.leap = leap
        self.year = year
    }

    /// The index key: what is the same each year. Solar `month·100 + day`; lunar that plus 10,000;
    /// lunar leap plus 20,000.
    public var key: Int {
        month * 100 + day + (calendar == .lunar ? (leap ? 20_000 : 10_000) : 0)
    }
}

extension Anniversary: CustomStringConvertible {
    /// `05-01`, `1990-05-01`, `lunar 08-15`, `lunar 1960-08-15`, `lunar leap 06-01`: the form that
    /// is stored and that import and rule files read.
    public var description: String {
        let prefix = calendar == .solar ? "" : (leap ? "lunar leap " : "lunar ")
        let front = year.map { "\(padded($0, 4))-" } ?? ""
        return "\(prefix)\(front)\(padded(month, 2))-\(padded(day, 2))"
    }

    /// Reads every form of `description`; nil for impossible dates (`02-30`, lunar day 31, and
    /// `02-29` with a year that has none).
    public init?(text: String) {
        var rest = Substring(text)
        var calendar = Calendar.solar
        var leap = false
        if rest.hasPrefix("lunar ") {
            calendar = .lunar
            rest = rest.dropFirst(6)
            if rest.hasPrefix("leap ") {
                leap = true
                rest = rest.dropFirst(5)
            }
        }
        let parts = rest.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
            parts.suffix(2).allSatisfy({ $0.utf8.count <= 2 }),
            parts.count == 2 || parts[0].utf8.count == 4,
            let month = Int(parts[parts.count - 2]), let day = Int(parts[parts.count - 1])
        else { return nil }
        let year = parts.count == 3 ? Int(parts[0]) : nil
        switch calendar {
        case .solar:
            guard CivilDay(year: year ?? 2024, month: month, day: day) != nil else { return nil }
        case .lunar:
            guard (1...12).contains(month), (1...30).contains(day) else { return nil }
        }
        self.init(calendar: calendar, month: month, day: day, leap: leap, year: year)
    }
}
