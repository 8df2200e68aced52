import HongyanCore

/// A `was` that names an id nobody ever had.
enum RuleWasUnknown: Check {
    static let page = CheckPage(
        id: "rule/was-unknown", severity: .warning,
        title: .init(zh: "was 写有过的规则名", en: "'was' names ids that were in use"),
        why: .init(
            zh: "这个名字从没用过：没有历史可接，真正的旧规则的历史却丢了。多半是拼写错误。",
            en: """
                Nobody ever had that id, so there is nothing to take over, and the history of the \
                rule that was meant is lost. Mostly a misspelling.
                """),
        bad: "was: [cart-abandonned]", good: "was: [cart-abandoned]",
        hasFixIt: true)

    static let needsHistory = true

    static func run(_ context: CheckContext) {
        guard let history = context.history else { return }
        let earlier = history.previous?.rules.flatMap { [$0.id] + $0.was } ?? []
        let used = history.usedRules.union(history.tombstones).union(earlier)
        guard !used.isEmpty else { return }
        let current = Set(context.book.rules.map(\.id))
        let free = used.filter { !current.contains($0) }.sorted().map(\.rawValue)
        for source in context.rules {
            for (index, id) in source.rule.was.enumerated() where !used.contains(id) {
                guard case .sequence(let items) = source.file.node("was")?.content,
                    items.indices.contains(index)
                else { continue }
                let place = items[index].range
                report(
                    source.file.reader, at: place, zh: "没有过名叫“\(id)”的规则",
                    en: "no rule was ever called '\(id)'",
                    fix: NearestName.of(id.rawValue, among: free).map { (place, $0) })
            }
        }
    }
}
