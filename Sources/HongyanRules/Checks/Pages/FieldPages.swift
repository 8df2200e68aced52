/// Fields of events and signals.
enum FieldPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "field/unknown", severity: .error,
            title: .init(
                zh: "字段属于它的事件或信号",
                en: "a field belongs to its event or signal"),
            why: .init(
                zh: "这个事件（信号）没有这个字段，条件永远不成立，变量永远是空的。",
                en: """
                    The event (or signal) has no such field: a condition on it would never \
                    hold, a variable would always be empty.
                    """),
            bad: "trigger: {event: order.placed, where: event.amout >= 100}",
            good: "trigger: {event: order.placed, where: event.amount >= 100}",
            hasFixIt: true)
    ]
}
