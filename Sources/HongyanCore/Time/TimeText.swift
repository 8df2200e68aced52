extension Timestamp {
    /// Reads ISO 8601 as people and machines write it; nil for everything else.
    ///
    /// A date, then optionally `T` or one space and `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff…`, then
    /// optionally `Z`, `+08:00`, `+0800` or `+08`. Without an offset the time is local in `zone`;
    /// a date alone is local midnight. Digits past the millisecond are cut. Impossible dates and
    /// times (`2026-02-30`, `24:01`) are nil; `24:00` is the end of the day. A leap second
    /// (`:60`) is nil.
    public static func parse(_ text: String, zone: Zone) -> Timestamp? {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), reader.take("-"),
            let month = reader.number(digits: 2), reader.take("-"),
            let date = reader.number(digits: 2),
            let day = CivilDay(year: year, month: month, day: date)
        else { return nil }
        if reader.isAtEnd { return zone.moment(day) }
        guard reader.take("T") || reader.take("t") || reader.take(" "),
            let clock = reader.clock()
        else { return nil }
        if reader.isAtEnd { return zone.moment(day, millisecondOfDay: clock) }
        guard let offset = reader.offsetSeconds(), reader.isAtEnd else { return nil }
        let midnight = Int64(day.number) * 86_400_000
        return Timestamp(milliseconds: midnight + clock - Int64(offset) * 1_000)
    }
}

/// Walks the ASCII bytes of a date or time.
private struct DigitReader {
    private var bytes: Substring.UTF8View

    init(_ text: String) { bytes = Substring(text).utf8 }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = bytes.first, UInt32(first) == character.value else { return false }
        bytes.removeFirst()
        return true
    }

    /// Exactly so many decimal digits.
    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let byte = bytes.first, byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
            bytes.removeFirst()
        }
        return value
    }

    /// `hh:mm[:ss[.fff…]]` in milliseconds since midnight.
    mutating func clock() -> Int64? {
        guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2),
            hour <= 24, minute < 60
        else { return nil }
        var total = Int64(hour * 60 + minute) * 60_000
        if take(":") {
            guard let second = number(digits: 2), second < 60 else { return nil }
            total += Int64(second) * 1_000
            if take(".") || take(",") {
                guard let milliseconds = fraction() else { return nil }
                total += milliseconds
            }
        }
        return total <= 86_400_000 ? total : nil
    }

    /// One to nine digits after the point, cut to milliseconds.
    private mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let byte = bytes.first, byte >= 0x30, byte <= 0x39 {
            if count < 3 { value = value * 10 + Int64(byte - 0x30) }
            count += 1
            bytes.removeFirst()
        }
        guard (1...9).contains(count) else { return nil }
        for _ in 0..<max(0, 3 - count) { value *= 10 }
        return value
    }

    /// `Z`, `+08:00`, `+0800` or `+08`, in seconds east of UTC.
    mutating func offsetSeconds() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours <= 18 else { return nil }
        if isAtEnd { return sign * hours * 3_600 }
        _ = take(":")
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
