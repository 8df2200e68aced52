import HongyanCore

/// A schedule for one moment at which its window is closed, with no time to wait for it.
enum ScheduleClosed: Check {
    static let page = CheckPage(
        id: "schedule/closed", severity: .error,
        title: .init(
            zh: "一次性日程能等到窗口开启", en: "a single moment reaches an opening of its window"),
        why: .init(
            zh: """
                到点时窗口关着，又等不到它开启，这次群发会全部被放弃。\
                请把 at 移进窗口，或延长 closed 的期限。
                """,
            en: """
                At that moment the window is closed and does not open before the deadline: the \
                whole campaign is dropped. Move 'at' into the window or lengthen 'closed'.
                """),
        bad:
            """
            trigger: {at: "2026-12-12 22:00"}
            window: day      # daily 09:30-20:30
            closed: drop
            """,
        good: "trigger: {at: \"2026-12-12 10:00\"}\nwindow: day\nclosed: drop")

    static func run(_ context: CheckContext) {
        let zone = context.book.workspace.zone
        for source in context.rules where source.rule.meets(.window) {
            guard case .schedule(.once(let moment)) = source.rule.trigger,
                let window = source.rule.window,
                !window.isReached(from: moment, source.rule.closed, [], zone)
            else { continue }
            report(
                source.file.reader, at: source.file.place("trigger", "at"),
                zh: "那时窗口“\(window.name)”关着，期限内也不开启：全部会被放弃",
                en: "'\(window.name)' is closed then and opens too late, all of it is dropped")
        }
    }
}
