/// Tags.
enum TagPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "tag/kind", severity: .error,
            title: .init(zh: "标签恰好是一种来源", en: "a tag has exactly one source"),
            why: .init(
                zh: """
                    type 是导入的值，latest 是某事件的最近时间，computed 是算出来的。三者写\
                    其一。
                    """,
                en: """
                    'type' is an imported value, 'latest' an event's latest time, 'computed' \
                    an expression. A tag is one of them.
                    """),
            bad: "spend: {type: money, computed: \"sum(order.placed.amount, 365d)\"}",
            good: "spend: {computed: \"sum(order.placed.amount, 365d)\"}"),
        CheckPage(
            id: "tag/latest-twice", severity: .error,
            title: .init(
                zh: "一种事件只有一个最近时间标签",
                en: "one tag keeps the latest of an event"),
            why: .init(
                zh: "两个标签记同一件事，沉睡触发就不知道用哪个。留下一个。",
                en: "With two of them a dormant trigger would not know which to use. Keep one."),
            bad: """
                last_order_at: {latest: order.placed}
                bought_at: {latest: order.placed}
                """,
            good: "last_order_at: {latest: order.placed}"),
        CheckPage(
            id: "tag/unknown", severity: .error,
            title: .init(
                zh: "标签和人群在 tags.yaml 里声明",
                en: "tags and audiences are declared in tags.yaml"),
            why: .init(
                zh: "写错的标签如果被当成缺值，人群就会悄悄变成空的。检查拼写，或先声明。",
                en: """
                    If a misspelt tag were taken for a missing value, the audience would \
                    quietly be empty. Mind the spelling, or declare it first.
                    """),
            bad: "audience: teir = gold",
            good: "audience: tier = gold",
            hasFixIt: true),
    ]
}
