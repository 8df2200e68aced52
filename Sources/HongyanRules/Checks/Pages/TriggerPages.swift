/// Triggers.
enum TriggerPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "trigger/kind", severity: .error,
            title: .init(zh: "触发写明它等什么", en: "a trigger says what it waits for"),
            why: .init(
                zh: """
                    由键看种类：event、dormant、date、signal、schedule、at、enters、reply 之\
                    一；带 unless 的 event 是“没有发生”。
                    """,
                en: """
                    The key says the kind: event, dormant, date, signal, schedule, at, \
                    enters or reply; an 'event' with 'unless' waits for absence.
                    """),
            bad: "trigger: {on: order.placed}",
            good: "trigger: {event: order.placed}"),
        CheckPage(
            id: "trigger/reply", severity: .error,
            title: .init(
                zh: "关键词至少一个，且不重复",
                en: "reply keywords are there, each once"),
            why: .init(
                zh: "没有关键词的规则永远不触发。",
                en: "A rule without keywords never fires."),
            bad: "trigger: {reply: []}",
            good: "trigger: {reply: [\"1\", 报名]}"),
        CheckPage(
            id: "trigger/same", severity: .error,
            title: .init(
                zh: "same 字段在两种事件里类型相同",
                en: "the 'same' field has one type in both events"),
            why: .init(
                zh: "类型不同的值不会相等，取消永远不会发生，已下单的客户也会收到催单。",
                en: """
                    Values of different types are never equal: nothing would cancel, and \
                    customers who did order would be reminded.
                    """),
            bad:
                "trigger: {event: cart.updated, unless: order.placed, within: 2h, same: cart_id}",
            good: "# rules/tags.yaml: cart_id is text in both events"),
        CheckPage(
            id: "trigger/type", severity: .error,
            title: .init(
                zh: "date 触发用日期或周年日标签",
                en: "a date trigger has a date or anniversary tag"),
            why: .init(
                zh: "date 触发按日历天计算。时间标签请用 dormant 或 event 加 after。",
                en: """
                    A date trigger counts calendar days. For a time use 'dormant', or an \
                    event with 'after'.
                    """),
            bad: "trigger: {date: registered_at, at: 10:00}",
            good: "trigger: {date: birthday, at: 10:00}"),
    ]
}
