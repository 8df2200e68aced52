import HongyanCore

/// A goal that no event can reach.
enum GoalUnreachable: Check {
    static let page = CheckPage(
        id: "goal/unreachable", severity: .error,
        title: .init(zh: "目标有时间达成", en: "a goal leaves time to be reached"),
        why: .init(
            zh: "within 为 0，发送之后没有任何事件算得上达成，报告里永远是 0%。",
            en: """
                With 'within' at 0 no event after the message ever counts, and reports say 0% for \
                ever.
                """),
        bad: "goal: {event: order.placed, within: 0d}",
        good: "goal: {event: order.placed, within: 3d}")

    static func run(_ context: CheckContext) {
        for source in context.rules {
            guard let goal = source.rule.goal, goal.within <= .zero else { continue }
            report(
                source.file.reader, at: source.file.place("goal", "within"),
                zh: "目标期限为 0，没有事件能算达成",
                en: "a goal within \(goal.within) is never reached")
        }
    }
}
