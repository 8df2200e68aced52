import HongyanCore

/// A POSIX TZ text, as it stands in the footer of TZif files: `CST-8`,
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixZone: Equatable {
    /// When summer time starts or ends, in local time before the change.
    struct Rule: Equatable {
        enum Day: Equatable {
            /// `Jn`: 1–365, 29 February never counted.
            case julian(Int)
            /// `n`: 0–365, 29 February counted.
            case ordinal(Int)
            /// `Mm.w.d`: the w-th (5 is the last) weekday d (0 is Sunday) of month m.
            case weekday(month: Int, week: Int, day: Int)
        }
        let day: Day
        /// After local midnight; may be negative or beyond the day (RFC 8536 §3.3.1).
        let seconds: Int
    }

    struct Summer: Equatable {
        let offset: Int32
        let start: Rule
        let end: Rule
    }

    /// Seconds east of UTC.
    let offset: Int32
    let summer: Summer?

    /// nil for anything that is no such text. Summer time without rules is refused: POSIX leaves it
    /// open.
    init?(text: String) {
        var reader = Reader(rest: text[...])
        guard reader.name(), let west = reader.clock(mostHours: 24) else { return nil }
        offset = Int32(-west)
        if reader.rest.isEmpty {
            summer = nil
            return
        }
        guard reader.name() else { return nil }
        var shift = Int(offset) + 3_600
        if reader.rest.first != "," {
            guard let west = reader.clock(mostHours: 24) else { return nil }
            shift = -west
        }
        guard let start = reader.rule(), let end = reader.rule(), reader.rest.isEmpty else {
            return nil
        }
        summer = Summer(offset: Int32(shift), start: start, end: end)
    }

    /// The changes of one year, in no order; none without summer time.
    func changes(inYear year: Int) -> [TZif.Change] {
        guard let summer else { return [] }
        let start = summer.start.localSeconds(inYear: year).map {
            TZif.Change(at: $0 - Int64(offset), offset: summer.offset)
        }
        let end = summer.end.localSeconds(inYear: year).map {
            TZif.Change(at: $0 - Int64(summer.offset), offset: offset)
        }
        return [end, start].compactMap { $0 }
    }
}

extension PosixZone.Rule {
    /// Seconds from 1970-01-01T00:00:00 local time to the change in a year.
    func localSeconds(inYear year: Int) -> Int64? {
        guard let newYear = CivilDay(year: year, month: 1, day: 1) else { return nil }
        let date: CivilDay
        switch day {
        case .julian(let number):
            let leap = CivilDay.isLeap(year: year) && number >= 60 ? 1 : 0
            date = newYear + (number - 1 + leap)
        case .ordinal(let number):
            date = newYear + number
        case .weekday(let month, let week, let day):
            guard let first = CivilDay(year: year, month: month, day: 1) else { return nil }
            let ahead = (day - first.weekday % 7 + 7) % 7 + (week - 1) * 7
            let length = CivilDay.length(ofMonth: month, year: year)
            date = first + (ahead < length ? ahead : ahead - 7)
        }
        return Int64(date.number) * 86_400 + Int64(seconds)
    }
}

private struct Reader {
    var rest: Substring

    mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// `CST` or `<+08>`; at least three characters.
    mutating func name() -> Bool {
        let isQuoted = take("<")
        let name = rest.prefix {
            $0.isASCII && ($0.isLetter || (isQuoted && ($0.isNumber || $0 == "+" || $0 == "-")))
        }
        rest = rest.dropFirst(name.count)
        return name.count >= 3 && (!isQuoted || take(">"))
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard digits.count <= 3, let number = Int(digits), range.contains(number) else {
            return nil
        }
        rest = rest.dropFirst(digits.count)
        return number
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func clock(mostHours: Int) -> Int? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = number(0...mostHours) else { return nil }
        var seconds = hours * 3_600
        for unit in [60, 1] where rest.first == ":" {
            rest = rest.dropFirst()
            guard let part = number(0...59) else { return nil }
            seconds += part * unit
        }
        return isNegative ? 0 - seconds : seconds
    }

    /// `,date[/time]`; two o'clock when no time is named.
    mutating func rule() -> PosixZone.Rule? {
        guard take(","), let day = day() else { return nil }
        guard take("/") else { return PosixZone.Rule(day: day, seconds: 7_200) }
        return clock(mostHours: 167).map { PosixZone.Rule(day: day, seconds: $0) }
    }

    private mutating func day() -> PosixZone.Rule.Day? {
        if take("J") { return number(1...365).map { .julian($0) } }
        guard take("M") else { return number(0...365).map { .ordinal($0) } }
        guard let month = number(1...12), take("."), let week = number(1...5), take("."),
            let day = number(0...6)
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }
}
