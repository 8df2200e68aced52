/// What the customers of a rule share: its fuse and its daily pace.
enum FuseGates {
    static let limitReason = Reason("limit")
    static let paceReason = Reason("pace")
    /// How soon an occurrence behind a blown fuse asks again whether a person resumed the rule.
    static let retryAfter = Span.hours(1)
    /// How far ahead pace looks for a day with a free slot.
    static let horizonDays = 3_660

    /// The first N in the order of decision go; the next one blows the fuse, and all wait for a
    /// person, at most until their deadline.
    static func limit(
        cleared: Int, isTripped: Bool, deadline: Timestamp, _ context: GateContext
    ) -> Verdict {
        guard let limit = context.rule.limit else {
            return isTripped
                ? blown("tripped", deadline, context) : .pass(.limit, "none")
        }
        let seen = "\(cleared)/\(limit.count)"
        guard isTripped || cleared >= limit.count else { return .pass(.limit, seen) }
        return blown(isTripped ? "tripped:\(seen)" : seen, deadline, context)
    }

    private static func blown(
        _ seen: String, _ deadline: Timestamp, _ context: GateContext
    ) -> Verdict {
        StopGate.waitOrDrop(.limit, limitReason, seen, for: retryAfter, deadline, context)
    }

    /// The first local day after another on which the rule may send and fewer than `perDay` slots
    /// are taken, with the moment its window opens; nil when there is none within the horizon.
    static func slot(
        after day: CivilDay, _ perDay: Int, _ taken: [CivilDay: Int], _ context: GateContext
    ) -> (day: CivilDay, opensAt: Timestamp)? {
        guard perDay > 0 else { return nil }
        let zone = context.zone
        let end = day + horizonDays
        var next = day + 1
        while next <= end {
            if (taken[next] ?? 0) >= perDay {
                next = next + 1
                continue
            }
            guard let opensAt = context.opening(from: zone.moment(next)) else { return nil }
            let openDay = zone.day(of: opensAt)
            if openDay == next { return (next, opensAt) }
            next = openDay
        }
        return nil
    }
}

extension Limit {
    /// Whether a known number of messages may go as a whole: all or none. With a pace only a day's
    /// share of them counts, for no more than that goes in a period.
    public func admits(_ expected: Int, cleared: Int, pacePerDay: Int? = nil) -> Bool {
        min(expected, pacePerDay ?? expected) <= count - cleared
    }
}

extension Limit.Period {
    /// The moment after which cleared messages count: the last millisecond before the local
    /// calendar hour or day.
    public func start(at now: Timestamp, zone: Zone) -> Timestamp {
        let (day, rest) = zone.split(now)
        let first: Timestamp
        switch self {
        case .hour: first = now - Span(milliseconds: rest % 3_600_000)
        case .day: first = zone.moment(day)
        }
        return first - Span(milliseconds: 1)
    }
}
