import HongyanCore

/// How windows, blackouts, caps and limits are written.
enum TimeForms {
    /// `daily 18:00-20:00`, `workdays 09:00-12:00, 14:00-18:00`, `mon-fri,sun 10:00-24:00`.
    /// `workdays` are the days on which one works, made-up weekends included, and `restdays` the
    /// others, both by ``WorkCalendar``; `weekends` is Saturday and Sunday whatever the year says.
    /// A span that ends at or before its start runs across midnight and belongs to its first day.
    static func window(_ text: String, name: String) -> Result<Window, WindowFault> {
        guard let space = text.firstIndex(of: " ") else { return .failure(.form) }
        guard let days = days(text[..<space]) else {
            return .failure(.days(String(text[..<space])))
        }
        var spans: [DaySpan] = []
        for part in text[space...].split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let from = MinuteOfDay(text: trimmed(ends[0])),
                let to = MinuteOfDay(text: trimmed(ends[1])), from.minutes < 1_440
            else { return .failure(.span(trimmed(part))) }
            guard from != to, to.minutes > 0 else { return .failure(.empty(trimmed(part))) }
            spans.append(DaySpan(from: from, to: to))
        }
        let sorted = spans.sorted { $0.from < $1.from }
        for (one, next) in zip(sorted, sorted.dropFirst())
        where one.to > next.from || one.to <= one.from {
            return .failure(.overlap)
        }
        if let first = sorted.first, let last = sorted.last, last.to <= last.from,
            sorted.count > 1, last.to > first.from
        {
            return .failure(.overlap)
        }
        return .success(Window(name: name, days: days, spans: sorted))
    }

    enum WindowFault: Error, Hashable {
        case form, overlap
        case days(String)
        case span(String)
        case empty(String)

        var message: Diagnostic.Message {
            switch self {
            case .form:
                Diagnostic.Message(
                    zh: "窗口写作“daily 18:00-20:00”", en: "a window is written 'daily 18:00-20:00'")
            case .overlap:
                Diagnostic.Message(zh: "时段不能重叠", en: "the spans of a window must not overlap")
            case .days(let text):
                Diagnostic.Message(
                    zh: "“\(text)”不是日子；可写 daily、workdays、restdays、weekends、mon-fri,sun",
                    en: "'\(text)' names no days; write daily, workdays, restdays, weekends or "
                        + "mon-fri,sun")
            case .span(let text):
                Diagnostic.Message(
                    zh: "“\(text)”不是时段，如 18:00-20:00",
                    en: "'\(text)' is no span such as 18:00-20:00")
            case .empty(let text):
                Diagnostic.Message(zh: "时段“\(text)”是空的", en: "the span '\(text)' is empty")
            }
        }
    }

    private static let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    private static func days(_ text: Substring) -> Window.Days? {
        switch text {
        case "daily": .weekdays(Set(1...7))
        case "workdays": .workdays
        case "restdays": .restdays
        case "weekends": .weekdays([6, 7])
        default: weekdays(text).map { .weekdays($0) }
        }
    }

    private static func weekdays(_ text: Substring) -> Set<Int>? {
        var result: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
                .map { dayNames.firstIndex(of: String($0)) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1]
            else { return nil }
            var day = first
            result.insert(day + 1)
            while day != last {
                day = (day + 1) % 7
                result.insert(day + 1)
            }
        }
        return result
    }

    /// `lunar 12-30 .. lunar 01-03`, `06-07 .. 06-09`, `2026-12-24 .. 2026-12-26`, or a single day.
    static func blackout(_ text: String) -> Blackout.Days? {
        var ends: [String] = []
        if let dots = range(of: "..", in: text) {
            ends = [trimmed(text[..<dots.lowerBound]), trimmed(text[dots.upperBound...])]
        } else {
            ends = [trimmed(text[...]), trimmed(text[...])]
        }
        if let from = CivilDay(text: ends[0]), let through = CivilDay(text: ends[1]) {
            return from <= through ? .dates(from: from, through: through) : nil
        }
        guard let from = Anniversary(text: ends[0]), let through = Anniversary(text: ends[1]),
            from.year == nil, through.year == nil, from.calendar == through.calendar
        else { return nil }
        return .yearly(from: from, through: through)
    }

    /// `28d before lunar 01-01`, or a stretch of days as a blackout has it.
    static func season(_ text: String) -> Season.Days? {
        guard let space = text.firstIndex(of: " "), let span = Span(text: String(text[..<space]))
        else { return blackout(text).map { .stretch($0) } }
        let rest = text[text.index(after: space)...]
        guard rest.hasPrefix("before "), span.milliseconds % Span.days(1).milliseconds == 0,
            span > .zero, span <= .days(180),
            let anniversary = Anniversary(text: trimmed(rest.dropFirst("before ".count))),
            anniversary.year == nil
        else { return nil }
        return .before(
            anniversary, days: Int(span.milliseconds / Span.days(1).milliseconds))
    }

    /// `2 per 7d`, `4 per month` (minute, hour, day, week, month, year are calendar; weeks start on
    /// Monday).
    static func cap(_ text: String) -> (count: Int, period: Cap.Period)? {
        let words = text.split(separator: " ")
        guard words.count == 3, words[1] == "per", let count = FileReader.digits(words[0]),
            (0...1_000).contains(count)
        else { return nil }
        switch words[2] {
        case "minute": return (count, .minute)
        case "hour": return (count, .hour)
        case "day": return (count, .day)
        case "week": return (count, .week)
        case "month": return (count, .month)
        case "year": return (count, .year)
        default:
            guard let span = Span(text: String(words[2])), span >= .seconds(1),
                span <= .days(366)
            else { return nil }
            return (count, .rolling(span))
        }
    }

    /// `20000/day`, `500/hour`.
    static func limit(_ text: String) -> Limit? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = FileReader.digits(parts[0]), count >= 1,
            count <= 1_000_000_000, let period = Limit.Period(rawValue: String(parts[1]))
        else { return nil }
        return Limit(count: count, period: period)
    }

    /// `5000/month`, `99.5/day`: yuan with at most four decimals, below 1,000,000,000.
    static func budget(_ text: String) -> Budget? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let units = FileReader.decimal(String(parts[0]), scale: 4),
            units > 0, units < 10_000_000_000_000,
            let period = Budget.Period(rawValue: String(parts[1]))
        else { return nil }
        return Budget(amount: Money(units: units), period: period)
    }

    /// `drop` or `defer 24h`.
    static func closed(_ text: String) -> Closed? {
        if text == "drop" { return .drop }
        guard text.hasPrefix("defer "), let span = Span(text: trimmed(text.dropFirst(6))),
            span > .zero
        else { return nil }
        return .defer(span)
    }

    /// `30m`, `skip 30m` or `never`; the outer nil means none of them.
    static func late(_ text: String) -> Span?? {
        if text == "never" { return .some(nil) }
        let rest = text.hasPrefix("skip ") ? trimmed(text.dropFirst(5)) : text
        guard let span = Span(text: rest), span >= .minutes(1) else { return nil }
        return span
    }

    static func once(_ text: String) -> Once? {
        switch text {
        case "per occurrence": return .perOccurrence
        case "per year": return .perYear
        case "ever": return .ever
        default:
            guard text.hasPrefix("per "), let span = Span(text: trimmed(text.dropFirst(4))),
                span > .zero
            else { return nil }
            return .per(span)
        }
    }

    private static func range(of sign: String, in text: String) -> Range<String.Index>? {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index...].hasPrefix(sign) {
                return index..<text.index(index, offsetBy: sign.count)
            }
            index = text.index(after: index)
        }
        return nil
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        var rest = text[...]
        while let first = rest.first, first == " " || first == "\t" { rest = rest.dropFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
        return String(rest)
    }
}
