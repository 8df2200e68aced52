import HongyanCore

/// A variant that is never chosen.
enum MessageZeroWeight: Check {
    static let page = CheckPage(
        id: "message/zero-weight", severity: .warning,
        title: .init(zh: "每个变体都有人收到", en: "each variant is sent to somebody"),
        why: .init(
            zh: "权重为 0 的变体从不发送。测试结束就删去它，剩下一个模板直接写 message: 模板名。",
            en: """
                A variant of weight 0 is never sent. When a test has ended, delete it; a single \
                template is written 'message: NAME'.
                """),
        bad: "message:\n  - {template: a, weight: 1}\n  - {template: b, weight: 0}",
        good: "message: a")

    static func run(_ context: CheckContext) {
        for source in context.rules {
            guard case .sequence(let items) = source.file.node("message")?.content else { continue }
            for (variant, item) in zip(source.rule.message.variants, items)
            where variant.weight == 0 {
                report(
                    source.file.reader, at: item.range,
                    zh: "变体“\(variant.template)”权重为 0，从不发送",
                    en: "the variant '\(variant.template)' of weight 0 is never sent")
            }
        }
    }
}
