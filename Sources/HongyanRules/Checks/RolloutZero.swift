import HongyanCore

/// A rollout to nobody.
enum RolloutZero: Check {
    static let page = CheckPage(
        id: "rollout/zero", severity: .warning,
        title: .init(zh: "灰度至少放给一些人", en: "a rollout reaches somebody"),
        why: .init(
            zh: """
                rollout: 0% 时谁也收不到，触发却照样用掉，以后放开也不会补发。停用请写 enabled: \
                false。
                """,
            en: """
                At 'rollout: 0%' nobody gets anything, yet what falls due is used up and never \
                comes back when the rollout grows. To rest a rule write 'enabled: false'.
                """),
        bad: "rollout: 0%", good: "enabled: false")

    static func run(_ context: CheckContext) {
        for source in context.rules
        where source.rule.rolloutBuckets == 0 && source.rule.isEnabled
            && source.rule.meets(.rollout)
        {
            report(
                source.file.reader, at: source.file.place("rollout"),
                zh: "灰度 0%：谁也收不到，触发却照样用掉",
                en: "a rollout of 0% reaches nobody and uses up what falls due")
        }
    }
}
