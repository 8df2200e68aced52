import HongyanCore

/// A named audience that nobody can belong to.
enum AudienceNever: Check {
    static let page = CheckPage(
        id: "audience/never", severity: .warning,
        title: .init(zh: "命名人群应当有人满足", en: "somebody can belong to a named audience"),
        why: .init(
            zh: "这个人群对任何客户、在任何时刻都不成立，用到它的规则不会发送短信。",
            en: """
                Nobody can belong to the audience at any time, and the rules that ask for it never \
                send.
                """),
        bad: "audiences: {rich: \"spend_365d > 5000 and spend_365d < 1000\"}",
        good: "audiences: {rich: \"spend_365d > 5000\"}")

    static func run(_ context: CheckContext) {
        for site in context.survey.audiences where !site.isName {
            guard site.truth == .never,
                !ConditionBetweenReversed.explains(
                    site.placed, site.proofs, context.survey.truth)
            else { continue }
            report(
                site.reader, at: site.placed.place, zh: "\(site.words.zh)永远不成立",
                en: "\(site.words.en) never holds",
                notes: ConditionNever.reasons(site.placed, site.proofs))
        }
    }
}
