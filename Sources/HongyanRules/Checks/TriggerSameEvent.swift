import HongyanCore

/// An absence that its own event cancels.
enum TriggerSameEvent: Check {
    static let page = CheckPage(
        id: "trigger/same-event", severity: .error,
        title: .init(
            zh: "event 与 unless 是两种事件", en: "'event' and 'unless' are two kinds of event"),
        why: .init(
            zh: """
                unless 从 event 发生的那一刻算起；两者相同，每次触发都被自己取消。\
                要等同一事件的沉默，请用 dormant。
                """,
            en: """
                The wait for 'unless' begins at the very moment of 'event'; when they are the \
                same, each event cancels itself. To wait for silence after an event use 'dormant'.
                """),
        bad: "trigger: {event: order.placed, unless: order.placed, within: 30d}",
        good: "trigger: {dormant: order.placed, for: 30d, backlog: skip}")

    static func run(_ context: CheckContext) {
        for source in context.rules {
            guard case .absence(let absence) = source.rule.trigger, absence.event == absence.unless
            else { continue }
            report(
                source.file.reader, at: source.file.place("trigger", "unless"),
                zh: "每个 \(absence.event) 都被自己取消，规则从不触发",
                en: "each '\(absence.event)' cancels itself, the rule never falls due")
        }
    }
}
