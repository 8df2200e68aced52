import HongyanCore

/// Variants with nothing to compare.
enum MessageNoGoal: Check {
    static let page = CheckPage(
        id: "message/no-goal", severity: .warning,
        title: .init(zh: "有 A/B 变体就有目标", en: "variants have a goal to compare"),
        why: .init(
            zh: "A/B 变体为的是知道哪条更好；没有 goal，就没有可比的结果。",
            en: "Variants are there to learn which text works; without a 'goal' nothing tells."),
        bad: "message:\n  - {template: a, weight: 1}\n  - {template: b, weight: 1}",
        good: """
            message:
              - {template: a, weight: 1}
              - {template: b, weight: 1}
            goal: {event: order.placed, within: 3d}
            """)

    static func run(_ context: CheckContext) {
        for source in context.rules where source.rule.goal == nil {
            let variants = source.rule.message.variants.filter { $0.weight > 0 }
            guard variants.count > 1 else { continue }
            report(
                source.file.reader, at: source.file.place("message"),
                zh: "有 \(variants.count) 个变体，却没有 goal 可比较",
                en: "\(variants.count) variants without a 'goal' compare nothing")
        }
    }
}
