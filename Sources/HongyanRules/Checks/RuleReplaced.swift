import HongyanCore

/// Another rule under an old id.
enum RuleReplaced: Check {
    static let page = CheckPage(
        id: "rule/replaced", severity: .warning,
        title: .init(zh: "换了规则就换名字", en: "another rule has another id"),
        why: .init(
            zh: """
                标题、触发种类和模板全换了，名字没换：旧规则的 once、分桶和台账会算到新规则头上。\
                若是另一件事，请另起名字。
                """,
            en: """
                Title, kind of trigger and templates are all new, the id is not: what customers \
                got from the old rule counts for 'once', buckets and reports of the new one. Give \
                a new rule a new id.
                """))

    static let needsHistory = true

    static func run(_ context: CheckContext) {
        guard let previous = context.history?.previous else { return }
        for source in context.rules {
            let rule = source.rule
            guard let old = previous.rule(rule.id), old.title != rule.title,
                old.trigger.kindName != rule.trigger.kindName,
                Set(old.message.variants.map(\.template))
                    .isDisjoint(with: rule.message.variants.map(\.template))
            else { continue }
            report(
                source.file.reader, at: source.file.place("rule"),
                zh: "“\(rule.id)”原是另一条规则“\(old.title)”",
                en: "'\(rule.id)' was another rule, with trigger '\(old.trigger.kindName)'")
        }
    }
}
