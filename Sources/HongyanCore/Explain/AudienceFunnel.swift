/// How many of all customers a rule could write to at a moment, narrowed step by step.
public struct AudienceFunnel: Hashable, Sendable {
    public enum Stage: Hashable, Sendable {
        case customers
        /// A part of the audience, in the rule language.
        case audience(String)
        /// All that pass one gate; for caps and control groups one after the other.
        case gate(GateID)
    }
    public struct Step: Hashable, Sendable {
        public let stage: Stage
        /// Customers that are left after it.
        public let count: Int
        /// Of those that were left before it, why they went: ascending by reason code.
        public let reasons: [RunReport.ReasonCount]
        public init(stage: Stage, count: Int, reasons: [RunReport.ReasonCount] = []) {
            self.stage = stage
            self.count = count
            self.reasons = reasons
        }
    }
    public let rule: RuleID
    public let title: String
    public let at: Timestamp
    public let zone: Zone
    public let book: Digest
    public let steps: [Step]

    public init(
        rule: RuleID, title: String, at: Timestamp, zone: Zone, book: Digest, steps: [Step]
    ) {
        self.rule = rule
        self.title = title
        self.at = at
        self.zone = zone
        self.book = book
        self.steps = steps
    }
}

/// Counts a funnel page by page with the engine's own gates.
public struct FunnelCounter: Sendable {
    /// Who they are, whether they may be written to, whom the rule means, how often: not whether it
    /// is the time of day for it.
    private static let order: [GateID] = [
        .recipient, .shared, .optout, .consent, .trigger, .holdout, .rollout, .route, .template,
        .signature, .text, .optoutWords, .parts, .once, .cap,
    ]

    private let context: GateContext
    private let gates: [GateID]
    /// The audience's parts: of an `and` each of its own, else the whole.
    public let parts: [Condition]
    private var total = 0
    private var left: [Int]
    private var lost: [[String: Int]]
    private var partsLeft: [Int]
    private let fields: [FieldDefinition]

    public init(_ rule: CompiledRule, book: RuleBook, at now: Timestamp) {
        context = GateContext(rule: rule, book: book, now: now)
        let asked = GateTable.gates(for: rule.purpose)
        gates = Self.order.filter { asked.contains($0) }
        parts =
            switch rule.audience {
            case .constant(true): []
            case .all(let parts): parts
            default: [rule.audience]
            }
        left = Array(repeating: 0, count: gates.count)
        lost = Array(repeating: [:], count: gates.count)
        partsLeft = Array(repeating: 0, count: parts.count)
        fields = rule.trigger.fields(in: book.tags)
    }

    /// Takes in one customer.
    /// - Parameters:
    ///   - facts: As if the rule fell due for them now.
    ///   - metParts: How many of the first ``parts`` in a row they meet.
    public mutating func count(_ facts: Facts, metParts: Int) {
        total += 1
        let verdicts = GateChain.ask(facts.imagined(fields: fields), context).verdicts
        for (index, gate) in gates.enumerated() {
            if gate == .trigger {
                for part in 0..<metParts { partsLeft[part] += 1 }
                if metParts < parts.count { return }
                left[index] += 1
                continue
            }
            let refusal = verdicts.first { verdict in
                guard verdict.gate == gate else { return false }
                return verdict.outcome == .drop
            }
            if let refusal {
                lost[index][refusal.reason?.code ?? gate.rawValue, default: 0] += 1
                return
            }
            left[index] += 1
        }
    }

    public func funnel() -> AudienceFunnel {
        var steps = [AudienceFunnel.Step(stage: .customers, count: total)]
        for (index, gate) in gates.enumerated() {
            if gate == .trigger {
                for (part, condition) in parts.enumerated() {
                    steps.append(
                        AudienceFunnel.Step(
                            stage: .audience(condition.description), count: partsLeft[part]))
                }
                continue
            }
            let reasons = lost[index].sorted { $0.key < $1.key }
                .map { RunReport.ReasonCount(reason: $0.key, count: $0.value) }
            steps.append(
                AudienceFunnel.Step(stage: .gate(gate), count: left[index], reasons: reasons))
        }
        return AudienceFunnel(
            rule: context.rule.id, title: context.rule.title, at: context.now,
            zone: context.zone, book: context.book.hash, steps: steps)
    }
}
