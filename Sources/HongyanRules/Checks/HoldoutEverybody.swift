import HongyanCore

/// A control group of all customers.
enum HoldoutEverybody: Check {
    static let page = CheckPage(
        id: "holdout/everybody", severity: .error,
        title: .init(zh: "对照组之外还有人", en: "somebody is outside the control group"),
        why: .init(
            zh: "对照组的人不发送；对照组是 100%，就一条也不发。多半是与 rollout 弄混了。",
            en: """
                The control group gets nothing; with 100% of the customers in it nothing is sent \
                at all. Mostly 'rollout' was meant.
                """),
        bad: "holdout: 100%", good: "holdout: 10%")

    static func run(_ context: CheckContext) {
        for source in context.rules
        where source.rule.holdoutBuckets >= Bucket.count && source.rule.meets(.holdout) {
            tell(
                source.file, "holdout", zh: "对照组是 100%：谁也收不到",
                en: "all are in the control group")
        }
        if context.book.policy.globalHoldoutBuckets >= Bucket.count {
            tell(
                context.policy, "global_holdout", zh: "全局对照组是 100%：营销一条也不发",
                en: "all are in the global control group")
        }
    }

    private static func tell(_ file: FileSource, _ key: String, zh: String, en: String) {
        report(file.reader, at: file.place(key), zh: zh, en: "\(en), nothing is ever sent")
    }
}
