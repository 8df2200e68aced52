/// Whether a rule may send at a moment by window and blackouts, and when it next may.
public struct Opening: Hashable, Sendable {
    public let isWindowOpen: Bool
    public let isBlackedOut: Bool
    /// When the window itself opens next; now when it is open.
    public let window: NextOpening
    /// When it opens outside blackouts; now when it is open.
    public let next: NextOpening

    public var isOpen: Bool { isWindowOpen && !isBlackedOut }

    /// - Parameters:
    ///   - window: nil is always open.
    ///   - blackouts: Those that bind; empty for purposes that none bind.
    public init(
        window: Window?, blackouts: [Blackout], calendar: WorkCalendar, at now: Timestamp,
        zone: Zone
    ) {
        let today = zone.day(of: now)
        let span = window ?? Opening.always
        let own = span.nextOpening(from: now, zone: zone, blackouts: [], calendar: calendar)
        isWindowOpen = own == .at(now)
        isBlackedOut = blackouts.contains { $0.covers(today) }
        self.window = own
        next =
            blackouts.isEmpty || (own == .at(now) && !isBlackedOut)
            ? own
            : span.nextOpening(from: now, zone: zone, blackouts: blackouts, calendar: calendar)
    }

    private static let always = Window(
        name: "always", spans: [DaySpan(from: MinuteOfDay(0), to: MinuteOfDay(1_440))])

    /// The first moment from another on at which the same window and blackouts are not known to
    /// be closed; nil when there is none within 400 days.
    static func next(
        from moment: Timestamp, window: Window?, blackouts: [Blackout], calendar: WorkCalendar,
        zone: Zone
    ) -> Timestamp? {
        (window ?? always).nextOpening(
            from: moment, zone: zone, blackouts: blackouts, calendar: calendar
        ).earliest
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
