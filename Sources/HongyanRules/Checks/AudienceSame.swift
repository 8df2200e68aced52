import HongyanCore

/// Two named audiences of the same customers.
enum AudienceSame: Check {
    static let page = CheckPage(
        id: "audience/same", severity: .warning,
        title: .init(zh: "两个命名人群不应相同", en: "two named audiences differ"),
        why: .init(
            zh: """
                两个名字选中的客户完全相同，日后改了一个会忘了另一个。\
                请留一个；若本应不同，请检查数值。
                """,
            en: """
                The two names select the very same customers, and some day one of them is changed \
                and the other forgotten. Keep one; if they should differ, look at their values.
                """),
        bad: "audiences: {vips: \"tier = gold\", golds: \"tier in [gold]\"}",
        good: "audiences: {golds: \"tier = gold\"}")

    static func run(_ context: CheckContext) {
        let sites = context.survey.audiences.filter { !$0.isName && $0.truth == .maybe }
        let reads = sites.map { Reads($0.condition) }
        for (index, site) in sites.enumerated() {
            let truth = site.proofs
            let earlier = sites.indices.prefix(index).first { other in
                reads[other] == reads[index]
                    && truth.implies([site.condition], sites[other].condition)
                    && truth.implies([sites[other].condition], site.condition)
            }.map { sites[$0] }
            guard let earlier else { continue }
            report(
                site.reader, at: site.placed.place, zh: "\(site.words.zh)与\(earlier.words.zh)完全相同",
                en: "\(site.words.en) and \(earlier.words.en) are the same")
        }
    }
}

/// What a condition looks at: where that differs, the proof is hardly possible and is saved.
private struct Reads: Equatable {
    let tags: Set<TagName>
    let events: Set<EventKind>
    init(_ condition: Condition) {
        tags = Set(condition.tagNames)
        events = Set(condition.aggregates.map(\.event))
    }
}
