import HongyanCore

/// A window whose every day lies in a blackout.
enum WindowEmpty: Check {
    static let page = CheckPage(
        id: "window/empty", severity: .error,
        title: .init(zh: "窗口总有开启的时候", en: "a window is open at some time"),
        why: .init(
            zh: """
                静默日盖住了窗口的每一天，用它的营销规则一条短信也发不出去。请缩短静默日。
                """,
            en: """
                Blackouts cover every day of the window, so the marketing rules that use it never \
                send anything. Shorten the blackouts.
                """),
        bad: "blackouts: {闭店: \"01-01 .. 12-31\"}",
        good: "blackouts: {闭店: \"02-01 .. 02-15\"}")

    static func run(_ context: CheckContext) {
        guard context.isSound(context.policy) else { return }
        // A blackout of dates ends at some time.
        let blackouts = context.book.policy.blackouts.filter { $0.length(startingIn: 2_024) != nil }
        guard !blackouts.isEmpty else { return }
        for window in context.marketingWindows where isCovered(window, blackouts) {
            report(
                context.policy.reader, at: context.policy.place("windows", window.name),
                zh: "窗口“\(window.name)”从不开启：它的每一天都在静默日里",
                en: "the window '\(window.name)' never opens, blackouts cover all its days")
        }
    }

    private static func isCovered(_ window: Window, _ blackouts: [Blackout]) -> Bool {
        // Any weekday may be worked in some year, and any may be off.
        var weekdays = window.needsCalendar ? Set(1...7) : window.ordinaryWeekdays
        if window.spans.contains(where: \.crossesMidnight) {
            weekdays.formUnion(weekdays.map { $0 % 7 + 1 })
        }
        for offset in 0..<SampleYears.days {
            let day = SampleYears.start + offset
            guard weekdays.contains(day.weekday) else { continue }
            if !blackouts.contains(where: { $0.covers(day) }) { return false }
        }
        return true
    }
}
