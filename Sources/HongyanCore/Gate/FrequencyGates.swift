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

    /// One verdict for each cap on the rule's purpose that is not another channel's; the reason of
    /// a full one names the rule whose message took the last slot.
    ///
    /// All that bind hold, so their order matters for the reason alone: the law's, the channel's
    /// pack's, the workspace's. One that does not bind says why: `unbound`, the customer is not in
    /// its audience; `off-season`, it binds on other days.
    static func caps(_ candidate: Candidate, _ context: GateContext) -> [Verdict] {
        context.caps.compactMap { cap, after, isInSeason in
            if let channel = cap.channel, channel != candidate.channel?.id { return nil }
            if candidate.facts.capsNotBinding.contains(cap.name) {
                return .pass(.cap, "\(cap.label):unbound")
            }
            guard isInSeason else { return .pass(.cap, "\(cap.label):off-season") }
            let counted = candidate.facts.sends.reversed().prefix { $0.at > after }
                .filter { cap.counts($0, for: candidate.templateID) }
            let seen = "\(cap.label):\(counted.count)/\(cap.count)"
            guard counted.count >= cap.count else { return .pass(.cap, seen) }
            return .drop(.cap, Reason("cap.\(cap.name)", winner: counted.first?.rule), seen)
        }
    }
}

extension Cap.Period {
    /// The moment after which sends count at a moment: `(t − span, t]`, or the last millisecond
    /// before the local calendar minute, hour, day, week (from Monday), month or year.
    public func start(at now: Timestamp, zone: Zone) -> Timestamp {
        let today = zone.day(of: now)
        let first: CivilDay
        switch self {
        case .rolling(let span): return now - span
        case .minute, .hour:
            let length: Int64 = self == .minute ? 60_000 : 3_600_000
            let passed = zone.split(now).millisecondOfDay % length
            return now - Span(milliseconds: passed + 1)
        case .day: first = today
        case .week: first = today - (today.weekday - 1)
        case .month: first = today - (today.fields.day - 1)
        case .year:
            first = CivilDay(year: today.fields.year, month: 1, day: 1) ?? today
        }
        return zone.moment(first) - Span(milliseconds: 1)
    }
}
