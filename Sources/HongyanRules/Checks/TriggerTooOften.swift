import HongyanCore

/// A marketing schedule that is due more than once an hour.
enum TriggerTooOften: Check {
    static let page = CheckPage(
        id: "trigger/too-often", severity: .warning,
        title: .init(
            zh: "营销日程不会一小时几次",
            en: "a marketing schedule is due hourly at most"),
        why: .init(
            zh: """
                cron 的第一格是分钟：“* 18 * * *”是 18 点的每一分钟，“0 18 * * *”才是 18 点整。\
                每次触发都要决定一遍全部人群。
                """,
            en: """
                The first field of cron is the minute: '* 18 * * *' is every minute from 18:00 to \
                18:59, '0 18 * * *' is six o'clock. Each of them decides about the whole audience.
                """),
        bad: "trigger: {schedule: \"* 18 * * *\"}", good: "trigger: {schedule: \"0 18 * * *\"}",
        hasFixIt: true)

    static let mostPerDay = 24

    static func run(_ context: CheckContext) {
        for source in context.rules where source.rule.purpose == .marketing {
            guard case .schedule(.cron(let cron)) = source.rule.trigger else { continue }
            let times = cron.minutes.count * cron.hours.count
            guard times > mostPerDay else { continue }
            report(
                source.file.reader, at: source.file.place("trigger", "schedule"),
                zh: "一天触发 \(times) 次", en: "due \(times) times a day",
                fix: fix(cron, source.file.text("trigger", "schedule")))
        }
    }

    private static func fix(
        _ cron: Cron, _ text: ConditionText?
    ) -> (range: Range<Int>, text: String)? {
        guard let text, text.text.hasPrefix("* "), cron.hours.count < 24 else { return nil }
        return text.replacing(0..<1, with: "0")
    }
}
