import HongyanCore

/// A window and a deadline that drop part of what falls due.
enum WindowDeadline: Check {
    static let page = CheckPage(
        id: "window/deadline", severity: .warning,
        title: .init(
            zh: "触发后应能等到窗口开启",
            en: "what falls due can wait until its window opens"),
        why: .init(
            zh: """
                触发时窗口关着的短信，最多等到 closed 给的期限；窗口在此之前不开，\
                就会被放弃，客户不会收到。请延长期限，或换更长的窗口。
                """,
            en: """
                A message whose window is closed waits until the deadline that 'closed' gives; \
                when the window does not open before, it is dropped and the customer hears \
                nothing. Lengthen the deadline or take a longer window.
                """),
        bad: "window: evening      # daily 18:00-20:00\nclosed: defer 2h",
        good: "window: evening\nclosed: defer 24h")

    static func run(_ context: CheckContext) {
        for source in context.rules {
            guard let window = source.rule.window else { continue }
            let (dropped, due) = WindowShare.dropped(
                source.rule.trigger, window: window, closed: source.rule.closed)
            guard dropped > 0, due > 0 else { continue }
            let share = max(1, dropped * 100 / due)
            let key = ["closed", "window", "trigger"].first { source.file.node($0) != nil }
            report(
                source.file.reader, at: source.file.place(key ?? "rule"),
                zh: "约 \(share)% 的触发时刻等不到窗口“\(window.name)”开启，会被放弃",
                en:
                    "about \(share)% of the due times never reach '\(window.name)' and are dropped")
        }
    }
}
