import HongyanCore

/// A birthday that comes back before `once` is over.
enum OnceAnniversary: Check {
    static let page = CheckPage(
        id: "once/anniversary", severity: .warning,
        title: .init(
            zh: "一年一次的日子写 per year", en: "what comes each year is 'once: per year'"),
        why: .init(
            zh: """
                农历一年有 353 到 355 天，公历平年 365 天，去年若等窗口晚发了几分钟，\
                “per 365d”就会把今年的生日漏掉。per year 按日历年算，不会漏。
                """,
            en: """
                A lunar year has 353 to 355 days, a solar one 365, and last year's message may \
                have waited for its window: 'per 365d' then swallows this year's birthday. 'per \
                year' counts calendar years.
                """),
        bad: "trigger: {date: birthday, at: 10:00}\nonce: per 365d",
        good: "trigger: {date: birthday, at: 10:00}\nonce: per year",
        hasFixIt: true)

    /// Of the shortest lunar year.
    static let shortestYearDays: Int64 = 353

    static func run(_ context: CheckContext) {
        for source in context.rules where source.rule.meets(.once) {
            guard case .date(let date) = source.rule.trigger, date.isAnniversary,
                case .per(let span)? = source.rule.once, span >= .days(shortestYearDays),
                span < .days(700)
            else { continue }
            report(
                source.file.reader, at: source.file.place("once"),
                zh: "“per \(span)”会漏掉来得早的周年日",
                en: "'per \(span)' skips an anniversary that comes back sooner",
                fix: source.file.text("once")?.replacing(with: "per year"))
        }
    }
}
