/// What changes when one rule book takes another's place: both ran over the same snapshot.
public struct Plan: Hashable, Sendable {
    public let from: Timestamp
    public let through: Timestamp
    public let zone: Zone
    public let before: Side
    public let after: Side
    public let customers: Int
    /// In the new book's order of decision, then removed rules in the old one's.
    public let rules: [RuleChange]
    /// What the books say differently outside their rules.
    public let fields: [FieldChange]
    public let notes: [Note]
    /// Customers who get more messages than before, over all rules.
    public let gainingCustomers: Int
    /// Customers who get fewer.
    public let losingCustomers: Int
    /// Sends by local day on both sides; ascending, days without any are there.
    public let days: [Day]
    public let gained: [Sample]
    public let lost: [Sample]
    public let reworded: [Rewording]
    public let assumptions: [RunReport.Assumption]

    public init(
        from: Timestamp, through: Timestamp, zone: Zone, before: Side, after: Side,
        customers: Int, rules: [RuleChange], fields: [FieldChange], notes: [Note],
        gainingCustomers: Int, losingCustomers: Int, days: [Day], gained: [Sample],
        lost: [Sample], reworded: [Rewording], assumptions: [RunReport.Assumption]
    ) {
        self.from = from
        self.through = through
        self.zone = zone
        self.before = before
        self.after = after
        self.customers = customers
        self.rules = rules
        self.fields = fields
        self.notes = notes
        self.gainingCustomers = gainingCustomers
        self.losingCustomers = losingCustomers
        self.days = days
        self.gained = gained
        self.lost = lost
        self.reworded = reworded
        self.assumptions = assumptions
    }

    /// One book and how it is called.
    public struct Side: Hashable, Sendable {
        /// `main (1a2b3c4)`, `shop`.
        public let name: String
        public let book: Digest
        public init(name: String, book: Digest) {
            self.name = name
            self.book = book
        }
    }

    /// What the comparison could not show.
    public enum Note: Hashable, Sendable {
        /// The store has no column for a tag of the old book: it is missing for everybody there.
        case tagMissingBefore(TagName)
        case tagMissingAfter(TagName)
    }

    public struct Day: Hashable, Sendable {
        public let day: CivilDay
        public let before: Int
        public let after: Int
        public init(day: CivilDay, before: Int, after: Int) {
            self.day = day
            self.before = before
            self.after = after
        }
    }

    /// A message that only one side sends.
    public struct Sample: Hashable, Sendable {
        public let rule: RuleID
        public let customer: CustomerID
        public let message: SentMessage
        /// Why the other side does not send it.
        public let cause: Cause
        public init(
            rule: RuleID, customer: CustomerID, message: SentMessage, cause: Cause
        ) {
            self.rule = rule
            self.customer = customer
            self.message = message
            self.cause = cause
        }
    }

    /// A message that both sides send with other words, price, route or time.
    public struct Rewording: Hashable, Sendable {
        public let rule: RuleID
        public let customer: CustomerID
        public let before: SentMessage
        public let after: SentMessage
        public init(
            rule: RuleID, customer: CustomerID, before: SentMessage, after: SentMessage
        ) {
            self.rule = rule
            self.customer = customer
            self.before = before
            self.after = after
        }
    }

    /// Why a side does not send a message that the other sends.
    public struct Cause: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// A gate dropped it; the code is the gate's reason.
            case dropped
            /// It still waited at the end of the run; the code is the hold's reason.
            case held
            /// The rule did not see an occurrence.
            case notDue = "not-due"
            case outsideAudience = "outside-audience"
            case noRule = "no-rule"
            case disabled
        }
        public let kind: Kind
        /// Of drops and holds; empty otherwise.
        public let code: String
        /// The rule whose message took the cap's last slot.
        public let winner: RuleID?
        public init(_ kind: Kind, code: String = "", winner: RuleID? = nil) {
            self.kind = kind
            self.code = code
            self.winner = winner
        }
    }

    /// Something differs: a rule came or went, a book says something else, or an occurrence comes
    /// out differently. Titles and renames by `was:` alone are nothing.
    public var changesSomething: Bool {
        fields.contains(where: \.isDecisive)
            || rules.contains { $0.isDefinedOtherwise || $0.comesOutOtherwise }
    }

    /// An occurrence comes out differently.
    public var changesOutcomes: Bool { rules.contains(where: \.comesOutOtherwise) }
}

