import HongyanCore

/// A window of working days or days off that will soon meet a year without a notice.
enum WindowCalendarMissing: Check {
    static let page = CheckPage(
        id: "window/calendar-missing", severity: .warning,
        title: .init(
            zh: "工作日窗口所在的年份有放假通知",
            en: "the year ahead has a notice for windows of working days"),
        why: .init(
            zh: """
                哪些日子上班、哪些日子放假，要看国务院每年的通知（通常 10 月底到 11 月公布）。没有通知的年份\
                无法判断，workdays 和 restdays 的窗口就一直关着。六十天内会进入这样的年份时给出此警告。\
                请把通知写进 rules/calendar.yaml，或升级到已内置该年的版本。
                """,
            en: """
                Which days are worked is fixed by a notice of the State Council each year, mostly \
                out late in October or in November. A year without one cannot be decided, and \
                windows of 'workdays' and 'restdays' stay closed in it. This is told when such a \
                year begins within sixty days. Put the notice into rules/calendar.yaml, or take a \
                version that knows it.
                """),
        bad: "windows: {office: \"workdays 09:00-18:00\"}   # in December, without a notice",
        good: """
            # rules/calendar.yaml
            notices:
              - {year: 2027, notice: 国办发明电〔…〕…号, off: {…}, work: […]}
            """)

    static var needsToday: Bool { true }

    static func run(_ context: CheckContext) {
        guard let today = context.today, context.isSound(context.policy) else { return }
        for alarm in context.book.calendarAlarms(on: today) {
            for window in alarm.windows {
                report(
                    context.policy.reader, at: context.policy.place("windows", window),
                    zh: "\(alarm.year) 年的放假通知未知，窗口“\(window)”自 \(alarm.from) 起关闭",
                    en: "no notice of the working days of \(alarm.year): '\(window)' stays closed "
                        + "from \(alarm.from) on",
                    notes: [note(alarm)])
            }
        }
    }

    private static func note(_ alarm: CalendarAlarm) -> Diagnostic.Message {
        let rules = alarm.rules.map(\.rawValue).joined(separator: ", ")
        return Diagnostic.Message(
            zh: "受影响的规则：\(rules)；通知公布后写进 rules/calendar.yaml",
            en: "rules: \(rules); put the notice into rules/calendar.yaml when it is out")
    }
}
