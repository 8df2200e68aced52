extension Window {
    /// No search for an opening looks further than this many days.
    public static let horizonDays = 400

    /// Whether the window is open at a moment, by the local clock.
    public func isOpen(at moment: Timestamp, zone: Zone) -> Bool {
        let (day, milliseconds) = zone.split(moment)
        return isOpen(day: day, minute: Int(milliseconds / 60_000))
    }

    /// The first moment at or after `from` that lies in the window and in no blackout.
    /// - Returns: `from` itself when it does; nil when there is none within ``horizonDays``.
    public func nextOpening(
        from moment: Timestamp, zone: Zone, blackouts: [Blackout]
    ) -> Timestamp? {
        let today = zone.day(of: moment)
        if isOpen(at: moment, zone: zone), !blackouts.contains(where: { $0.covers(today) }) {
            return moment
        }
        // It can open at the start of a span, at midnight after a blackout (inside a span across
        // midnight), or where the local clock jumps.
        let starts = [0] + spans.map { $0.from.minutes }.sorted()
        // From yesterday on: a span from 24:00 starts at today's midnight.
        for offset in -1...Window.horizonDays {
            let day = today + offset
            for start in starts {
                let candidate = zone.moment(day, MinuteOfDay(start))
                guard candidate >= moment, isOpen(at: candidate, zone: zone) else { continue }
                let date = zone.day(of: candidate)
                if blackouts.contains(where: { $0.covers(date) }) { continue }
                return earlier(candidate, after: moment, zone: zone, blackouts: blackouts)
            }
        }
        return earlier(nil, after: moment, zone: zone, blackouts: blackouts)
    }

    /// The candidate, or an opening before it that a change of offset makes.
    private func earlier(
        _ candidate: Timestamp?, after moment: Timestamp, zone: Zone, blackouts: [Blackout]
    ) -> Timestamp? {
        guard let last = zone.transitions.last, last.at > moment else { return candidate }
        let end = candidate ?? moment + .days(Int64(Window.horizonDays))
        let jump = zone.transitions.first { transition in
            guard transition.at > moment, transition.at < end,
                isOpen(at: transition.at, zone: zone)
            else { return false }
            let day = zone.day(of: transition.at)
            return !blackouts.contains { $0.covers(day) }
        }
        return jump?.at ?? candidate
    }

    private func isOpen(day: CivilDay, minute: Int) -> Bool {
        let today = day.weekday
        let yesterday = today == 1 ? 7 : today - 1
        for span in spans {
            let from = span.from.minutes
            let to = span.to.minutes
            let startsToday = weekdays.contains(today) && minute >= from
            if from < to {
                if startsToday, minute < to { return true }
            } else if startsToday || (weekdays.contains(yesterday) && minute < to) {
                return true
            }
        }
        return false
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
