/// A term of working days, as it was counted.
public struct WorkdayTerm: Hashable, Sendable {
    /// Not counted.
    public let start: CivilDay
    public let count: Int
    public let end: CivilDay
    /// The numbers of the notices of the years that the term touches, ascending.
    public let notices: [String]

    /// - Throws: ``WorkCalendar/Gap`` when it meets a year without a notice.
    public init(
        of count: Int, from start: CivilDay, by calendar: WorkCalendar
    ) throws(WorkCalendar.Gap) {
        self.start = start
        self.count = count
        let end = try calendar.adding(workdays: count, to: start)
        self.end = end
        let first = min(start + 1, end).fields.year
        notices = (first...end.fields.year).compactMap { calendar.year($0)?.notice }
    }
}

/// Whether a window lets something leave at a moment, asked outside a rule.
public struct OpeningQuestion: Hashable, Sendable {
    public let at: Timestamp
    public let zone: Zone
    public let window: Window
    public let blackouts: [Blackout]
    public let opening: Opening

    public init(
        window: Window, blackouts: [Blackout], calendar: WorkCalendar, at moment: Timestamp,
        zone: Zone
    ) {
        at = moment
        self.zone = zone
        self.window = window
        self.blackouts = blackouts
        opening = Opening(
            window: window, blackouts: blackouts, calendar: calendar, at: moment, zone: zone)
    }

    /// Those that cover the local day of the moment.
    public var blackoutsOfToday: [Blackout] {
        let today = zone.day(of: at)
        return blackouts.filter { $0.covers(today) }
    }
}

/// The days of a solar year on which a lunar birthday is kept.
public struct LunarBirthdayAnswer: Hashable, Sendable {
    public let birthday: Anniversary
    public let year: Int
    /// Ascending; none, one or two.
    public let days: [LunarBirthday]
    public init(birthday: Anniversary, year: Int, days: [LunarBirthday]) {
        self.birthday = birthday
        self.year = year
        self.days = days
    }
}
