import HongyanCore

/// A named audience that everybody belongs to.
enum AudienceAlways: Check {
    static let page = CheckPage(
        id: "audience/always", severity: .warning,
        title: .init(zh: "命名人群应当能排除一些客户", en: "a named audience leaves somebody out"),
        why: .init(
            zh: """
                这个人群总是包含全体客户，用到它的规则会发给所有人。\
                若本意就是全体，请写 true。
                """,
            en: """
                Everybody always belongs to the audience, and the rules that ask for it reach \
                everybody. If that is meant, write 'true'.
                """),
        bad: "audiences: {active: \"orders_365d >= 0\"}",
        good: "audiences: {active: \"orders_365d >= 1\"}")

    static func run(_ context: CheckContext) {
        for site in context.survey.audiences where !site.isName && !site.isPlainTrue {
            guard site.truth == .always else { continue }
            report(
                site.reader, at: site.placed.place, zh: "\(site.words.zh)总是成立，没有排除任何人",
                en: "\(site.words.en) always holds and leaves nobody out")
        }
    }
}
