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

    /// How soon an occurrence behind a missing notice asks again whether there is one.
    static let noticeRetry = Span.hours(1)
    /// Of a window that nobody can decide, because the year has no notice of its working days.
    static let missingNotice = Reason("calendar.missing")

    /// One deadline for holds and queue. When it has passed, or the next opening lies past it, or
    /// the rule does not wait for an opening at all, the occurrence is dropped now. Sees the
    /// minutes that are left; the year, where a missing notice is to blame.
    static func closed(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        let deadline = candidate.deadline
        let opening = context.opening(through: candidate.channel).opening
        let seen = deadline.map { minutes($0 - context.now) } ?? "none"
        let isOver = deadline.map { context.now > $0 } ?? false
        if opening.isOpen, !isOver { return .pass(.closed, seen) }
        let drop =
            missingYear(candidate, context).map { Verdict.drop(.closed, missingNotice, String($0)) }
            ?? .drop(.closed, Reason("closed"), seen)
        guard case .defer = context.rule.closed, !isOver else { return drop }
        // Of two holds the later one counts, so both moments have to be reached.
        for next in [opening.window, opening.next] {
            guard let moment = next.earliest, deadline.map({ moment <= $0 }) ?? true else {
                return drop
            }
        }
        return .pass(.closed, seen)
    }

    /// The year whose missing notice is to blame for a drop: it is to be asked now, or it was what
    /// the occurrence waited for.
    private static func missingYear(_ candidate: Candidate, _ context: GateContext) -> Int? {
        let next = context.opening(through: candidate.channel).opening.next
        let waited = candidate.facts.hold?.reason == missingNotice
        return waited || next.earliest == context.now ? next.missingYear : nil
    }

    /// Holds until the window opens by itself; sees the local time, and the pack whose hours close
    /// it: `21:30/qiniu@1`. nil when that hangs on a missing notice.
    static func window(_ opening: Opening, _ now: Timestamp, _ zone: Zone) -> Verdict? {
        let time = zone.minuteOfDay(of: now).description
        let seen = opening.closedBy.map { "\(time)/\($0)" } ?? time
        switch opening.window {
        case .at(now): return .pass(.window, seen)
        case .at(let opensAt): return .hold(.window, until: opensAt, Reason("window"), seen)
        case .never: return .drop(.window, Reason("closed"), seen)
        case .unknown: return nil
        }
    }

    /// Holds until the window opens on a day without a blackout, when today or that opening is in
    /// one; sees the local date. nil when that hangs on a missing notice.
    static func blackout(_ opening: Opening, _ now: Timestamp, _ zone: Zone) -> Verdict? {
        let seen = zone.day(of: now).description
        if opening.isOpen || (!opening.isBlackedOut && opening.next == opening.window) {
            return .pass(.blackout, seen)
        }
        switch opening.next {
        case .at(let opensAt): return .hold(.blackout, until: opensAt, Reason("blackout"), seen)
        case .never: return .drop(.blackout, Reason("closed"), seen)
        case .unknown: return nil
        }
    }

    /// Fails closed, but not for good: holds until the missing notice matters, and from then on
    /// from hour to hour until the deadline, for somebody may put the notice into the workspace.
    /// Sees the year.
    static func undecided(
        _ gate: GateID, _ next: NextOpening, _ candidate: Candidate, _ context: GateContext
    ) -> Verdict {
        guard case .unknown(let year, let from) = next else {
            preconditionFailure("a gate without a verdict that no notice is missing for")
        }
        if from > context.now {
            return .hold(gate, until: from, missingNotice, String(year))
        }
        let deadline = candidate.deadline ?? candidate.firstDecidedAt
        return StopGate.waitOrDrop(
            gate, missingNotice, String(year), for: noticeRetry, deadline, context)
    }

    private static func minutes(_ span: Span) -> String { "\(span.milliseconds / 60_000)m" }
}
