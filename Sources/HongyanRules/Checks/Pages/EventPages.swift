/// Names of events.
enum EventPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "event/unknown", severity: .error,
            title: .init(zh: "事件在 tags.yaml 里声明", en: "an event is declared in tags.yaml"),
            why: .init(
                zh: """
                    没有声明的事件不会被导入，等它的规则永远不触发。检查拼写，或在 events 下\
                    声明。
                    """,
                en: """
                    An event that is not declared cannot be imported, so a rule that waits \
                    for it never fires. Mind the spelling, or declare it under 'events'.
                    """),
            bad: "trigger: {event: order.plced}",
            good: "trigger: {event: order.placed}",
            hasFixIt: true)
    ]
}
