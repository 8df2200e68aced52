import HongyanCore

/// A change of variants that gives some customers of a running test the other text.
enum MessageVariantsMoved: Check {
    static let page = CheckPage(
        id: "message/variants-moved", severity: .warning,
        title: .init(
            zh: "测试进行中不换变体", en: "a running test keeps everybody's variant"),
        why: .init(
            zh: """
                变体按次序和权重分桶。测试中调换次序或改权重，一部分客户就换到另一条，\
                前后的数字混在一起。请结束这次测试，用新规则名开始下一次。
                """,
            en: """
                Variants share out the buckets by order and weight. Changing these in a running \
                test gives part of the customers the other text and mixes the figures. End the \
                test, and start the next under a new id.
                """))

    static let needsHistory = true

    static func run(_ context: CheckContext) {
        guard let previous = context.history?.previous else { return }
        for source in context.rules {
            let new = source.rule.message
            let ids = [source.rule.id] + source.rule.was
            guard let old = ids.lazy.compactMap({ previous.rule($0) }).first?.message,
                old.variants.count > 1, new.variants.count > 1
            else { continue }
            let moved = (0..<Bucket.count).filter { template(old, $0) != template(new, $0) }.count
            guard moved > 0 else { continue }
            let share = max(1, moved * 100 / Bucket.count)
            report(
                source.file.reader, at: source.file.place("message"),
                zh: "约 \(share)% 的客户会换到另一个变体",
                en: "about \(share)% of the customers change to another variant")
        }
    }

    /// The template of a bucket, as ``MessageChoice/choose(rule:customer:)`` shares them out.
    private static func template(_ choice: MessageChoice, _ bucket: Int) -> TemplateID? {
        let total = choice.variants.reduce(0) { $0 + $1.weight }
        var upper = 0
        for variant in choice.variants {
            upper += variant.weight
            if bucket * total < upper * Bucket.count { return variant.template }
        }
        return choice.variants.last?.template
    }
}
