import HongyanCore

/// A message about a day that may leave only after it.
enum ClosedPastDate: Check {
    static let page = CheckPage(
        id: "closed/past-date", severity: .warning,
        title: .init(
            zh: "说某一天的短信不晚于那一天",
            en: "a message about a day leaves before the day is over"),
        why: .init(
            zh: """
                触发时窗口已关，要等到下次开启，而那时生日或优惠券的日子已过。\
                请把 at 提早到窗口里，或写 closed: drop。
                """,
            en: """
                When it falls due the window is closed, and when it opens again the birthday or \
                the coupon's last day is over. Set 'at' within the window, or write 'closed: \
                drop'.
                """),
        bad:
            """
            trigger: {date: coupon_expires, at: 21:00}
            window: day      # daily 09:30-20:30
            closed: defer 24h
            """,
        good: "trigger: {date: coupon_expires, at: 10:00}\nwindow: day\nclosed: drop")

    static func run(_ context: CheckContext) {
        for source in context.rules where source.rule.meets(.window) {
            guard let window = source.rule.window, case .defer(let span) = source.rule.closed,
                let (at, daysBefore) = day(source.rule.trigger)
            else { continue }
            let waits = context.waits.of(window)
            let longest = Int(span.milliseconds / 60_000)
            // Minutes from the due time to the end of the day it is about.
            let left = (daysBefore + 1) * 1_440 - at
            let isPast = (0..<7).contains { weekday in
                let wait = waits[weekday * 1_440 + at]
                return wait >= left && wait <= longest
            }
            guard isPast else { continue }
            let key = source.file.node("closed") == nil ? "trigger" : "closed"
            report(
                source.file.reader, at: source.file.place(key),
                zh: "等到窗口“\(window.name)”开启时，说的那一天可能已过",
                en: "may wait for '\(window.name)' until the day it is about is over")
        }
    }

    private static func day(_ trigger: Trigger) -> (at: Int, daysBefore: Int)? {
        switch trigger {
        case .date(let date): (date.at.minutes, date.daysBefore)
        case .signal(let signal): (signal.at.minutes, signal.daysBefore)
        case .event, .absence, .dormant, .schedule, .enters, .reply: nil
        }
    }
}
