/// Dormant triggers.
enum DormantPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "dormant/tag", severity: .error,
            title: .init(
                zh: "沉睡触发要有记录最近时间的标签",
                en: "a dormant trigger has a tag that keeps the latest event"),
            why: .init(
                zh: """
                    沉睡是按“最近一次”的索引找人的。在 tags.yaml 加一个 {latest: 事件} 的\
                    标签，再运行 hongyan migrate。
                    """,
                en: """
                    Dormant customers are found by the index of their latest event. Add a \
                    tag {latest: EVENT} to tags.yaml and run 'hongyan migrate'.
                    """),
            bad: "trigger: {dormant: cart.updated, for: 90d, backlog: skip}",
            good: """
                # rules/tags.yaml
                last_cart_at: {latest: cart.updated}
                """)
    ]
}
