/// Whether a rule may send at a moment by window and blackouts, and when it next may.
public struct Opening: Hashable, Sendable {
    public let isWindowOpen: Bool
    public let isBlackedOut: Bool
    /// When the window itself opens next; now when it is open.
    public let window: NextOpening
    /// When it opens outside blackouts; now when it is open.
    public let next: NextOpening
    /// The pack whose hours close it now while the rule's own window is open.
    public let closedBy: PackVersion?

    public var isOpen: Bool { isWindowOpen && !isBlackedOut }

    /// - Parameters:
    ///   - window: nil is always open.
    ///   - hours: Of law and provider: open only when all of them are.
    ///   - blackouts: Those that bind; empty for purposes that none bind.
    public init(
        window: Window?, hours: [PackHours] = [], blackouts: [Blackout], calendar: WorkCalendar,
        at now: Timestamp, zone: Zone
    ) {
        let today = zone.day(of: now)
        let windows = [window ?? Opening.always] + hours.map(\.window)
        let own = Opening.first(windows, now, [], calendar, zone)
        let closing = hours.first {
            $0.window.state(at: now, zone: zone, calendar: calendar) != .open
        }
        let isOwnOpen = window?.state(at: now, zone: zone, calendar: calendar) ?? .open == .open
        closedBy = isOwnOpen ? closing?.pack : nil
        isWindowOpen = own == .at(now)
        isBlackedOut = blackouts.contains { $0.covers(today) }
        self.window = own
        next =
            blackouts.isEmpty || (own == .at(now) && !isBlackedOut)
            ? own : Opening.first(windows, now, blackouts, calendar, zone)
    }

    private static let always = Window(
        name: "always", spans: [DaySpan(from: MinuteOfDay(0), to: MinuteOfDay(1_440))])

    /// The first moment from another on at which window, hours and blackouts are not known to be
    /// closed; nil when there is none within 400 days.
    static func next(
        from moment: Timestamp, window: Window?, hours: [PackHours] = [], blackouts: [Blackout],
        calendar: WorkCalendar, zone: Zone
    ) -> Timestamp? {
        let windows = [window ?? always] + hours.map(\.window)
        return first(windows, moment, blackouts, calendar, zone).earliest
    }

    /// The first moment at which all of the windows are open, outside the blackouts.
    private static func first(
        _ windows: [Window], _ moment: Timestamp, _ blackouts: [Blackout],
        _ calendar: WorkCalendar, _ zone: Zone
    ) -> NextOpening {
        let end = moment + .days(Int64(Window.horizonDays))
        var now = moment
        while now <= end {
            var latest = now
            var missingYear: Int?
            for window in windows {
                let next = window.nextOpening(
                    from: now, zone: zone, blackouts: blackouts, calendar: calendar)
                guard let earliest = next.earliest else { return .never }
                latest = max(latest, earliest)
                if earliest == now { missingYear = missingYear ?? next.missingYear }
            }
            if latest == now {
                return missingYear.map { .unknown(year: $0, from: now) } ?? .at(now)
            }
            now = latest
        }
        return .never
    }
}

extension Opening {
    /// What window and blackouts come to by themselves, without a rule's deadline.
    public enum Answer: Hashable, Sendable {
        case send
        /// The reason is that of the gate that decides: `window` or `blackout`.
        case hold(until: Timestamp, Reason)
        /// Closed, and from a moment on nobody knows: the year has no notice.
        case undecided(year: Int, from: Timestamp)
        /// Not within 400 days.
        case never
    }

    /// As the gates `window` and `blackout` add up.
    public var answer: Answer {
        if isOpen { return .send }
        switch next {
        case .at(let moment):
            return .hold(until: moment, Reason(next == window ? "window" : "blackout"))
        case .unknown(let year, let from): return .undecided(year: year, from: from)
        case .never: return .never
        }
    }
}
