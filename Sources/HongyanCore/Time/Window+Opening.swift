/// Whether a window is open at a moment.
public enum WindowState: Hashable, Sendable {
    case open, closed
    /// It hangs on whether one works on a day of this year, and the year has no notice.
    case unknown(year: Int)
}

/// When a window opens next.
public enum NextOpening: Hashable, Sendable {
    case at(Timestamp)
    /// Not within ``Window/horizonDays``.
    case never
    /// It is closed until `from`, and from then on nobody knows: the year has no notice.
    case unknown(year: Int, from: Timestamp)

    /// The first moment at which it is not known to be closed; nil for never.
    public var earliest: Timestamp? {
        switch self {
        case .at(let moment), .unknown(_, let moment): moment
        case .never: nil
        }
    }

    /// The year whose notice is missing.
    public var missingYear: Int? {
        if case .unknown(let year, _) = self { year } else { nil }
    }
}

extension Window {
    /// No search for an opening looks further than this many days.
    public static let horizonDays = 400

    /// Whether the window is open at a moment, by the local clock.
    public func state(at moment: Timestamp, zone: Zone, calendar: WorkCalendar) -> WindowState {
        let (day, milliseconds) = zone.split(moment)
        return state(day: day, minute: Int(milliseconds / 60_000), calendar: calendar)
    }

    /// The first moment at or after `from` that lies in the window and in no blackout: `from`
    /// itself when it does. A moment that no notice decides ends the search.
    public func nextOpening(
        from moment: Timestamp, zone: Zone, blackouts: [Blackout], calendar: WorkCalendar
    ) -> NextOpening {
        let search = OpeningSearch(
            window: self, zone: zone, blackouts: blackouts, calendar: calendar)
        return search.first(from: moment)
    }

    fileprivate func state(day: CivilDay, minute: Int, calendar: WorkCalendar) -> WindowState {
        var missing: Int?
        for span in spans {
            let from = span.from.minutes
            let to = span.to.minutes
            let crosses = from >= to
            // The day on which a span starts that holds this minute; today's before yesterday's.
            var starts: [CivilDay] = []
            if minute >= from, crosses || minute < to { starts.append(day) }
            if crosses, minute < to { starts.append(day - 1) }
            for start in starts {
                switch includes(start, calendar) {
                case true?: return .open
                case false?: break
                case nil: missing = missing ?? start.fields.year
                }
            }
        }
        return missing.map { .unknown(year: $0) } ?? .closed
    }

    /// Whether spans start on a day; nil when its year has no notice.
    private func includes(_ day: CivilDay, _ calendar: WorkCalendar) -> Bool? {
        switch days {
        case .weekdays(let weekdays): weekdays.contains(day.weekday)
        case .workdays: calendar.isWorkday(day)
        case .restdays: calendar.isWorkday(day).map { !$0 }
        }
    }
}

/// The search for a window's next opening outside blackouts.
private struct OpeningSearch {
    let window: Window
    let zone: Zone
    let blackouts: [Blackout]
    let calendar: WorkCalendar

    func first(from moment: Timestamp) -> NextOpening {
        if let now = answer(at: moment) { return now }
        return beforeOffsetChange(scan(from: moment), after: moment)
    }

    /// What is to be said of a moment; nil when it is closed or blacked out.
    private func answer(at moment: Timestamp) -> NextOpening? {
        let (day, milliseconds) = zone.split(moment)
        if blackouts.contains(where: { $0.covers(day) }) { return nil }
        switch window.state(day: day, minute: Int(milliseconds / 60_000), calendar: calendar) {
        case .open: return .at(moment)
        case .closed: return nil
        case .unknown(let year): return .unknown(year: year, from: moment)
        }
    }

    /// It can open at the start of a span, at midnight after a blackout (inside a span across
    /// midnight), or where the local clock jumps.
    private func scan(from moment: Timestamp) -> NextOpening {
        let today = zone.day(of: moment)
        let starts = [0] + window.spans.map { $0.from.minutes }.sorted()
        // From yesterday on: a span from 24:00 starts at today's midnight.
        for offset in -1...Window.horizonDays {
            for start in starts {
                let candidate = zone.moment(today + offset, MinuteOfDay(start))
                if candidate >= moment, let found = answer(at: candidate) { return found }
            }
        }
        return .never
    }

    /// The same, or an opening before it that a change of offset makes.
    private func beforeOffsetChange(_ found: NextOpening, after moment: Timestamp) -> NextOpening {
        guard let last = zone.transitions.last, last.at > moment else { return found }
        let end = found.earliest ?? moment + .days(Int64(Window.horizonDays))
        for transition in zone.transitions where transition.at > moment && transition.at < end {
            if let earlier = answer(at: transition.at) { return earlier }
        }
        return found
    }
}

extension Blackout {
    /// Whether a local date lies in it.
    public func covers(_ day: CivilDay) -> Bool { end(covering: day) != nil }

    /// The last date of the stretch that holds a date; nil when none does.
    ///
    /// Yearly ends follow ``AnniversaryRule``: one kept from lunar 12-30 starts on 12-29 where
    /// that is New Year's Eve. Lunar stretches outside the table hold nothing.
    public func end(covering day: CivilDay) -> CivilDay? {
        switch days {
        case .dates(let from, let through):
            return from <= day && day <= through ? through : nil
        case .yearly(let from, let through):
            let year = day.fields.year
            // The lunar year that begins in a solar year ends in the next.
            for startYear in [year, year - 1, year - 2] {
                guard let start = AnniversaryRule.days(of: from, inYear: startYear), start <= day,
                    let end = AnniversaryRule.next(of: through, onOrAfter: start)
                else { continue }
                return day <= end ? end : nil
            }
            return nil
        }
    }
}
