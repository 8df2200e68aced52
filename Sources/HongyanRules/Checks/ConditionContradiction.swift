import HongyanCore

/// An audience that nobody can belong to when the trigger fires.
enum ConditionContradiction: Check {
    static let page = CheckPage(
        id: "condition/contradiction", severity: .warning,
        title: .init(zh: "人群与触发应能同时成立", en: "the audience and the trigger can hold together"),
        why: .init(
            zh: """
                触发条件和人群各自都有人满足，却没有人同时满足，所以规则永远不会发送短信。\
                例如等客户沉默 90 天，又要求近 90 天下过单。
                """,
            en: """
                The trigger and the audience can each hold, but never together, so the rule never \
                sends. A rule that waits for 90 days of silence and asks for an order within 90 \
                days is one.
                """),
        bad: """
            trigger: {dormant: order.placed, for: 90d, backlog: skip}
            audience: orders_90d >= 1
            """,
        good: """
            trigger: {dormant: order.placed, for: 90d, backlog: skip}
            audience: orders_365d >= 1
            """)

    static func run(_ context: CheckContext) {
        for rule in context.survey.rules {
            guard let audience = rule.audience, audience.truth == .maybe,
                let (fact, words) = fact(of: rule, context.book.tags),
                case let truth = audience.proofs,
                truth.excludes([fact, audience.condition]), !truth.excludes([fact])
            else { continue }
            let sides = audience.placed.conjuncts
            let side = sides.first { truth.excludes([fact, $0.condition]) } ?? audience.placed
            let line = rule.source.file.reader.source.lineNumber(
                rule.source.file.place("trigger").lowerBound)
            report(
                audience.reader, at: side.place,
                zh: "触发时“\(side.words)”永远不成立，规则不会发送",
                en: "'\(side.words)' never holds when the trigger fires",
                notes: [
                    .init(
                        zh: "第 \(line) 行的触发说明：\(words)",
                        en: "the trigger on line \(line) says: \(words)")
                ])
        }
    }

    /// What is true of a customer for whom the trigger holds, and its words.
    private static func fact(
        of rule: RuleConditions, _ schema: TagSchema
    ) -> (Condition, String)? {
        if let site = rule.trigger { return (site.condition, site.placed.words) }
        switch rule.source.rule.trigger {
        case .dormant(let trigger):
            // Crossed at the very millisecond counts, `older than` does not.
            let tag = Operand.tag(trigger.tag, .time)
            let span = trigger.span - Span(milliseconds: 1)
            return (.olderThan(tag, span), "dormant: \(trigger.event), for: \(trigger.span)")
        case .date(let trigger):
            guard let tag = schema.tag(trigger.tag) else { return nil }
            return (.not(.isMissing(.tag(tag.name, tag.type))), "date: \(tag.name)")
        case .event, .absence, .signal, .schedule, .enters, .reply: return nil
        }
    }
}
