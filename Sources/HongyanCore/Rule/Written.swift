// How a workspace file writes what the book holds: the same words in every language.

extension Once {
    /// `per 7d`, as a rule file writes it.
    public var written: String {
        switch self {
        case .perOccurrence: "per occurrence"
        case .per(let span): "per \(span)"
        case .perYear: "per year"
        case .ever: "ever"
        }
    }
}

extension Closed {
    /// `drop` or `defer 24h`.
    public var written: String {
        switch self {
        case .drop: "drop"
        case .defer(let span): "defer \(span)"
        }
    }
}

extension Limit {
    /// `20000/day`.
    public var written: String { "\(count)/\(period.rawValue)" }
}

extension Cap.Period {
    /// `7d` or `month`.
    public var written: String {
        switch self {
        case .rolling(let span): span.description
        case .minute: "minute"
        case .hour: "hour"
        case .day: "day"
        case .week: "week"
        case .month: "month"
        case .year: "year"
        }
    }
}

extension Cap {
    /// `2 per 7d`.
    public var written: String { "\(count) per \(period.written)" }

    /// `marketing, service`, in the order of ``Purpose``.
    public var purposesWritten: String {
        Purpose.allCases.filter(purposes.contains).map(\.rawValue).joined(separator: ", ")
    }

    /// With all that limits it: `4 per month, outside 28d before lunar 01-01, audience …`.
    public var writtenInFull: String {
        var text = written
        if isPerTemplate { text += " and template" }
        if purposes != [.marketing] { text += ", \(purposesWritten)" }
        if let season { text += ", \(season.isOutside ? "outside" : "in") \(season.written)" }
        if audience != .constant(true) { text += ", audience \(audience)" }
        return text
    }
}

extension Window {
    /// `workdays 09:00-12:00, 14:00-18:00`.
    public var written: String {
        "\(daysWritten) \(spans.map { "\($0.from)-\($0.to)" }.joined(separator: ", "))"
    }

    private var daysWritten: String {
        switch days {
        case .workdays: return "workdays"
        case .restdays: return "restdays"
        case .weekdays(let weekdays): return Window.written(weekdays)
        }
    }

    /// `daily`, `weekends`, else runs: `mon-fri,sun`.
    private static func written(_ weekdays: Set<Int>) -> String {
        if weekdays == Set(1...7) { return "daily" }
        if weekdays == [6, 7] { return "weekends" }
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        var runs: [[Int]] = []
        for day in weekdays.sorted() {
            if let last = runs.last?.last, last == day - 1 {
                runs[runs.count - 1].append(day)
            } else {
                runs.append([day])
            }
        }
        return runs.flatMap { run -> [String] in
            let days = run.map { names[$0 - 1] }
            return days.count < 3 ? days : ["\(days[0])-\(days[days.count - 1])"]
        }.joined(separator: ",")
    }
}

extension Blackout {
    /// `06-07 .. 06-09`.
    public var written: String {
        switch days {
        case .dates(let from, let through): "\(from) .. \(through)"
        case .yearly(let from, let through): "\(from) .. \(through)"
        }
    }
}

/// Shares as files write them.
public enum ShareText {
    /// Of 10,000 buckets: `10%`, `0.5%`.
    public static func written(buckets: Int) -> String {
        var text = ValueText.decimal(Int64(buckets), scale: 2)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text + "%"
    }
}
