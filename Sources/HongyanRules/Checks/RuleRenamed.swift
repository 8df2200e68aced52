import HongyanCore

/// A rule that got a new id and left its history behind.
enum RuleRenamed: Check {
    static let page = CheckPage(
        id: "rule/renamed", severity: .warning,
        title: .init(zh: "改名的规则用 was 带走历史", en: "a renamed rule takes its history along"),
        why: .init(
            zh: """
                旧名字不见了，新名字的触发与它一样。没有 was，客户收过什么就不再算数：\
                once 重新开始，等待中的短信被放弃。
                """,
            en: """
                An id is gone and a new one has the same trigger. Without 'was' nothing that \
                customers got counts any more: 'once' starts anew and held messages are dropped.
                """),
        bad: "rule: cart-left", good: "rule: cart-left\nwas: [cart-abandoned]",
        hasFixIt: true)

    static let needsHistory = true

    static func run(_ context: CheckContext) {
        // Where buckets are in use, rollout/salt-changed tells it.
        for rename in Renames.find(context) where !rename.old.usesBuckets {
            report(
                rename.new.file.reader, at: rename.new.file.place("rule"),
                zh: "像是由“\(rename.old.id)”改名而来，却没有写 was",
                en: "looks like '\(rename.old.id)' under a new name, without 'was'",
                fix: rename.fix)
        }
    }
}
