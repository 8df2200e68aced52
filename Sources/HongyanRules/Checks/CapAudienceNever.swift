import HongyanCore

/// A cap that binds nobody.
enum CapAudienceNever: Check {
    static let page = CheckPage(
        id: "cap/audience-never", severity: .warning,
        title: .init(zh: "频控应当约束某些客户", en: "a cap binds somebody"),
        why: .init(
            zh: "没有客户属于这条频控的人群，所以它不起作用：本想少打扰的客户会收到更多短信。",
            en: """
                No customer belongs to the cap's audience, so it has no effect: those who should \
                be left in peace get more messages than was meant.
                """),
        bad: "caps: {young: {count: \"1 per 7d\", audience: registered_at within 0d}}",
        good: "caps: {young: {count: \"1 per 7d\", audience: registered_at within 30d}}")

    static func run(_ context: CheckContext) {
        for site in context.survey.caps where !site.isName {
            guard site.truth == .never else { continue }
            report(
                site.reader, at: site.placed.place, zh: "\(site.words.zh)永远不成立，频控不起作用",
                en: "\(site.words.en) never holds, so it binds nobody",
                notes: ConditionNever.reasons(site.placed, site.proofs))
        }
    }
}
