/// When a message may leave: not too late, inside its deadline, its window, and outside blackouts.
enum OpeningGates {
    /// Asked once, at the first decision; backlog is late by nature and is not asked.
    static func late(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        let occurrence = candidate.facts.occurrence
        guard candidate.facts.prior == .new else { return .pass(.late, "asked") }
        guard !occurrence.isBacklog else { return .pass(.late, "backlog") }
        let lateness = context.now - occurrence.due
        let seen = minutes(lateness)
        if let most = context.rule.late, lateness > most {
            return .drop(.late, Reason("late"), seen)
        }
        return .pass(.late, seen)
    }

    /// One deadline for holds and queue. When it has passed, or the next opening lies past it, or
    /// the rule does not wait for an opening at all, the occurrence is dropped now. Sees the
    /// minutes that are left.
    static func closed(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        let deadline = candidate.deadline
        let seen = deadline.map { minutes($0 - context.now) } ?? "none"
        let drop = Verdict.drop(.closed, Reason("closed"), seen)
        if let deadline, context.now > deadline { return drop }
        let opening = context.opening(through: candidate.channel).opening
        if opening.isOpen { return .pass(.closed, seen) }
        guard case .defer = context.rule.closed, let opensAt = opening.opensAt else {
            return drop
        }
        if let deadline, opensAt > deadline { return drop }
        return .pass(.closed, seen)
    }

    /// Holds until the window opens by itself; sees the local time, and the pack whose hours close
    /// it: `21:30/qiniu@1`.
    static func window(_ opening: Opening, _ now: Timestamp, _ zone: Zone) -> Verdict {
        let time = zone.minuteOfDay(of: now).description
        let seen = opening.closedBy.map { "\(time)/\($0)" } ?? time
        if opening.isWindowOpen { return .pass(.window, seen) }
        guard let opensAt = opening.windowOpensAt else {
            return .drop(.window, Reason("closed"), seen)
        }
        return .hold(.window, until: opensAt, Reason("window"), seen)
    }

    /// Holds until the window opens on a day without a blackout, when today or that opening is in
    /// one; sees the local date.
    static func blackout(_ opening: Opening, _ now: Timestamp, _ zone: Zone) -> Verdict {
        let seen = zone.day(of: now).description
        if opening.isOpen || (!opening.isBlackedOut && opening.opensAt == opening.windowOpensAt) {
            return .pass(.blackout, seen)
        }
        guard let opensAt = opening.opensAt else {
            return .drop(.blackout, Reason("closed"), seen)
        }
        return .hold(.blackout, until: opensAt, Reason("blackout"), seen)
    }

    private static func minutes(_ span: Span) -> String { "\(span.milliseconds / 60_000)m" }
}
