import HongyanCore

/// A schedule whose step is as long as `once`.
enum OnceCadence: Check {
    static let page = CheckPage(
        id: "once/cadence", severity: .warning,
        title: .init(
            zh: "once 不与日程的间隔一样长", en: "'once' is not as long as the schedule's step"),
        why: .init(
            zh: """
                每周一次的日程配“per 7d”：这周因窗口或停发晚了一分钟，下周就还差一分钟不满 7 天，\
                被放弃。写 per occurrence，日程本身就管住了次数。
                """,
            en: """
                A weekly schedule with 'per 7d': a message that waited one minute this week is one \
                minute short of 7 days next week, and dropped. Write 'per occurrence', the \
                schedule itself keeps the number.
                """),
        bad: "trigger: {schedule: \"0 18 * * 5\"}\nonce: per 7d",
        good: "trigger: {schedule: \"0 18 * * 5\"}\nonce: per occurrence",
        hasFixIt: true)

    private static let steps = 8

    static func run(_ context: CheckContext) {
        let zone = context.book.workspace.zone
        for source in context.rules where source.rule.meets(.once) {
            guard case .schedule(.cron(let cron)) = source.rule.trigger,
                case .per(let span)? = source.rule.once
            else { continue }
            var last = cron.next(after: zone.moment(SampleYears.start), zone: zone)
            var isSame = last != nil
            for _ in 0..<steps where isSame {
                let next = last.flatMap { cron.next(after: $0, zone: zone) }
                if let last, let next { isSame = next - last == span } else { isSame = false }
                last = next
            }
            guard isSame else { continue }
            report(
                source.file.reader, at: source.file.place("once"),
                zh: "与日程的间隔一样长：晚发一分钟，下一次就被放弃",
                en: "as long as the schedule's step: one late message drops the next",
                fix: source.file.text("once")?.replacing(with: "per occurrence"))
        }
    }
}
