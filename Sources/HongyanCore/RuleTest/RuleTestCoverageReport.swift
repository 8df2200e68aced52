/// Where one node of a condition is written.
public struct RuleTestPlace: Hashable, Sendable {
    public let node: RuleTestCoverage.Node
    /// Relative to the workspace.
    public let file: String
    /// From 1, as is the column.
    public let line: Int
    public let column: Int
    /// As it is written.
    public let text: String
    public init(
        node: RuleTestCoverage.Node, file: String, line: Int, column: Int, text: String
    ) {
        self.node = node
        self.file = file
        self.line = line
        self.column = column
        self.text = text
    }
}

/// How much of each rule its tests have seen.
///
/// Counted are the outcomes of every node of a condition (true and false) and the variants of a
/// message. Gates are told, not counted: most of them belong to the policy and to the engine, whose
/// own tests look at them.
public struct RuleTestCoverageReport: Hashable, Sendable {
    public struct Gap: Hashable, Sendable {
        public let place: RuleTestPlace
        /// The outcome that was never seen.
        public let outcome: Bool
    }

    public struct Part: Hashable, Sendable {
        /// nil stands for the caps' audiences in the policy.
        public let rule: RuleID?
        public let seen: Int
        public let total: Int
        /// In the order of the places.
        public let gaps: [Gap]
        /// Variants with a weight that nobody got, in file order.
        public let unseenVariants: [TemplateID]
        /// Gates that held or dropped something, in the order in which they are asked.
        public let gates: [GateID]
        /// Gates of the rule's purpose that never did.
        public let unseenGates: [GateID]

        /// Whole, rounded down; 100 where there is nothing to see.
        public var percent: Int { total == 0 ? 100 : seen * 100 / total }
    }

    /// Rules in order of their ids, then the policy where its caps have audiences.
    public let parts: [Part]

    /// Of the worst part; 100 without parts.
    public var leastPercent: Int { parts.map(\.percent).min() ?? 100 }

    /// - Parameter rules: Whose coverage is asked for.
    public init(
        book: RuleBook, places: [RuleTestPlace], coverage: RuleTestCoverage, rules: [RuleID],
        withPolicy: Bool
    ) {
        var parts = rules.sorted().compactMap { id -> Part? in
            guard let rule = book.rule(id) else { return nil }
            let own = places.filter {
                $0.node.subject == .audience(id) || $0.node.subject == .trigger(id)
            }
            return Part(rule, own, coverage)
        }
        let caps = places.filter {
            if case .cap = $0.node.subject { true } else { false }
        }
        if withPolicy, !caps.isEmpty { parts.append(Part(nil, caps, coverage)) }
        self.parts = parts
    }
}

extension RuleTestCoverageReport.Part {
    fileprivate init(
        _ rule: CompiledRule?, _ places: [RuleTestPlace], _ coverage: RuleTestCoverage
    ) {
        self.rule = rule?.id
        gaps = places.flatMap { place -> [RuleTestCoverageReport.Gap] in
            var gaps: [RuleTestCoverageReport.Gap] = []
            if !coverage.seenTrue.contains(place.node) {
                gaps.append(.init(place: place, outcome: true))
            }
            if !coverage.seenFalse.contains(place.node) {
                gaps.append(.init(place: place, outcome: false))
            }
            return gaps
        }
        let variants = rule?.message.variants.filter { $0.weight > 0 }.map(\.template) ?? []
        let counted = variants.count > 1 ? variants : []
        let sent = rule.flatMap { coverage.templates[$0.id] } ?? []
        unseenVariants = counted.filter { !sent.contains($0) }
        total = places.count * 2 + counted.count
        seen = total - gaps.count - unseenVariants.count
        let decided = rule.flatMap { coverage.gates[$0.id] } ?? []
        let asked = rule.map { GateTable.gates(for: $0.purpose) } ?? []
        gates = asked.filter { decided.contains($0) }
        unseenGates = asked.filter { !decided.contains($0) }
    }
}
