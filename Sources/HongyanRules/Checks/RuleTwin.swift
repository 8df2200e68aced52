import HongyanCore

/// Two rules that send one customer the same text for the same reason.
enum RuleTwin: Check {
    static let page = CheckPage(
        id: "rule/twin", severity: .warning,
        title: .init(
            zh: "没有两条规则为同一件事发同一条短信",
            en: "no two rules send one text for one reason"),
        why: .init(
            zh: """
                两条规则触发相同、人群相含、模板也相同：客户会收到两条一样的短信。多半是复制后忘了\
                改。
                """,
            en: """
                Both rules have the same trigger, overlapping audiences and the same template: the \
                customer gets the same text twice. Mostly a copy that was not changed.
                """),
        bad: "# a.yaml and b.yaml\ntrigger: {event: cart.updated}\nmessage: cart",
        good: "# b.yaml\ntrigger: {event: cart.updated}\nmessage: cart-gold\naudience: tier = gold")

    static func run(_ context: CheckContext) {
        // Twins have the same trigger and templates, so only those are compared.
        var earlier: [Likeness: [Rule]] = [:]
        for source in context.rules where source.rule.isEnabled {
            let likeness = Likeness(source.rule)
            let own = Rule(
                id: source.rule.id, audience: Selection.conjuncts(source.rule.audience))
            let twin = earlier[likeness]?.first { areTwins($0.audience, own.audience) }
            if earlier[likeness, default: []].count < Selection.mostCompared {
                earlier[likeness, default: []].append(own)
            }
            guard let twin else { continue }
            report(
                source.file.reader, at: source.file.place("message"),
                zh: "与“\(twin.id)”触发相同、文字相同：客户会收到两次",
                en: "sends the same text as '\(twin.id)' for the same trigger")
        }
    }

    static func areTwins(_ one: CompiledRule, _ other: CompiledRule) -> Bool {
        Likeness(one) == Likeness(other)
            && areTwins(Selection.conjuncts(one.audience), Selection.conjuncts(other.audience))
    }

    private static func areTwins(_ one: [Condition], _ other: [Condition]) -> Bool {
        Selection.isAsWide(one, as: other) || Selection.isAsWide(other, as: one)
    }

    /// What twins have in common.
    private struct Likeness: Hashable {
        let trigger: Digest
        let templates: [TemplateID]
        init(_ rule: CompiledRule) {
            trigger = rule.triggerFingerprint
            templates = rule.message.variants.map(\.template)
        }
    }

    private struct Rule {
        let id: RuleID
        /// Taken apart.
        let audience: [Condition]
    }
}
