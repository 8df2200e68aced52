/// What the last look before the bytes leave comes to.
public enum EdgeOutcome: Hashable, Sendable {
    case go
    /// It never leaves; its cap slot returns.
    case withdraw(Reason)
    /// Back to the queue until then.
    case wait(until: Timestamp)
}

/// The check at the socket's edge: what may have changed since a message was cleared.
public enum EdgeCheck {
    /// How soon a stopped message asks again.
    public static let stopDelay = Span.seconds(5)
    /// How soon a message whose template is suspended or not in effect asks again.
    public static let templateDelay = Span.minutes(1)

    /// Asks, for what the purpose meets by the gate table: number still held, trigger still true,
    /// opt-out, consent, template, deadline, stop, window and blackouts. A withdrawal beats a wait.
    ///
    /// - Parameters:
    ///   - rule: nil when the current book has none of that id: nothing but urgent and service
    ///     messages leaves then.
    ///   - hours: Of the law and of the provider of the message's channel.
    public static func judge(
        _ message: QueuedMessage, rule: CompiledRule?, policy: Policy, hours: [PackHours] = [],
        now: Timestamp, zone: Zone
    ) -> EdgeOutcome {
        let gates = GateTable.gates(for: message.purpose)
        if let reason = withdrawal(message, rule, gates) { return .withdraw(reason) }
        if let deadline = message.deadline, now > deadline { return .withdraw(Reason("closed")) }
        let isDisabled = rule.map { !$0.isEnabled } ?? false
        if message.edge.isStopped || isDisabled { return .wait(until: now + stopDelay) }
        if gates.contains(.template), let obstacle = message.edge.template {
            let deadline = message.deadline ?? message.clearedAt + StopGate.longestWait
            if now >= deadline { return .withdraw(obstacle.reason) }
            return .wait(until: min(obstacle.until ?? deadline, now + templateDelay))
        }
        guard let rule, gates.contains(.window) else { return .go }
        let opening = Opening(
            window: rule.window, hours: hours,
            blackouts: gates.contains(.blackout) ? policy.blackouts : [],
            calendar: policy.calendar, at: now, zone: zone)
        if opening.isOpen { return .go }
        return waiting(opening, rule, message.deadline, now)
    }

    /// What a closed window comes to for a message in the queue: as the gates have it.
    private static func waiting(
        _ opening: Opening, _ rule: CompiledRule, _ deadline: Timestamp?, _ now: Timestamp
    ) -> EdgeOutcome {
        let isUndecided = opening.next.missingYear != nil && opening.next.earliest == now
        let reason = isUndecided ? OpeningGates.missingNotice : Reason("closed")
        guard case .defer = rule.closed, let deadline, let next = opening.next.earliest,
            next <= deadline, !isUndecided || now < deadline
        else { return .withdraw(reason) }
        return .wait(until: isUndecided ? min(now + OpeningGates.noticeRetry, deadline) : next)
    }

    private static func withdrawal(
        _ message: QueuedMessage, _ rule: CompiledRule?, _ gates: [GateID]
    ) -> Reason? {
        let edge = message.edge
        if rule == nil, message.purpose == .marketing { return Reason("rule.removed") }
        if !edge.isTriggerTrue { return Reason("trigger.cancelled") }
        if !edge.holdsNumber { return Reason("number.changed") }
        if gates.contains(.optout), edge.isOptedOut { return Reason("optout") }
        if message.purpose == .marketing, edge.isUnderReview { return .optOutPending }
        if gates.contains(.consent), !edge.hasConsent { return Reason("consent.withdrawn") }
        if gates.contains(.template) { return template(edge, message.purpose) }
        return nil
    }

    /// What was rejected does not leave. Marketing made from an older version does not either: who
    /// edits a template means the old words no more; of what a customer waits for, the approved old
    /// words are better than none.
    private static func template(_ edge: QueuedMessage.Edge, _ purpose: Purpose) -> Reason? {
        if purpose == .marketing, !edge.isTemplateCurrent { return Reason("template.changed") }
        guard let obstacle = edge.template, obstacle.reason.code == "template.rejected" else {
            return nil
        }
        return obstacle.reason
    }
}
