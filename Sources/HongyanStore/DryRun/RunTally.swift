internal import HongyanCore

/// What a dry run's decisions and messages come to: the numbers of its report, counted as they
/// arise.
struct RunTally {
    /// One rule's.
    struct Rule {
        var sent = 0
        var parts = 0
        var cost = Money.zero
        /// By reason code.
        var dropped: [String: Int] = [:]
        /// Occurrences that were held at least once, by reason code.
        var held: [String: Int] = [:]
        /// Messages by the moment at which they were cleared, ascending; moments do not repeat.
        var cleared: [(at: Timestamp, count: Int, cost: Money)] = []
        /// The first ones.
        var samples: [(at: Timestamp, draft: Draft)] = []
    }

    struct Channel {
        var messages = 0
        var parts = 0
        /// At acceptance, of messages that the store had before the run too.
        var charged = Money.zero
    }

    /// Samples of a rule that are kept.
    static let mostSamples = 5

    /// What happened up to here is not the run's.
    let from: Timestamp
    private(set) var rules: [RuleID: Rule] = [:]
    private(set) var channels: [ChannelID: Channel] = [:]
    /// Of the run's own messages.
    private(set) var states: [MessageState: Int] = [:]
    private(set) var details = RunDetailsTally()

    init(from: Timestamp) { self.from = from }

    func rule(_ id: RuleID) -> Rule { rules[id] ?? Rule() }

    mutating func send(_ draft: Draft, of rule: RuleID, at now: Timestamp) {
        Self.note(cleared: now, draft.cost, in: &rules[rule, default: Rule()].cleared)
        guard now > from else { return }
        Self.add(draft, at: now, to: &rules[rule, default: Rule()])
        channels[draft.channel, default: Channel()].messages += 1
        channels[draft.channel, default: Channel()].parts += draft.parts
        states[.queued, default: 0] += 1
        details.sent(parts: draft.parts)
    }

    // Static: a call on the tally itself would hold a copy of what it changes.
    private static func add(_ draft: Draft, at now: Timestamp, to rule: inout Rule) {
        rule.sent += 1
        rule.parts += draft.parts
        rule.cost = rule.cost + draft.cost
        if rule.samples.count < mostSamples { rule.samples.append((now, draft)) }
    }

    private static func note(
        cleared now: Timestamp, _ cost: Money,
        in moments: inout [(at: Timestamp, count: Int, cost: Money)]
    ) {
        if let last = moments.last, last.at == now {
            moments[moments.count - 1].count += 1
            moments[moments.count - 1].cost = last.cost + cost
        } else {
            moments.append((now, 1, cost))
        }
    }

    mutating func drop(_ reason: String, of rule: RuleID, at now: Timestamp) {
        guard now > from else { return }
        rules[rule, default: Rule()].dropped[reason, default: 0] += 1
    }

    /// An occurrence came to its end.
    mutating func ended(
        _ occurrence: Occurrence, since first: Timestamp, reason: Reason?, isSent: Bool,
        at now: Timestamp
    ) {
        guard now > from else { return }
        details.ended(occurrence.rule, after: now - first, isSent: isSent)
        if !isSent, let reason, let winner = reason.winner {
            details.displaced(occurrence.rule, by: winner, cap: reason.code)
        }
    }

    mutating func hold(_ reason: String, of rule: RuleID) {
        rules[rule, default: Rule()].held[reason, default: 0] += 1
    }

    mutating func move(from old: MessageState, to new: MessageState, clearedAt: Timestamp) {
        guard clearedAt > from else { return }
        states[old, default: 0] -= 1
        states[new, default: 0] += 1
    }

    mutating func charge(_ amount: Money, to channel: ChannelID, at moment: Timestamp) {
        guard moment > from else { return }
        let charged = channels[channel, default: Channel()].charged
        channels[channel, default: Channel()].charged = charged + amount
    }

    /// What a rule's messages, or all, cost that were cleared after a moment.
    func spent(by rule: RuleID?, after moment: Timestamp) -> Money {
        guard let rule else {
            return rules.keys.reduce(Money.zero) { $0 + spent(by: $1, after: moment) }
        }
        var sum = Money.zero
        for entry in (rules[rule]?.cleared ?? []).reversed() {
            if entry.at <= moment { break }
            sum = sum + entry.cost
        }
        return sum
    }

    /// Messages of a rule cleared in `(from, through]`.
    func cleared(of rule: RuleID, from: Timestamp, through: Timestamp) -> Int {
        var count = 0
        for moment in (rules[rule]?.cleared ?? []).reversed() {
            if moment.at <= from { break }
            if moment.at <= through { count += moment.count }
        }
        return count
    }
}
