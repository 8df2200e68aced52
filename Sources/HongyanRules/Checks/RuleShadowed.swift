import HongyanCore

/// A rule that falls due with others and finds each cap slot taken by them.
enum RuleShadowed: Check {
    static let page = CheckPage(
        id: "rule/shadowed", severity: .warning,
        title: .init(
            zh: "同时触发的规则都有名额可用",
            en: "rules that fall due together find room under the caps"),
        why: .init(
            zh: """
                两条规则触发相同，前一条先拿走频控的最后一个名额，后一条就只剩前一条发不出的客户。\
                请改触发或人群，或合成一条规则的 A/B 变体。
                """,
            en: """
                Two rules fall due together, and the one that is decided first takes the last slot \
                of a cap: the other reaches only those whom the first could not. Change its \
                trigger or audience, or make the two one rule with variants.
                """),
        bad: "# caps: {day: \"1 per day\"}\n# a.yaml and b.yaml\ntrigger: {event: cart.updated}",
        good: "# b.yaml\ntrigger: {event: cart.updated, after: 2d}")

    static func run(_ context: CheckContext) {
        let caps = context.book.policy.caps.filter {
            $0.count > 0 && $0.audience == .constant(true) && $0.season == nil
        }
        // In the order of decision.
        let rules = context.book.rules.filter(\.isEnabled)
        let places = Dictionary(
            rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let alike = Dictionary(grouping: rules, by: \.triggerFingerprint)
        for source in context.rules where source.rule.isEnabled && source.rule.meets(.cap) {
            guard let place = places[source.rule.id],
                let others = alike[source.rule.triggerFingerprint], others.count > 1
            else { continue }
            let tight = caps.filter { $0.purposes.contains(source.rule.purpose) }.map(\.count).min()
            guard let tight else { continue }
            // As many as the tightest cap has slots are enough.
            var earlier: [CompiledRule] = []
            for other in others.prefix(Selection.mostCompared) where earlier.count < tight {
                guard places[other.id].map({ $0 < place }) == true else { break }
                if takesSlot(before: source.rule, other) { earlier.append(other) }
            }
            guard earlier.count == tight, let first = earlier.first,
                let cap = caps.first(where: {
                    $0.purposes.contains(source.rule.purpose) && $0.count == tight
                })
            else { continue }
            report(
                source.file.reader, at: source.file.place("trigger"),
                zh: "“\(first.id)”先决定，拿走频控“\(cap.name)”的名额，这条几乎发不出去",
                en: "'\(first.id)' decides first and takes the slot of the cap '\(cap.name)'")
        }
    }

    /// Whether an earlier rule surely wants a slot whenever the later one does.
    private static func takesSlot(before rule: CompiledRule, _ first: CompiledRule) -> Bool {
        first.purpose == rule.purpose && first.triggerFingerprint == rule.triggerFingerprint
            && first.rolloutBuckets == 10_000 && first.holdoutBuckets == 0
            && (first.once ?? .perOccurrence) == .perOccurrence
            && first.window == rule.window && first.closed == rule.closed
            && first.late == rule.late && first.pacePerDay == rule.pacePerDay
            && Selection.isAsWide(first.audience, as: rule.audience)
            && !RuleTwin.areTwins(first, rule)
    }
}
