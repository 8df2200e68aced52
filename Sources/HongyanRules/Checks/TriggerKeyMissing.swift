import HongyanCore

/// An absence that fires once for each event where once for each thing was meant.
enum TriggerKeyMissing: Check {
    static let page = CheckPage(
        id: "trigger/key-missing", severity: .warning,
        title: .init(
            zh: "同一件东西的事件用 key 合并", en: "events about one thing are joined by 'key'"),
        why: .init(
            zh: """
                没有 key，每个事件各自计时：同一个购物车改了三次，就提醒三次。\
                写上 key，后一次会重新计时，一个购物车只触发一次。
                """,
            en: """
                Without 'key' each event has a timer of its own: a cart that was changed three \
                times is reminded of three times. With it a later event restarts the timer, and a \
                cart falls due once.
                """),
        bad: "trigger: {event: cart.updated, unless: order.placed, within: 2h}",
        good: "trigger: {event: cart.updated, unless: order.placed, within: 2h, key: cart_id}")

    static func run(_ context: CheckContext) {
        for source in context.rules {
            guard case .absence(let absence) = source.rule.trigger, absence.key == nil,
                absence.event != absence.unless,
                (source.rule.once ?? .perOccurrence) == .perOccurrence,
                let event = context.book.tags.event(absence.event),
                let unless = context.book.tags.event(absence.unless),
                // What both carry is about a thing that outlives one event.
                let field = event.fields.first(where: {
                    $0.name.hasSuffix("_id") && unless.field($0.name)?.type == $0.type
                })
            else { continue }
            report(
                source.file.reader, at: source.file.place("trigger"),
                zh: "没有 key，每个 \(absence.event) 各触发一次",
                en: "without 'key' each '\(absence.event)' falls due by itself",
                notes: [
                    .init(
                        zh: "写 key: \(field.name)，同一个 \(field.name) 只触发一次",
                        en: "with 'key: \(field.name)' each \(field.name) falls due once")
                ])
        }
    }
}
