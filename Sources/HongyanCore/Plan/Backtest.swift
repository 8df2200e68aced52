/// What customers did after a rule would have reached them, by what became of their occurrence.
/// Observational: it tells what went together, not what the message did.
public struct Backtest: Hashable, Sendable {
    public let rule: RuleID
    public let title: String
    public let goal: Goal
    public let from: Timestamp
    public let through: Timestamp
    public let zone: Zone
    public let book: Digest
    /// Of the rule in these days, outside its audience too.
    public let occurrences: Int
    /// Customers with an occurrence whose goal window had not ended; they are in no group.
    public let undecidedCustomers: Int
    /// Messages of the rule that really left in these days, before it was played again.
    public let reallySent: Int
    /// By what became of them in the end: sent first, then kept out by chance, then the others:
    /// most first, then by name.
    public let groups: [Group]
    /// By the first decision alone, the only fair ground for a comparison: who orders while a
    /// message waits for its window is no longer among those sent.
    public let letThrough: Arm
    public let keptOut: Arm
    public let turnedAway: Arm

    /// Customers and those of them who reached the goal.
    public struct Arm: Hashable, Sendable {
        public private(set) var customers = 0
        public private(set) var reached = 0
        public init() {}
        mutating func count(_ isReached: Bool) {
            customers += 1
            if isReached { reached += 1 }
        }
    }

    /// Each customer counts once, by the first occurrence.
    public struct Group: Hashable, Sendable {
        public let kind: Kind
        public let customers: Int
        /// Of them, those who reached the goal.
        public let reached: Int
        public init(kind: Kind, customers: Int, reached: Int) {
            self.kind = kind
            self.customers = customers
            self.reached = reached
        }
    }

    public enum Kind: Hashable, Sendable {
        case sent
        /// Holdout or rollout alone kept the message back: the same kind of customers.
        case keptOutByChance
        /// A gate dropped it, by its reason.
        case dropped(String)
        /// Still waiting at the end, by the hold's reason.
        case held(String)
        case outsideAudience

        /// The customer had acted before anything could leave: the outcome is in the reason.
        var isOwnAct: Bool {
            if case .dropped(let code) = self {
                code.utf8.starts(with: "trigger.".utf8)
            } else {
                false
            }
        }
    }

    /// What those let through at the first decision are held against: those whom chance alone kept
    /// out, where there are any; else those whom gates turned away. nil when there is nobody on one
    /// side.
    public var comparison: (arm: Arm, isByChance: Bool)? {
        guard letThrough.customers > 0 else { return nil }
        if keptOut.customers > 0 { return (keptOut, true) }
        return turnedAway.customers > 0 ? (turnedAway, false) : nil
    }
}

extension Backtest {
    /// A span of time after which a goal is asked.
    public typealias GoalSpan = (row: Int64, after: Timestamp, through: Timestamp)

    /// How to ask the store in which the rule was played again.
    public struct Source {
        public let outcomes: PlanComparison.OutcomePages
        /// Whether the goal's event came, span by span.
        public let reached: ([GoalSpan]) throws(StoreError) -> [Bool]
        /// The gates that refused at the first decision, outcome by outcome.
        public let refusals: ([OccurrenceOutcome]) throws(StoreError) -> [[GateID]]
        public init(
            outcomes: @escaping PlanComparison.OutcomePages,
            reached: @escaping ([GoalSpan]) throws(StoreError) -> [Bool],
            refusals: @escaping ([OccurrenceOutcome]) throws(StoreError) -> [[GateID]]
        ) {
            self.outcomes = outcomes
            self.reached = reached
            self.refusals = refusals
        }
    }

    /// The book in which a rule is played again: the rule enabled, and beside it a shadow that
    /// takes down who was outside the audience. The shadow never sends, so it takes nothing from
    /// anybody.
    public static func book(_ book: RuleBook, for rule: CompiledRule) -> RuleBook {
        var rules = book.rules.filter { $0.id != rule.id }
        rules.append(rule.played(as: rule.id, audience: rule.audience, isShadow: false))
        if rule.audience != .constant(true) {
            rules.append(
                rule.played(as: shadow(of: rule.id), audience: .not(rule.audience), isShadow: true))
        }
        return RuleBook(
            hash: book.hash, workspace: book.workspace, tags: book.tags, policy: book.policy,
            templates: book.templates, rules: rules)
    }

    /// No file can name a rule so.
    static func shadow(of rule: RuleID) -> RuleID { RuleID("\(rule) outside") }

    /// Counts the outcomes of a run over `(from, through]`.
    public static func evaluate(
        _ rule: CompiledRule, goal: Goal, book: RuleBook, from: Timestamp, through: Timestamp,
        reallySent: Int, source: Source
    ) throws(StoreError) -> Backtest {
        var tally = BacktestTally(rule: rule.id, goal: goal, through: through)
        var position: OccurrenceOutcome.Position?
        while true {
            let page = try source.outcomes(
                [rule.id, shadow(of: rule.id)], position, PlanComparison.pageSize)
            for outcome in page { tally.take(outcome) }
            if page.count < PlanComparison.pageSize { tally.finish() }
            try tally.settle(source)
            guard page.count == PlanComparison.pageSize else { break }
            position = page.last?.position
        }
        return Backtest(
            rule: rule.id, title: rule.title, goal: goal, from: from, through: through,
            zone: book.workspace.zone, book: book.hash, occurrences: tally.occurrences,
            undecidedCustomers: tally.undecided, reallySent: reallySent, groups: tally.groups(),
            letThrough: tally.letThrough, keptOut: tally.keptOut, turnedAway: tally.turnedAway)
    }
}

