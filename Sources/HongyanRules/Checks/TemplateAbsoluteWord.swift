import HongyanCore

/// The words that the advertising law forbids by name.
///
/// 广告法 9(3): 国家级, 最高级, 最佳 and the like; 57: a fine of ¥200,000 to 1,000,000. Tips for
/// use (最佳食用期) are exempt (广告绝对化用语执法指南 6).
enum TemplateAbsoluteWord: Check {
    static let page = CheckPage(
        id: "template/absolute-word", severity: .warning,
        title: .init(
            zh: "营销正文不用绝对化用语", en: "a marketing body has no absolute words"),
        why: .init(
            zh: """
                广告法第九条点名禁止“国家级”“最高级”“最佳”，违者罚 20 万到 100 万元。\
                请换一个说法；确属豁免的，写明理由后放行。
                """,
            en: """
                Article 9 of the advertising law forbids 国家级, 最高级 and 最佳 by name, with \
                fines of 200,000 yuan and more. Say it in another way; where it is exempt, allow \
                it with the reason.
                """),
        bad: "text: \"全城最佳口味\"", good: "text: \"街坊都说好吃\"")

    private static let words = ["国家级", "最高级", "最佳"]
    /// Tips for use, which are exempt.
    private static let exempt = ["最佳食用", "最佳饮用", "最佳赏味", "最佳使用", "最佳观赏"]

    static func run(_ context: CheckContext) {
        for body in context.bodies where body.template.purpose == .marketing {
            let allowed = exempt.flatMap { body.ranges(of: $0) }
            for word in words {
                let range = body.ranges(of: word).first { range in
                    !allowed.contains { $0.lowerBound == range.lowerBound }
                }
                guard let range else { continue }
                report(
                    body.reader, at: body.place(range), zh: "广告法点名禁止“\(word)”",
                    en: "the advertising law forbids '\(word)' by name")
            }
        }
    }
}
