import HongyanCore

/// A condition of a rule that everybody meets.
enum ConditionAlways: Check {
    static let page = CheckPage(
        id: "condition/always", severity: .warning,
        title: .init(zh: "规则的条件应当能排除一些客户", en: "a condition leaves somebody out"),
        why: .init(
            zh: """
                这个条件对任何客户、在任何时刻都成立，等于没有写：人群是全体客户，\
                短信可能发得过多。若本意就是全体，请删去它或写 true。
                """,
            en: """
                The condition holds for every customer at any time, as if it were not written: \
                the audience is everybody, and far more may be sent than was meant. If everybody \
                is meant, leave it out or write 'true'.
                """),
        bad: "audience: orders_90d >= 0", good: "audience: orders_90d >= 1")

    static func run(_ context: CheckContext) {
        for site in context.survey.ofRules where !site.isName && !site.isPlainTrue {
            guard site.truth == .always else { continue }
            if case .enters = site.role {
                report(
                    site.reader, at: site.placed.place, zh: "所有客户始终满足，没有人会“进入”，规则不会触发",
                    en: "everybody always matches, so nobody ever enters")
            } else {
                report(
                    site.reader, at: site.placed.place, zh: "\(site.words.zh)总是成立，没有排除任何人",
                    en: "\(site.words.en) always holds and leaves nobody out")
            }
        }
    }
}
