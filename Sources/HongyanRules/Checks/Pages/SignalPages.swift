/// Signals.
enum SignalPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "signal/by", severity: .error,
            title: .init(
                zh: "信号按声明的标签区分",
                en: "a signal goes by the tag that it declares"),
            why: .init(
                zh: """
                    信号的每条数据属于一个标签值，如城市。规则的 by 要与声明相同，声明的标签\
                    要是文本或枚举。
                    """,
                en: """
                    Each fact of a signal belongs to one value of a tag, such as a city. A \
                    rule's 'by' names that tag, which is a text or an enum.
                    """),
            bad: "trigger: {signal: weather, by: name, when: rain_mm >= 10, at: 17:00}",
            good: "trigger: {signal: weather, by: city, when: rain_mm >= 10, at: 17:00}",
            hasFixIt: true),
        CheckPage(
            id: "signal/unknown", severity: .error,
            title: .init(zh: "信号在 tags.yaml 里声明", en: "a signal is declared in tags.yaml"),
            why: .init(
                zh: "没有声明的信号没有数据，规则永远不触发。",
                en: "A signal that is not declared has no data, so the rule would never fire."),
            bad: "trigger: {signal: wether, when: rain_mm >= 10, at: 17:00}",
            good: "trigger: {signal: weather, when: rain_mm >= 10, at: 17:00}",
            hasFixIt: true),
    ]
}
