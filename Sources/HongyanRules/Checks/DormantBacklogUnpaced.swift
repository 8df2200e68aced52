import HongyanCore

/// Everybody who fell asleep long ago, written to at once.
enum DormantBacklogUnpaced: Check {
    static let page = CheckPage(
        id: "dormant/backlog-unpaced", severity: .warning,
        title: .init(
            zh: "唤回存量要写 pace", en: "a backlog leaves at a pace"),
        why: .init(
            zh: """
                backlog: include 会把上线前已沉睡的人一次全部触发：不是一天发完整个库，\
                就是超过 limit 一条不发。请写 pace，每天发一部分。
                """,
            en: """
                'backlog: include' makes everybody due who was asleep before the rule was there: \
                either all of them are written to in one day, or they are over the limit and \
                nobody is. A 'pace' sends so many a day.
                """),
        bad: "trigger: {dormant: order.placed, for: 90d, backlog: include}",
        good: "trigger: {dormant: order.placed, for: 90d, backlog: include, pace: 300/day}")

    static func run(_ context: CheckContext) {
        for source in context.rules {
            guard case .dormant(let dormant) = source.rule.trigger, dormant.backlog == .include,
                source.rule.pacePerDay == nil
            else { continue }
            report(
                source.file.reader, at: source.file.place("trigger", "backlog"),
                zh: "存量会一次全部触发，请写 pace",
                en: "the backlog falls due all at once without a 'pace'")
        }
    }
}
