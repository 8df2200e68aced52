/// `rules/<goal>.test.yaml`, checked: the cases of one rule.
public struct RuleTestFile: Hashable, Sendable {
    /// Relative to the workspace.
    public let path: String
    public let rule: RuleID
    /// In file order.
    public let cases: [RuleTestCase]
    public init(path: String, rule: RuleID, cases: [RuleTestCase]) {
        self.path = path
        self.rule = rule
        self.cases = cases
    }
}

/// One case: customers, what happens to them, and every decision that must come of it.
public struct RuleTestCase: Hashable, Sendable {
    public let name: String
    /// Of its name in the file, from 1.
    public let line: Int
    /// The virtual clock starts here; what the timeline puts before is the past.
    public let now: Timestamp
    /// The virtual clock ends here, this moment included.
    public let until: Timestamp
    /// The tested rule first, then those that take part besides, in file order.
    public let rules: [RuleID]
    /// Rules whose decisions are compared, the tested one first; all of them are among ``rules``.
    public let compared: [RuleID]
    /// Templates that have come less far than approved and filed, by name.
    public let templates: [TemplateID: TemplateState]
    /// Those of the file, then the case's own.
    public let customers: [RuleTestCustomer]
    /// Ascending by time; entries of one moment in file order.
    public let timeline: [RuleTestMoment]
    /// In file order.
    public let expected: [RuleTestExpectation]
    /// Why the case is known to fail; nil for those that must hold.
    public let todo: String?

    /// How far a template of a case has come.
    public enum TemplateState: String, Hashable, Sendable, CaseIterable {
        case draft, review, rejected
        /// Handed in to the carriers, whose answer has not come; of use where a channel asks for
        /// it.
        case filing
        case suspended, approved
    }

    public init(
        name: String, line: Int, now: Timestamp, until: Timestamp, rules: [RuleID],
        compared: [RuleID], templates: [TemplateID: TemplateState] = [:],
        customers: [RuleTestCustomer], timeline: [RuleTestMoment],
        expected: [RuleTestExpectation], todo: String?
    ) {
        self.name = name
        self.line = line
        self.now = now
        self.until = until
        self.rules = rules
        self.compared = compared
        self.templates = templates
        self.customers = customers
        self.timeline = timeline
        self.expected = expected
        self.todo = todo
    }
}

/// A customer of a case. What the file does not say is harmless: a valid number of their own, a
/// proven consent to marketing, no control group.
public struct RuleTestCustomer: Hashable, Sendable {
    public enum Phone: Hashable, Sendable { case own, none, number(PhoneNumber) }

    /// The chance groups the customer shall be in; a customer id is looked for that is.
    public struct Groups: Hashable, Sendable {
        /// In the control group of the tested rule.
        public var isHeldOut = false
        /// In the control group of the workspace.
        public var isGloballyHeldOut = false
        /// Reached by the gray release of the tested rule.
        public var isRolledOut = true
        /// The template that the tested rule shall choose.
        public var variant: TemplateID?
        public init() {}
    }

    public let name: String
    public let phone: Phone
    public let consents: [Consent]
    public let optOut: OptOut?
    public let groups: Groups
    public let tags: [TagName: Value]
    public init(
        name: String, phone: Phone, consents: [Consent], optOut: OptOut?, groups: Groups,
        tags: [TagName: Value]
    ) {
        self.name = name
        self.phone = phone
        self.consents = consents
        self.optOut = optOut
        self.groups = groups
        self.tags = tags
    }
}

/// Something that happens in a case.
public struct RuleTestMoment: Hashable, Sendable {
    public enum Happening: Hashable, Sendable {
        /// An event that happened at `at`, which may lie before the moment at which it arrives.
        case event(
            EventKind, customer: String, id: EventID?, at: Timestamp, fields: [String: Value])
        /// An outside fact, fetched at this moment.
        case signal(SignalKind, key: String, day: CivilDay, fields: [String: Value])
        /// Another rule's message, cleared at this moment: it takes the slots of caps.
        case sent(RuleID, customer: String)
        case reply(String, customer: String)
        /// An import that sets tags, or clears them (nil).
        case tags([TagName: Value?], customer: String)
        /// A refusal of one purpose, or of everything (nil).
        case optOut(Purpose?, customer: String)
        /// Somebody stops a rule, or everything.
        case stop(Stop.Scope)
        /// Somebody takes that back; for a rule its fuse is reset as well.
        case resume(Stop.Scope)
        /// The carrier's word on the message that was handed over last to a customer.
        case receipt(ReceiptWord, code: String?, customer: String)
    }

    /// What a receipt of a case says.
    public enum ReceiptWord: String, Hashable, Sendable, CaseIterable {
        case delivered, undelivered
        /// The carrier lost track of it.
        case unknown

        public var outcome: Receipt.Outcome { self == .delivered ? .delivered : .failed }
        /// As carriers write it, where the case does not say: `undelivered` is a number that does
        /// not exist (空号).
        public var standardCode: String {
            switch self {
            case .delivered: "DELIVRD"
            case .undelivered: "MK:0001"
            case .unknown: "UNKNOWN"
            }
        }
    }
    /// When it arrives.
    public let at: Timestamp
    public let happening: Happening
    public init(at: Timestamp, happening: Happening) {
        self.at = at
        self.happening = happening
    }
}

/// One decision that a case wants, as far as it is told.
public struct RuleTestExpectation: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// The template where it matters, texts that the message contains, its parts.
        case send(template: TemplateID?, texts: [String], parts: Int?)
        case hold(reason: String, until: Timestamp?)
        case drop(reason: String)
    }
    public let at: Timestamp
    public let customer: String
    public let rule: RuleID
    public let outcome: Outcome
    /// In the file, from 1.
    public let line: Int
    public init(
        at: Timestamp, customer: String, rule: RuleID, outcome: Outcome, line: Int
    ) {
        self.at = at
        self.customer = customer
        self.rule = rule
        self.outcome = outcome
        self.line = line
    }
}
