/// Cron schedules.
enum CronPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "cron/form", severity: .error,
            title: .init(
                zh: "cron 是五栏，时间会到来",
                en: "cron has five fields and some time fits"),
            why: .init(
                zh: "分 时 日 月 周，本地时间，如 0 18 * * 1-5。写错的排程一次也不会触发。",
                en: """
                    Minute, hour, day, month, weekday, in local time, such as 0 18 * * 1-5. \
                    A faulty schedule would never fire.
                    """),
            bad: "trigger: {schedule: \"0 25 * * *\"}",
            good: "trigger: {schedule: \"0 18 * * *\"}")
    ]
}
