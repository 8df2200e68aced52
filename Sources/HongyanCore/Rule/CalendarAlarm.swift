/// A year without a notice of its working days, and what hangs on it.
public struct CalendarAlarm: Hashable, Sendable {
    public let year: Int
    /// nil: nothing is known of it; provisional: its statutory days are.
    public let status: CalendarYear.Status?
    /// The first day of the looked-at stretch that nobody can decide.
    public let from: CivilDay
    /// Of enabled rules that such a window binds, in the policy's order.
    public let windows: [String]
    /// Those rules, ascending.
    public let rules: [RuleID]
    public init(
        year: Int, status: CalendarYear.Status?, from: CivilDay, windows: [String],
        rules: [RuleID]
    ) {
        self.year = year
        self.status = status
        self.from = from
        self.windows = windows
        self.rules = rules
    }

    /// So many days ahead a missing notice is told. Notices mostly come out late in October or in
    /// November.
    public static let daysAhead = 60

    /// One line that names the year, what stays closed and what to do.
    public func words(_ language: Language) -> String {
        let windows = windows.joined(separator: language == .zh ? "、" : ", ")
        let rules = rules.map(\.rawValue).joined(separator: language == .zh ? "、" : ", ")
        return switch language {
        case .zh:
            "\(year) 年的放假通知未知：自 \(from) 起窗口 \(windows) 关闭（规则 \(rules)）；"
                + "通知公布后请写入 rules/calendar.yaml"
        case .en:
            "no notice of the working days of \(year): from \(from) on the windows \(windows) "
                + "stay closed (rules \(rules)); put the notice into rules/calendar.yaml"
        }
    }
}

extension RuleBook {
    /// The years without a notice that lie in a stretch of days, both ends included, where an
    /// enabled rule's window hangs on them. Ascending.
    public func calendarAlarms(from first: CivilDay, through last: CivilDay) -> [CalendarAlarm] {
        let bound = rules.filter { rule in
            rule.isEnabled && rule.window?.needsCalendar == true
                && GateTable.gates(for: rule.purpose).contains(.window)
        }
        guard !bound.isEmpty, first <= last else { return [] }
        let names = Set(bound.compactMap { $0.window?.name })
        let windows = policy.windows.map(\.name).filter { names.contains($0) }
        return (first.fields.year...last.fields.year).compactMap { year in
            let status = policy.calendar.status(of: year)
            guard status != .official else { return nil }
            let newYear = CivilDay(year: year, month: 1, day: 1) ?? first
            return CalendarAlarm(
                year: year, status: status, from: max(first, newYear), windows: windows,
                rules: bound.map(\.id).sorted())
        }
    }

    /// What is to be told on a day: years without a notice that have begun or begin within
    /// ``CalendarAlarm/daysAhead`` days.
    public func calendarAlarms(on today: CivilDay) -> [CalendarAlarm] {
        calendarAlarms(from: today, through: today + CalendarAlarm.daysAhead)
    }
}
