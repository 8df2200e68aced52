import HongyanCore

/// One keyword that two rules wait for.
enum ReplySharedKeyword: Check {
    static let page = CheckPage(
        id: "reply/shared-keyword", severity: .warning,
        title: .init(zh: "一个关键词只归一条规则", en: "a keyword belongs to one rule"),
        why: .init(
            zh: """
                全角半角、大小写和标点不同的关键词是同一个。两条规则等同一个关键词，客户回一次，\
                就收到两条短信。
                """,
            en: """
                Keywords that differ in width, case or punctuation only are the same. When two \
                rules wait for one, the customer answers once and gets two messages.
                """),
        bad: "# a.yaml\ntrigger: {reply: [a1]}\n# b.yaml\ntrigger: {reply: [Ａ１]}",
        good: "# b.yaml\ntrigger: {reply: [B1]}")

    /// Every keyword is compared with so many before it.
    static let mostCompared = 500

    static func run(_ context: CheckContext) {
        var owners: [(keyword: String, rule: CompiledRule)] = []
        for source in context.rules where source.rule.isEnabled {
            guard case .reply(let reply) = source.rule.trigger else { continue }
            for keyword in reply.keywords {
                let owner = owners.prefix(mostCompared).first {
                    ReplyClassifier.matches(keyword: $0.keyword, in: keyword)
                        && !Selection.areDisjoint($0.rule.audience, source.rule.audience)
                }
                guard let owner else {
                    owners.append((keyword, source.rule))
                    continue
                }
                report(
                    source.file.reader, at: source.file.place("trigger", "reply"),
                    zh: "关键词“\(keyword)”已归“\(owner.rule.id)”",
                    en: "the keyword '\(keyword)' is waited for by '\(owner.rule.id)' already")
            }
        }
    }
}
