/// Whether a rule may send at a moment by window and blackouts, and when it next may.
struct Opening: Sendable {
    let isWindowOpen: Bool
    let isBlackedOut: Bool
    /// When the window itself opens next; now when it is open, nil when it does not within 400
    /// days.
    let windowOpensAt: Timestamp?
    /// When it opens outside blackouts; now when it is open, nil when it does not within 400 days.
    let opensAt: Timestamp?
    /// The pack whose hours close it now while the rule's own window is open.
    let closedBy: PackVersion?

    var isOpen: Bool { isWindowOpen && !isBlackedOut }

    /// - Parameters:
    ///   - window: nil is always open.
    ///   - hours: Of law and provider: open only when all of them are.
    ///   - blackouts: Those that bind; empty for purposes that none bind.
    init(
        window: Window?, hours: [PackHours] = [], blackouts: [Blackout], at now: Timestamp,
        zone: Zone
    ) {
        let today = zone.day(of: now)
        let isOwnOpen = window?.isOpen(at: now, zone: zone) ?? true
        let closing = hours.first { !$0.window.isOpen(at: now, zone: zone) }
        closedBy = isOwnOpen ? closing?.pack : nil
        isWindowOpen = isOwnOpen && closing == nil
        isBlackedOut = blackouts.contains { $0.covers(today) }
        windowOpensAt =
            isWindowOpen
            ? now
            : Opening.next(from: now, window: window, hours: hours, blackouts: [], zone: zone)
        opensAt =
            isWindowOpen && !isBlackedOut
            ? now
            : blackouts.isEmpty
                ? windowOpensAt
                : Opening.next(
                    from: now, window: window, hours: hours, blackouts: blackouts, zone: zone)
    }

    private static let always = Window(
        name: "always", spans: [DaySpan(from: MinuteOfDay(0), to: MinuteOfDay(1_440))])

    /// The first moment from another on at which window and hours are all open, outside the
    /// blackouts; nil when there is none within 400 days.
    static func next(
        from moment: Timestamp, window: Window?, hours: [PackHours] = [], blackouts: [Blackout],
        zone: Zone
    ) -> Timestamp? {
        let windows = [window ?? always] + hours.map(\.window)
        let end = moment + .days(Int64(Window.horizonDays))
        var next = moment
        while next <= end {
            var latest = next
            for window in windows {
                guard
                    let own = window.nextOpening(from: next, zone: zone, blackouts: blackouts)
                else { return nil }
                latest = max(latest, own)
            }
            if latest == next { return next }
            next = latest
        }
        return nil
    }
}
