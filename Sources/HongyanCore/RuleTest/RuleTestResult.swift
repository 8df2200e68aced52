/// What came of one case.
public struct RuleTestResult: Sendable {
    public enum Verdict: Hashable, Sendable {
        case passed
        case failed
        /// It fails, as its `todo` says.
        case knownGap(String)
        /// It has a `todo` and passes.
        case gapClosed(String)

        /// Nothing a person must look at.
        public var isGood: Bool {
            switch self {
            case .passed, .knownGap: true
            case .failed, .gapClosed: false
            }
        }
    }

    /// One line of the comparison, in order of time.
    public enum Line: Hashable, Sendable {
        case agreed(RuleTestActual)
        case missing(RuleTestExpectation)
        case unexpected(RuleTestActual)
        /// A receipt that came before anything had been handed over to the customer.
        case pointless(customer: String, at: Timestamp)
    }

    public let path: String
    public let rule: RuleID
    public let test: RuleTestCase
    public let verdict: Verdict
    public let lines: [Line]
    /// For the customers of missing and unexpected lines, ascending by time.
    public let trails: [RuleTestTrail]
    public let coverage: RuleTestCoverage

    public init(
        path: String, rule: RuleID, test: RuleTestCase, verdict: Verdict, lines: [Line],
        trails: [RuleTestTrail], coverage: RuleTestCoverage
    ) {
        self.path = path
        self.rule = rule
        self.test = test
        self.verdict = verdict
        self.lines = lines
        self.trails = trails
        self.coverage = coverage
    }
}

/// One decision that was made in a case.
public struct RuleTestActual: Hashable, Sendable {
    public let customer: String
    public let decision: Decision
    /// A message that was cleared and then withdrawn before it left: why.
    public let withdrawn: Reason?
    public init(customer: String, decision: Decision, withdrawn: Reason? = nil) {
        self.customer = customer
        self.decision = decision
        self.withdrawn = withdrawn
    }
    public var at: Timestamp { decision.at }
    public var rule: RuleID { decision.occurrence.rule }
}

/// What was looked at when one customer stood before one rule.
public struct RuleTestTrail: Hashable, Sendable {
    public enum Stage: Hashable, Sendable {
        /// Nothing of the customer ever made the rule fire.
        case noOccurrence
        /// What the trigger asks of the event, the signal or the customer.
        case trigger([ConditionTrace])
        /// An event started a timer that ran until `due`, or what ended it before.
        case timer(EventKind, key: String?, due: Timestamp, TimerEnd)
        /// It fired; whether the customer belongs to the audience.
        case audience([ConditionTrace], key: String, due: Timestamp)
        /// All gates were asked.
        case decision(Decision, TriggerState)
    }
    /// How the timer of an absence ended.
    public enum TimerEnd: Hashable, Sendable {
        case ran
        /// The event that the rule must not see came.
        case cancelled(EventKind, at: Timestamp)
        /// A later event of the same key started it anew.
        case restarted(at: Timestamp)
    }

    public let at: Timestamp
    public let customer: String
    public let rule: RuleID
    public let stage: Stage
    public init(at: Timestamp, customer: String, rule: RuleID, stage: Stage) {
        self.at = at
        self.customer = customer
        self.rule = rule
        self.stage = stage
    }
}

/// Which outcomes of conditions, which gates and which variants cases have seen.
public struct RuleTestCoverage: Hashable, Sendable {
    /// Where a condition stands.
    public enum Subject: Hashable, Comparable, Sendable {
        case audience(RuleID)
        /// `where`, `when` or `enters`.
        case trigger(RuleID)
        /// The audience of a cap, by name.
        case cap(String)
    }

    /// One node of a condition, by its place in ``Condition/trace(for:depth:)``.
    public struct Node: Hashable, Sendable {
        public let subject: Subject
        public let index: Int
        public init(subject: Subject, index: Int) {
            self.subject = subject
            self.index = index
        }
    }

    public private(set) var seenTrue: Set<Node> = []
    public private(set) var seenFalse: Set<Node> = []
    /// Gates that held or dropped something, by rule.
    public private(set) var gates: [RuleID: Set<GateID>] = [:]
    /// Templates that were sent, by rule.
    public private(set) var templates: [RuleID: Set<TemplateID>] = [:]

    public init() {}

    public mutating func note(_ traces: [ConditionTrace], of subject: Subject) {
        for (index, trace) in traces.enumerated() {
            let node = Node(subject: subject, index: index)
            if trace.isTrue { seenTrue.insert(node) } else { seenFalse.insert(node) }
        }
    }

    public mutating func note(_ decision: Decision) {
        let rule = decision.occurrence.rule
        if let message = decision.message { templates[rule, default: []].insert(message.template) }
        let gate = decision.verdicts.first {
            $0.outcome != .pass && $0.reason == decision.reason
        }
        if let gate { gates[rule, default: []].insert(gate.gate) }
    }

    public mutating func formUnion(_ other: RuleTestCoverage) {
        seenTrue.formUnion(other.seenTrue)
        seenFalse.formUnion(other.seenFalse)
        gates.merge(other.gates) { $0.union($1) }
        templates.merge(other.templates) { $0.union($1) }
    }
}
