/// What one decision came to. A hold is a wake-up time and nothing else.
public struct Decision: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case send
        case hold(until: Timestamp)
        case drop
    }
    public let occurrence: Occurrence
    public let at: Timestamp
    public let outcome: Outcome
    /// Of a hold or drop: the reason of the gate that decided. nil for a send.
    public let reason: Reason?
    /// Every gate that was asked, in gate order.
    public let verdicts: [Verdict]
    /// Until when it may wait in holds and queue; nil without `closed: defer`.
    public let deadline: Timestamp?
    /// When it was first decided; `late` is asked then only.
    public let firstDecidedAt: Timestamp
    /// What leaves. Of a send only.
    public let message: Draft?

    public init(
        occurrence: Occurrence, at: Timestamp, outcome: Outcome, reason: Reason?,
        verdicts: [Verdict], deadline: Timestamp?, firstDecidedAt: Timestamp, message: Draft?
    ) {
        self.occurrence = occurrence
        self.at = at
        self.outcome = outcome
        self.reason = reason
        self.verdicts = verdicts
        self.deadline = deadline
        self.firstDecidedAt = firstDecidedAt
        self.message = message
    }
}

/// The text a send fixes, with all that it rests on.
public struct Draft: Hashable, Sendable {
    public let text: String
    public let parts: Int
    public let cost: Money
    public let channel: ChannelID
    public let template: TemplateID
    public let templateVersion: Digest
    public let number: PhoneNumber
    public let carrier: Carrier
    public let purpose: Purpose
    public init(
        text: String, parts: Int, cost: Money, channel: ChannelID, template: TemplateID,
        templateVersion: Digest, number: PhoneNumber, carrier: Carrier, purpose: Purpose
    ) {
        self.text = text
        self.parts = parts
        self.cost = cost
        self.channel = channel
        self.template = template
        self.templateVersion = templateVersion
        self.number = number
        self.carrier = carrier
        self.purpose = purpose
    }
}

/// One gate's word, with the value it saw. Thresholds are found by the book's hash.
public struct Verdict: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case pass
        case hold(until: Timestamp)
        case drop
    }
    public let gate: GateID
    public let outcome: Outcome
    /// Of a hold or drop.
    public let reason: Reason?
    /// What it saw, short and without personal data: `3/4`, `09:12`, `bucket 1204`.
    public let seen: String
    public init(gate: GateID, outcome: Outcome, reason: Reason?, seen: String) {
        self.gate = gate
        self.outcome = outcome
        self.reason = reason
        self.seen = seen
    }
    public static func pass(_ gate: GateID, _ seen: String = "") -> Verdict {
        Verdict(gate: gate, outcome: .pass, reason: nil, seen: seen)
    }
    public static func drop(_ gate: GateID, _ reason: Reason, _ seen: String = "") -> Verdict {
        Verdict(gate: gate, outcome: .drop, reason: reason, seen: seen)
    }
    public static func hold(
        _ gate: GateID, until: Timestamp, _ reason: Reason, _ seen: String = ""
    ) -> Verdict {
        Verdict(gate: gate, outcome: .hold(until: until), reason: reason, seen: seen)
    }
}

/// The gates, in the order in which they are asked.
public enum GateID: String, Hashable, Sendable, CaseIterable {
    case stop, trigger, route, recipient, shared, optout, consent, template, signature, text
    case content
    case optoutWords = "optout-words"
    case parts, holdout, rollout, once, cap, late, closed, window, blackout, limit, pace, budget
}

/// Why something is held or dropped: a stable code, such as `cap.month`, `optout`, `window`.
///
/// Codes: `stop` · `trigger.cancelled` `trigger.unmatched` `trigger.stale` `trigger.audience`
/// `trigger.restarted` ·
/// `route.none` · `number.missing` `number.class` `number.dead` `number.shared` `number.changed` ·
/// `optout` `optout.pending` · `consent.missing` `consent.expired` `consent.withdrawn`
/// `consent.unproven` `consent.guardian` `consent.refused` `consent.silent` `consent.asked` ·
/// `template.draft` `template.review` `template.rejected` `template.suspended` `template.filing`
/// `template.refused` `template.changed` ·
/// `signature.missing` · `text.variable` `text.length` · `content.block` `content.review` ·
/// `optout-words.missing` · `parts` ·
/// `holdout` `holdout.global` · `rollout` · `once` · `cap.<name>` · `late` · `closed` · `window` ·
/// `calendar.missing` · `blackout` · `limit` · `pace` · `budget` `budget.global` · `missed` ·
/// `rule.removed` · `backlog`.
public struct Reason: Hashable, Sendable, CustomStringConvertible {
    public let code: String
    /// For a cap: the rule whose message took the last slot.
    public let winner: RuleID?
    public init(_ code: String, winner: RuleID? = nil) {
        self.code = code
        self.winner = winner
    }
    public var description: String { code }
}
