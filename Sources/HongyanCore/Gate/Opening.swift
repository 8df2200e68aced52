/// Whether a rule may send at a moment by window and blackouts, and when it next may.
struct Opening: Sendable {
    let isWindowOpen: Bool
    let isBlackedOut: Bool
    /// When the window itself opens next; now when it is open, nil when it does not within 400
    /// days.
    let windowOpensAt: Timestamp?
    /// When it opens outside blackouts; now when it is open, nil when it does not within 400 days.
    let opensAt: Timestamp?

    var isOpen: Bool { isWindowOpen && !isBlackedOut }

    /// - Parameters:
    ///   - window: nil is always open.
    ///   - blackouts: Those that bind; empty for purposes that none bind.
    init(window: Window?, blackouts: [Blackout], at now: Timestamp, zone: Zone) {
        let today = zone.day(of: now)
        isWindowOpen = window?.isOpen(at: now, zone: zone) ?? true
        isBlackedOut = blackouts.contains { $0.covers(today) }
        let span = window ?? Opening.always
        windowOpensAt =
            isWindowOpen ? now : span.nextOpening(from: now, zone: zone, blackouts: [])
        opensAt =
            isWindowOpen && !isBlackedOut
            ? now
            : blackouts.isEmpty
                ? windowOpensAt : span.nextOpening(from: now, zone: zone, blackouts: blackouts)
    }

    private static let always = Window(
        name: "always", spans: [DaySpan(from: MinuteOfDay(0), to: MinuteOfDay(1_440))])

    /// The first opening from a moment on, for the same window and blackouts.
    static func next(
        from moment: Timestamp, window: Window?, blackouts: [Blackout], zone: Zone
    ) -> Timestamp? {
        (window ?? always).nextOpening(from: moment, zone: zone, blackouts: blackouts)
    }
}
