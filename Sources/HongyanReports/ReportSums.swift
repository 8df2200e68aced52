import HongyanCore

/// What every form of the report adds up from the same facts.
struct ReportSums {
    let occurrences: Int
    let outsideAudience: Int
    let sent: Int
    let parts: Int
    let cost: Money
    let dropped: Int
    let stillHeld: Int
    /// Customers with at least one marketing message.
    let touched: Int
    /// All local days of the run, ascending.
    let days: [CivilDay]
    /// By day of `days`, by rule of the report: cleared messages.
    let byDay: [[Int]]
    /// By day of `days`, by hour.
    let heat: [[Int]]
    /// By day of `days`: of the messages cleared on it.
    let costByDay: [Money]

    init(_ report: RunReport) {
        let rules = report.rules
        occurrences = rules.reduce(0) { $0 + $1.occurrences }
        outsideAudience = rules.reduce(0) { $0 + $1.outsideAudience }
        sent = rules.reduce(0) { $0 + $1.sent }
        parts = rules.reduce(0) { $0 + $1.parts }
        cost = rules.reduce(Money.zero) { $0 + $1.cost }
        dropped = rules.reduce(0) { $0 + $1.droppedTotal }
        stillHeld = rules.reduce(0) { $0 + $1.stillHeld }
        touched = report.touches.reduce(0) { $0 + $1.customers }

        // Decisions at midnight of the end still belong to the day before.
        var first = report.zone.day(of: report.from)
        var last = report.zone.day(of: report.through - Span(milliseconds: 1))
        for hour in report.byHour {
            first = min(first, hour.day)
            last = max(last, hour.day)
        }
        let count = min(max(last - first + 1, 1), ReportSums.dayLimit)
        days = (0..<count).map { first + $0 }
        var byDay = [[Int]](repeating: [Int](repeating: 0, count: rules.count), count: count)
        var heat = [[Int]](repeating: [Int](repeating: 0, count: 24), count: count)
        var costs = [Money](repeating: .zero, count: count)
        let places = Dictionary(
            rules.enumerated().map { ($0.element.rule, $0.offset) }, uniquingKeysWith: { a, _ in a }
        )
        for hour in report.byHour {
            let day = hour.day - first
            guard day < count else { continue }
            costs[day] = costs[day] + hour.cost
            if let rule = places[hour.rule] { byDay[day][rule] += hour.sent }
            if (0..<24).contains(hour.hour) { heat[day][hour.hour] += hour.sent }
        }
        self.byDay = byDay
        self.heat = heat
        costByDay = costs
    }

    /// Longer runs are cut in the charts, not in the numbers.
    static let dayLimit = 400
}

extension RunReport.RuleFunnel {
    var droppedTotal: Int { dropped.reduce(0) { $0 + $1.count } }
}