extension CompiledRule {
    fileprivate func played(
        as id: RuleID, audience: Condition, isShadow: Bool
    ) -> CompiledRule {
        CompiledRule(
            id: id, title: title, purpose: purpose, trigger: trigger,
            triggerFingerprint: triggerFingerprint, audience: audience, once: once,
            priority: priority, window: window, closed: closed, late: late,
            limit: isShadow ? nil : limit, pacePerDay: isShadow ? nil : pacePerDay,
            rolloutBuckets: isShadow ? 0 : rolloutBuckets,
            holdoutBuckets: isShadow ? 0 : holdoutBuckets, message: message, goal: goal,
            was: isShadow ? [] : was, isEnabled: true, asksConsent: asksConsent,
            budget: isShadow ? nil : budget)
    }
}

/// Picks each customer's first occurrence and counts what became of it.
private struct BacktestTally {
    private let rule: RuleID
    private let goal: Goal
    private let through: Timestamp
    private var first: OccurrenceOutcome?
    private var chosen: [OccurrenceOutcome] = []
    private var counts: [Backtest.Kind: (customers: Int, reached: Int)] = [:]
    private(set) var occurrences = 0
    private(set) var undecided = 0
    private(set) var letThrough = Backtest.Arm()
    private(set) var keptOut = Backtest.Arm()
    private(set) var turnedAway = Backtest.Arm()

    init(rule: RuleID, goal: Goal, through: Timestamp) {
        self.rule = rule
        self.goal = goal
        self.through = through
    }

    /// Outcomes come customer by customer.
    mutating func take(_ outcome: OccurrenceOutcome) {
        occurrences += 1
        guard let known = first, known.position.row == outcome.position.row else {
            finish()
            first = outcome
            return
        }
        if (outcome.due, outcome.position) < (known.due, known.position) { first = outcome }
    }

    mutating func finish() {
        if let first { chosen.append(first) }
        first = nil
    }

    /// Asks what became of those chosen so far. The goal's time runs from the first decision, for
    /// all alike.
    mutating func settle(_ source: Backtest.Source) throws(StoreError) {
        var asked: [OccurrenceOutcome] = []
        var spans: [Backtest.GoalSpan] = []
        for outcome in chosen {
            let start = outcome.firstDecidedAt
            guard start + goal.within <= through else {
                undecided += 1
                continue
            }
            asked.append(outcome)
            spans.append((outcome.position.row, start, start + goal.within))
        }
        chosen = []
        let reached = try source.reached(spans)
        let refusals = try source.refusals(asked)
        for (index, outcome) in asked.enumerated() {
            let kind = kind(of: outcome, refusals[index])
            let count = counts[kind] ?? (0, 0)
            counts[kind] = (count.customers + 1, count.reached + (reached[index] ? 1 : 0))
            guard outcome.rule == rule else { continue }
            switch refusals[index] {
            case []: letThrough.count(reached[index])
            case let gates where gates.isByChanceAlone: keptOut.count(reached[index])
            // The customer's own act is in this refusal.
            case let gates where gates.contains(.trigger): break
            default: turnedAway.count(reached[index])
            }
        }
    }

    private func kind(of outcome: OccurrenceOutcome, _ refusals: [GateID]) -> Backtest.Kind {
        guard outcome.rule == rule else { return .outsideAudience }
        switch outcome.end {
        case .sent: return .sent
        case .held(_, let reason): return .held(reason.code)
        case .dropped(let reason):
            return refusals.isByChanceAlone ? .keptOutByChance : .dropped(reason.code)
        }
    }

    func groups() -> [Backtest.Group] {
        counts.map { kind, count in
            Backtest.Group(kind: kind, customers: count.customers, reached: count.reached)
        }.sorted {
            if $0.kind.rank != $1.kind.rank { return $0.kind.rank < $1.kind.rank }
            if $0.customers != $1.customers { return $0.customers > $1.customers }
            return $0.kind.code.utf8.lexicographicallyPrecedes($1.kind.code.utf8)
        }
    }
}

extension [GateID] {
    /// Draws by hash refused, and nothing else did.
    fileprivate var isByChanceAlone: Bool {
        !isEmpty && allSatisfy { $0 == .holdout || $0 == .rollout }
    }
}

extension Backtest.Kind {
    fileprivate var rank: Int {
        switch self {
        case .sent: 0
        case .keptOutByChance: 1
        case .dropped: isOwnAct ? 4 : 2
        case .held: 3
        case .outsideAudience: 5
        }
    }

    fileprivate var code: String {
        switch self {
        case .dropped(let code), .held(let code): code
        case .sent, .keptOutByChance, .outsideAudience: ""
        }
    }
}
