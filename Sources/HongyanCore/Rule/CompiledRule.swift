/// One checked rule: every name resolved, every default of the policy filled in.
public struct CompiledRule: Hashable, Sendable, Identifiable {
    public let id: RuleID
    public let title: String
    public let purpose: Purpose
    public let trigger: Trigger
    /// What the trigger means, hashed over its canonical text: a change of it moves `activeFrom`.
    public let triggerFingerprint: Digest
    /// `.constant(true)` when the rule names none.
    public let audience: Condition
    public let once: Once?
    /// 0–100; the greater clears first.
    public let priority: Int
    /// When it may be sent; nil means at any time (service, verification, emergency only).
    public let window: Window?
    public let closed: Closed
    /// Skip what is first decided later than due + this; nil never skips.
    public let late: Span?
    public let limit: Limit?
    /// At most so many a local day; the rest waits for later days.
    public let pacePerDay: Int?
    /// The most that the rule's messages may cost in a period; nil without such a bound.
    public let budget: Budget?
    /// Of 10,000 buckets: 10 % is 1,000. 10,000 when the rule names none.
    public let rolloutBuckets: Int
    /// Of 10,000 buckets, not sent to. 0 when the rule names none.
    public let holdoutBuckets: Int
    public let message: MessageChoice
    public let goal: Goal?
    /// Earlier ids of this rule, whose ledger, cursors and hashes it takes over.
    public let was: [RuleID]
    public let isEnabled: Bool
    /// The purpose whose consent the message asks for; nil for all others.
    public let asksConsent: Purpose?

    public init(
        id: RuleID, title: String, purpose: Purpose, trigger: Trigger, triggerFingerprint: Digest,
        audience: Condition = .constant(true), once: Once? = nil, priority: Int = 50,
        window: Window? = nil, closed: Closed = .drop, late: Span? = nil, limit: Limit? = nil,
        pacePerDay: Int? = nil, rolloutBuckets: Int = 10_000, holdoutBuckets: Int = 0,
        message: MessageChoice, goal: Goal? = nil, was: [RuleID] = [], isEnabled: Bool = true,
        asksConsent: Purpose? = nil, budget: Budget? = nil
    ) {
        self.asksConsent = asksConsent
        self.budget = budget
        self.id = id
        self.title = title
        self.purpose = purpose
        self.trigger = trigger
        self.triggerFingerprint = triggerFingerprint
        self.audience = audience
        self.once = once
        self.priority = priority
        self.window = window
        self.closed = closed
        self.late = late
        self.limit = limit
        self.pacePerDay = pacePerDay
        self.rolloutBuckets = rolloutBuckets
        self.holdoutBuckets = holdoutBuckets
        self.message = message
        self.goal = goal
        self.was = was
        self.isEnabled = isEnabled
    }

    /// Decided on arrival, off the one-minute grid: undelayed events and replies that are not
    /// marketing.
    public var isImmediate: Bool {
        guard purpose != .marketing else { return false }
        switch trigger {
        case .event(let event): return event.after == .zero
        case .reply: return true
        default: return false
        }
    }

    /// The same rule for another audience.
    public func reaching(_ audience: Condition) -> CompiledRule { copy(id, audience) }

    /// The same rule under another name: nothing in a ledger is its own.
    public func named(_ id: RuleID) -> CompiledRule { copy(id, audience) }

    private func copy(_ id: RuleID, _ audience: Condition) -> CompiledRule {
        CompiledRule(
            id: id, title: title, purpose: purpose, trigger: trigger,
            triggerFingerprint: triggerFingerprint, audience: audience, once: once,
            priority: priority, window: window, closed: closed, late: late, limit: limit,
            pacePerDay: pacePerDay, rolloutBuckets: rolloutBuckets, holdoutBuckets: holdoutBuckets,
            message: message, goal: goal, was: was, isEnabled: isEnabled,
            asksConsent: asksConsent, budget: budget)
    }

    /// The id that buckets are hashed over: the oldest, so that a rename moves nobody.
    public var stableID: RuleID { was.last ?? id }
}

/// Why a message is sent; decides which gates it meets.
public enum Purpose: String, Hashable, Sendable, CaseIterable {
    case marketing, service, verification, emergency
}

/// How often one customer may get one rule's message.
public enum Once: Hashable, Sendable {
    case perOccurrence
    /// `per 30d`: not within (t − span, t].
    case per(Span)
    /// `per year`: once in a calendar year of the workspace zone.
    case perYear
    case ever
}

/// What to do with an occurrence whose window is closed.
public enum Closed: Hashable, Sendable {
    case drop
    /// It may wait until due + this.
    case `defer`(Span)
}

/// A fuse: more than this in a period trips the rule until a person resumes it.
public struct Limit: Hashable, Sendable {
    public enum Period: String, Hashable, Sendable { case hour, day }
    public let count: Int
    public let period: Period
    public init(count: Int, period: Period) {
        self.count = count
        self.period = period
    }
}

/// One template, or weighted variants for an A/B test. Weights are whole numbers that add up to
/// more than 0.
public struct MessageChoice: Hashable, Sendable {
    public struct Variant: Hashable, Sendable {
        public let template: TemplateID
        public let weight: Int
        public init(template: TemplateID, weight: Int) {
            self.template = template
            self.weight = weight
        }
    }
    public let variants: [Variant]
    public init(variants: [Variant]) { self.variants = variants }
    public init(template: TemplateID) { variants = [Variant(template: template, weight: 1)] }
}

/// What the rule wants the customer to do.
public struct Goal: Hashable, Sendable {
    public let event: EventKind
    public let within: Span
    public init(event: EventKind, within: Span) {
        self.event = event
        self.within = within
    }
}
