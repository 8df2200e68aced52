import HongyanCore

/// A rule under an id that a rename gave up.
enum RuleIdReused: Check {
    static let page = CheckPage(
        id: "rule/id-reused", severity: .error,
        title: .init(zh: "用过的规则名不再用", en: "a rule's id is never used again"),
        why: .init(
            zh: """
                规则名是台账的键：这个名字的发送记录、频次和分桶已交给改名后的规则。\
                再用它，两条规则的历史就混在一起。请换一个新名字。
                """,
            en: """
                The id is the key of the ledger, and what was kept under it went to the renamed \
                rule. Using it again mixes the history of two rules. Take a new id.
                """))

    static let needsHistory = true

    static func run(_ context: CheckContext) {
        guard let history = context.history else { return }
        for source in context.rules where history.tombstones.contains(source.rule.id) {
            report(
                source.file.reader, at: source.file.place("rule"),
                zh: "规则名“\(source.rule.id)”已随改名让出，不能再用",
                en: "the id '\(source.rule.id)' was given up by a rename and stays unused")
        }
    }
}
