/// The serial pass over a page in the order of decision: what customers share, and what earlier
/// candidates of the same page took from the same customer. It makes decisions final.
///
/// Keep one for a rule and a tick; call ``beginPage()`` after each commit. A rule whose size is
/// known before (schedule, backlog) goes all or none: ask ``Limit/admits(_:cleared:pacePerDay:)``
/// and start it tripped.
public struct SharedPass: Sendable {
    public let context: GateContext
    /// Messages the rule cleared in the current period of its fuse.
    public private(set) var clearedInPeriod: Int
    /// By local day: cleared messages plus holds that wait for their slot of that day. Kept for
    /// rules with `pace` only.
    public private(set) var paceTaken: [CivilDay: Int]
    /// The fuse has blown: the engine keeps that in the rule's cursor until a person resumes it.
    public private(set) var isTripped: Bool

    /// What the current periods of the budgets have cost so far.
    public private(set) var spending: Spending
    private let hasBudget: Bool

    /// What this page cleared, by customer: all of this rule, at this moment.
    private var sends: [CustomerID: [ClearedSend]] = [:]
    /// The first day after today with a free slot: the days before it are full.
    private var freeSlot: (day: CivilDay, opensAt: Timestamp)?

    /// - Parameters:
    ///   - clearedInPeriod: `Store.clearedCount` from ``Limit/Period/start(at:zone:)`` through now,
    ///     or from the moment at which a person resumed the rule when that was later.
    ///   - paceTaken: `Store.paceTaken` from today on.
    ///   - isTripped: Whether the cursor says so.
    ///   - spending: `Store.spent` since ``Budget/Period/start(at:zone:)`` of each budget.
    public init(
        _ context: GateContext, clearedInPeriod: Int = 0, paceTaken: [CivilDay: Int] = [:],
        isTripped: Bool = false, spending: Spending = .zero
    ) {
        self.context = context
        self.clearedInPeriod = clearedInPeriod
        self.paceTaken = paceTaken
        self.isTripped = isTripped
        self.spending = spending
        hasBudget = BudgetGate.binds(context)
    }

    /// Forgets what the last page cleared, customer by customer: the store's facts hold it now.
    ///
    /// - Parameter spending: As it stands now, for others may have cleared messages since the last
    ///   page; nil leaves it as the pass has counted it.
    public mutating func beginPage(spending: Spending? = nil) {
        sends.removeAll(keepingCapacity: true)
        if let spending { self.spending = spending }
    }

    /// The final decision of the next candidate in order; nil when one stands already.
    ///
    /// - Parameter judged: What ``GateChain/judge(_:_:)`` said with the same context, where that
    ///   was done ahead; it is judged again when the page has cleared something to the same
    ///   customer since.
    public mutating func settle(_ facts: Facts, judged: Decision? = nil) -> Decision? {
        guard facts.prior != .decided else { return nil }
        releaseSlot(of: facts)
        let earlier = sends[facts.occurrence.customer] ?? []
        if let judged, earlier.isEmpty {
            // Not due: nothing is asked of the customer, and nothing is taken from the others.
            if facts.trigger == .restarted { return judged }
            return finish(
                facts.occurrence, judged.verdicts, judged.deadline, judged.firstDecidedAt,
                draft: judged.message)
        }
        let context = context
        let (candidate, verdicts) = GateChain.ask(facts.adding(earlier), context)
        if facts.trigger == .restarted { return GateChain.decide(candidate, verdicts, context) }
        return finish(
            facts.occurrence, verdicts, candidate.deadline, candidate.firstDecidedAt,
            draft: GateChain.draft(candidate, context))
    }

