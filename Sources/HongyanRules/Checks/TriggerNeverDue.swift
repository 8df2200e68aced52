import HongyanCore

/// A trigger that no day, fact or answer can ever make due.
enum TriggerNeverDue: Check {
    static let page = CheckPage(
        id: "trigger/never-due", severity: .error,
        title: .init(zh: "触发总有到来的时候", en: "a trigger falls due at some time"),
        why: .init(
            zh: """
                没有一天符合这个 cron（如 2 月 30 日），或关键词去掉标点后什么也不剩，\
                或信号一取来就算过期：规则永远不会触发。
                """,
            en: """
                No day fits the cron expression (30 February), a keyword is nothing but \
                punctuation, or facts of the signal are stale at once: the rule never does \
                anything.
                """),
        bad: "trigger: {schedule: \"0 10 30 2 *\"}", good: "trigger: {schedule: \"0 10 28 2 *\"}")

    static func run(_ context: CheckContext) {
        let zone = context.book.workspace.zone
        for source in context.rules {
            switch source.rule.trigger {
            case .schedule(.cron(let cron)):
                // No pattern of days repeats less often than the search looks ahead, so any start
                // will do.
                let start = zone.moment(SampleYears.start)
                guard cron.next(after: start, zone: zone) == nil else { continue }
                tell(
                    source, "schedule", zh: "没有一天符合“\(cron.text)”",
                    en: "no day fits '\(cron.text)', the rule never falls due")
            case .reply(let reply):
                for keyword in reply.keywords
                where !ReplyClassifier.matches(keyword: keyword, in: keyword) {
                    tell(
                        source, "reply", zh: "关键词“\(keyword)”只有标点，没有回复对得上",
                        en: "no reply matches '\(keyword)', punctuation is not compared")
                }
            case .signal(let signal) where signal.freshFor <= .zero:
                tell(
                    source, "signal", zh: "信号“\(signal.signal)”的 fresh 为 0，一取来就过期",
                    en: "facts of '\(signal.signal)' are stale at once, its 'fresh' is 0")
            case .event, .absence, .dormant, .date, .signal, .schedule, .enters: continue
            }
        }
    }

    private static func tell(_ source: RuleSource, _ key: String, zh: String, en: String) {
        report(source.file.reader, at: source.file.place("trigger", key), zh: zh, en: en)
    }
}
