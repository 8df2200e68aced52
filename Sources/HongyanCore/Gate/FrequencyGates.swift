/// How often one customer may be written to: by one rule (`once`) and by all (`cap`).
///
/// Both count messages cleared to leave, failed and unknown ones too. A send that a clock stepped
/// back puts after now still counts.
enum FrequencyGates {
    static func once(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        guard let once = context.rule.once, once != .perOccurrence else {
            return .pass(.once, "occurrence")
        }
        guard let last = candidate.facts.lastOfRule else { return .pass(.once, "never") }
        let isSpent =
            switch once {
            case .perOccurrence: false
            case .per(let span): last > context.now - span
            case .perYear:
                context.zone.day(of: last).fields.year
                    >= context.zone.day(of: context.now).fields.year
            case .ever: true
            }
        let seen = "\((context.now - last).milliseconds / 86_400_000)d"
        return isSpent ? .drop(.once, Reason("once"), seen) : .pass(.once, seen)
    }

    /// One verdict for each cap on the rule's purpose; the reason of a full one names the rule
    /// whose message took the last slot.
    static func caps(_ candidate: Candidate, _ context: GateContext) -> [Verdict] {
        context.caps.map { cap, after in
            if candidate.facts.capsNotBinding.contains(cap.name) {
                return .pass(.cap, "\(cap.name):unbound")
            }
            let counted = candidate.facts.sends.reversed()
                .prefix { $0.at > after }.filter { $0.purpose == cap.purpose }
            let seen = "\(cap.name):\(counted.count)/\(cap.count)"
            guard counted.count >= cap.count else { return .pass(.cap, seen) }
            return .drop(.cap, Reason("cap.\(cap.name)", winner: counted.first?.rule), seen)
        }
    }
}

extension Cap.Period {
    /// The moment after which sends count at a moment: `(t − span, t]`, or the last millisecond
    /// before the local calendar day, week (from Monday), month or year.
    public func start(at now: Timestamp, zone: Zone) -> Timestamp {
        let today = zone.day(of: now)
        let first: CivilDay
        switch self {
        case .rolling(let span): return now - span
        case .day: first = today
        case .week: first = today - (today.weekday - 1)
        case .month: first = today - (today.fields.day - 1)
        case .year:
            first = CivilDay(year: today.fields.year, month: 1, day: 1) ?? today
        }
        return zone.moment(first) - Span(milliseconds: 1)
    }
}