    /// Asks what customers share, adds up, and takes what the outcome takes from the others.
    private mutating func finish(
        _ occurrence: Occurrence, _ own: consuming [Verdict], _ deadline: Timestamp?,
        _ firstDecidedAt: Timestamp, draft: @autoclosure () -> Draft?
    ) -> Decision {
        let isClearAlone = GateChain.sum(own).outcome == .send
        let offer = hasBudget && isClearAlone ? draft() : nil
        let money = hasBudget ? BudgetGate.judge(offer?.cost, spending, context) : []
        let isAffordable = money.allSatisfy { $0.outcome == .pass }
        var verdicts = own
        if context.gates.contains(.limit) {
            let limit = FuseGates.limit(
                cleared: clearedInPeriod, isTripped: isTripped,
                deadline: deadline ?? firstDecidedAt + StopGate.longestWait, context)
            if isClearAlone, isAffordable, limit.outcome != .pass { isTripped = true }
            verdicts.append(limit)
        }
        if context.gates.contains(.pace) { verdicts.append(pace()) }
        if hasBudget {
            // What waits takes no money yet: it is asked again when it wakes up.
            let isLeaving = GateChain.sum(verdicts).outcome == .send
            verdicts += isLeaving ? money : BudgetGate.judge(nil, spending, context)
        }
        let (outcome, reason) = GateChain.sum(verdicts)
        let message = outcome == .send ? offer ?? draft() : nil
        take(outcome, reason, occurrence.customer, message)
        return Decision(
            occurrence: occurrence, at: context.now, outcome: outcome, reason: reason,
            verdicts: verdicts, deadline: paced(deadline, outcome, reason),
            firstDecidedAt: firstDecidedAt, message: message)
    }

    /// Pace gives another day, and with it another deadline: the rule's deferral from that day's
    /// opening.
    private func paced(
        _ deadline: Timestamp?, _ outcome: Decision.Outcome, _ reason: Reason?
    ) -> Timestamp? {
        guard case .hold(let until) = outcome, reason == FuseGates.paceReason,
            case .defer(let span) = context.rule.closed
        else { return deadline }
        return until + span
    }

    private mutating func take(
        _ outcome: Decision.Outcome, _ reason: Reason?, _ customer: CustomerID, _ message: Draft?
    ) {
        switch outcome {
        case .drop: break
        case .send:
            clearedInPeriod += 1
            if let message {
                spending.byRule = spending.byRule + message.cost
                spending.byAll = spending.byAll + message.cost
            }
            sends[customer, default: []].append(
                ClearedSend(
                    at: context.now, rule: context.rule.id, purpose: context.rule.purpose,
                    channel: message?.channel, template: message?.template))
            takeSlot(of: context.now)
        case .hold(let until):
            if reason == FuseGates.paceReason { takeSlot(of: until) }
        }
    }

    private mutating func takeSlot(of moment: Timestamp) {
        guard context.rule.pacePerDay != nil else { return }
        paceTaken[context.zone.day(of: moment), default: 0] += 1
    }

    /// An occurrence that waited for a slot of today was counted for it; it asks again with that
    /// slot free.
    private mutating func releaseSlot(of facts: Facts) {
        guard let hold = facts.hold, hold.reason == FuseGates.paceReason else { return }
        let day = context.zone.day(of: hold.until)
        guard let taken = paceTaken[day], taken > 0 else { return }
        paceTaken[day] = taken - 1
    }

    private mutating func pace() -> Verdict {
        guard let perDay = context.rule.pacePerDay else { return .pass(.pace, "none") }
        let today = context.zone.day(of: context.now)
        let taken = paceTaken[today] ?? 0
        let seen = "\(taken)/\(perDay)"
        if taken < perDay { return .pass(.pace, seen) }
        if let slot = freeSlot, (paceTaken[slot.day] ?? 0) >= perDay {
            freeSlot = FuseGates.slot(after: slot.day, perDay, paceTaken, context)
        } else if freeSlot == nil {
            freeSlot = FuseGates.slot(after: today, perDay, paceTaken, context)
        }
        guard let slot = freeSlot else { return .drop(.pace, FuseGates.paceReason, seen) }
        return .hold(.pace, until: slot.opensAt, FuseGates.paceReason, seen)
    }
}

extension Facts {
    /// The facts as they stand after later sends to the same customer.
    func adding(_ later: [ClearedSend]) -> Facts {
        guard let last = later.last else { return self }
        return Facts(
            occurrence: occurrence, prior: prior, trigger: trigger, isInAudience: isInAudience,
            tags: tags, fields: fields, recipient: recipient, optOut: optOut, consents: consents,
            sends: sends + later, lastOfRule: last.at, capsNotBinding: capsNotBinding,
            templates: templates, hold: hold, askedAt: askedAt, narrowOptOuts: narrowOptOuts,
            reviewSince: reviewSince)
    }
}
