import HongyanCore

/// A second rename that forgets the first: the oldest id is no longer the last of `was`.
enum RuleWasChain: Check {
    static let page = CheckPage(
        id: "rule/was-chain", severity: .warning,
        title: .init(zh: "was 以最早的名字结尾", en: "'was' ends with the oldest id"),
        why: .init(
            zh: """
                灰度、对照组和变体按 was 的最后一个名字分桶。再次改名时漏了更早的名字，\
                或颠倒了次序，人就全部重新分过。
                """,
            en: """
                Rollout, control group and variants are hashed over the last id of 'was'. Leaving \
                out an older one, or another order, deals everybody anew.
                """),
        bad: "# cart-2 had was: [cart-1]\nrule: cart-3\nwas: [cart-2]",
        good: "rule: cart-3\nwas: [cart-2, cart-1]",
        hasFixIt: true)

    static let needsHistory = true

    static func run(_ context: CheckContext) {
        guard let previous = context.history?.previous else { return }
        for source in context.rules {
            let rule = source.rule
            let old = previous.rule(rule.id) ?? rule.was.lazy.compactMap { previous.rule($0) }.first
            // Its own id cannot stand in its `was`: a rule that takes over an older one on purpose.
            guard let old, old.stableID != rule.stableID, old.stableID != rule.id else { continue }
            let all = old.id == rule.id ? old.was : [old.id] + old.was
            let wanted = all.map(\.rawValue).joined(separator: ", ")
            let node = source.file.node("was")
            report(
                source.file.reader, at: source.file.place(node == nil ? "rule" : "was"),
                zh: "was 应以“\(old.stableID)”结尾，否则分组的人全变了",
                en: "'was' must end with '\(old.stableID)', or groups are dealt anew",
                fix: node.map { ($0.range, "[\(wanted)]") })
        }
    }
}
