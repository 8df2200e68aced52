import HongyanCore

/// A control group with nothing to compare.
enum HoldoutNoGoal: Check {
    static let page = CheckPage(
        id: "holdout/no-goal", severity: .warning,
        title: .init(zh: "有对照组就有目标", en: "a control group has a goal to compare"),
        why: .init(
            zh: "对照组的人收不到短信，为的是比较效果；没有 goal，什么也比较不了，白白少发。",
            en: """
                The control group goes without messages so that the effect can be measured; \
                without a 'goal' nothing is measured and they go without for nothing.
                """),
        bad: "holdout: 5%", good: "holdout: 5%\ngoal: {event: order.placed, within: 3d}")

    static func run(_ context: CheckContext) {
        for source in context.rules where source.rule.holdoutBuckets > 0 && source.rule.goal == nil
        {
            report(
                source.file.reader, at: source.file.place("holdout"),
                zh: "有对照组，却没有 goal 可比较",
                en: "a control group without a 'goal' measures nothing")
        }
    }
}
