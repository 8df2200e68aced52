import HongyanCore

/// A rename without `was` while stable hashes decide who gets what.
enum RolloutSaltChanged: Check {
    static let page = CheckPage(
        id: "rollout/salt-changed", severity: .warning,
        title: .init(
            zh: "灰度、对照组和变体不因改名而换人", en: "a rename moves nobody between groups"),
        why: .init(
            zh: """
                灰度、对照组和变体按规则最早的名字分桶。改名不写 was，人就全部重新分过：\
                对照组的人会收到短信，实验前后不能比较。
                """,
            en: """
                Rollout, control group and variants are hashed over the rule's oldest id. A rename \
                without 'was' deals everybody anew: the control group gets messages and the \
                experiment compares nothing.
                """),
        bad: "rule: cart-left\nholdout: 10%",
        good: "rule: cart-left\nwas: [cart-abandoned]\nholdout: 10%",
        hasFixIt: true)

    static let needsHistory = true

    static func run(_ context: CheckContext) {
        for rename in Renames.find(context) where rename.old.usesBuckets {
            report(
                rename.new.file.reader, at: rename.new.file.place("rule"),
                zh: "像是由“\(rename.old.id)”改名而来，没有写 was：分组的人全变了",
                en: "'\(rename.old.id)' under a new name without 'was' deals its groups anew",
                fix: rename.fix)
        }
    }
}