/// One rule on both sides.
public struct RuleChange: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case added, removed, changed
        /// It says the same on both sides; what happens to it comes from the others.
        case unchanged
    }
    public let rule: RuleID
    /// The id it had before, when `was:` names it.
    public let formerID: RuleID?
    public let title: String
    public let kind: Kind
    public let fields: [FieldChange]
    /// nil when that side has no such rule.
    public let before: Totals?
    public let after: Totals?
    public let gained: Movement
    public let lost: Movement
    /// Sent on both sides with other words, parts, price or route.
    public let reworded: Int
    /// Sent on both sides at another time.
    public let retimed: Int
    /// Not sent on either side, for another reason; most first.
    public let shifts: [Shift]
    /// What fell due before the change under the trigger's new meaning, and is passed over.
    public let passedOver: Int

    public init(
        rule: RuleID, formerID: RuleID?, title: String, kind: Kind, fields: [FieldChange],
        before: Totals?, after: Totals?, gained: Movement, lost: Movement, reworded: Int,
        retimed: Int, shifts: [Shift], passedOver: Int
    ) {
        self.rule = rule
        self.formerID = formerID
        self.title = title
        self.kind = kind
        self.fields = fields
        self.before = before
        self.after = after
        self.gained = gained
        self.lost = lost
        self.reworded = reworded
        self.retimed = retimed
        self.shifts = shifts
        self.passedOver = passedOver
    }

    /// One side's sums.
    public struct Totals: Hashable, Sendable {
        public let occurrences: Int
        public let outsideAudience: Int
        public let sent: Int
        public let parts: Int
        public let cost: Money
        public let stillHeld: Int
        public init(
            occurrences: Int, outsideAudience: Int, sent: Int, parts: Int, cost: Money,
            stillHeld: Int
        ) {
            self.occurrences = occurrences
            self.outsideAudience = outsideAudience
            self.sent = sent
            self.parts = parts
            self.cost = cost
            self.stillHeld = stillHeld
        }
        public init(_ funnel: RunReport.RuleFunnel) {
            self.init(
                occurrences: funnel.occurrences, outsideAudience: funnel.outsideAudience,
                sent: funnel.sent, parts: funnel.parts, cost: funnel.cost,
                stillHeld: funnel.stillHeld)
        }
    }

    /// Messages that one side sends and the other does not.
    public struct Movement: Hashable, Sendable {
        public var messages = 0
        public var customers = 0
        public var parts = 0
        public var cost = Money.zero
        /// Why the other side does not send them; most first.
        public var causes: [CauseCount] = []
        public init() {}
    }

    public struct CauseCount: Hashable, Sendable {
        public let cause: Plan.Cause
        public let count: Int
        public init(cause: Plan.Cause, count: Int) {
            self.cause = cause
            self.count = count
        }
    }

    public struct Shift: Hashable, Sendable {
        public let before: Plan.Cause
        public let after: Plan.Cause
        public let count: Int
        public init(before: Plan.Cause, after: Plan.Cause, count: Int) {
            self.before = before
            self.after = after
            self.count = count
        }
    }

    /// The book says something else of it that may decide who gets what.
    public var isDefinedOtherwise: Bool {
        kind == .added || kind == .removed || fields.contains(where: \.isDecisive)
    }

    public var comesOutOtherwise: Bool {
        gained.messages > 0 || lost.messages > 0 || reworded > 0 || retimed > 0 || !shifts.isEmpty
    }
}
