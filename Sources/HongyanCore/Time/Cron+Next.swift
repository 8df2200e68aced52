extension Cron {
    /// The first instant after a moment, strictly; nil when none comes within 48 years (`0 0 30 2
    /// *`).
    ///
    /// A local time skipped by a change of offset means the moment of the change; one that comes
    /// twice counts the first time.
    public func next(after moment: Timestamp, zone: Zone) -> Timestamp? {
        let clock = sortedClock()
        var found: Timestamp?
        visitDays(from: zone.day(of: moment), step: 1) { day in
            found = instants(on: day, clock: clock, zone: zone).first { $0 > moment }
            return found == nil
        }
        return found
    }

    /// The last instant at or before a moment; nil when none lies within 48 years.
    public func latest(through moment: Timestamp, zone: Zone) -> Timestamp? {
        instants(from: .distantPast, through: moment, zone: zone, limit: 1).first
    }

    /// The instants in `(from, through]`, ascending; of more than `limit` the latest.
    func instants(
        from: Timestamp, through: Timestamp, zone: Zone, limit: Int
    ) -> [Timestamp] {
        let clock = sortedClock()
        var backwards: [Timestamp] = []
        visitDays(from: zone.day(of: through), step: -1) { day in
            let today = instants(on: day, clock: clock, zone: zone)
            for instant in today.reversed() where instant > from && instant <= through {
                backwards.append(instant)
                if backwards.count == limit { return false }
            }
            return zone.moment(day) > from
        }
        return backwards.reversed()
    }

    /// No pattern of days repeats less often than this, 29 February on one weekday across 2100
    /// included.
    private static let horizonDays = 48 * 366

    /// Calls `body` for matching days forwards or backwards until it says false or the horizon is
    /// reached.
    private func visitDays(from start: CivilDay, step: Int, _ body: (CivilDay) -> Bool) {
        var day = start
        var left = Cron.horizonDays
        while left > 0 {
            let (year, month, date) = day.fields
            guard months.contains(month) else {
                let length = CivilDay.length(ofMonth: month, year: year)
                let jump = step > 0 ? length - date + 1 : date
                day = day + step * jump
                left -= jump
                continue
            }
            if matches(day, date: date), !body(day) { return }
            day = day + step
            left -= 1
        }
    }

    private func matches(_ day: CivilDay, date: Int) -> Bool {
        let byDate = daysOfMonth.contains(date)
        let byWeekday = weekdays.contains(day.weekday)
        return daysAreEither ? byDate || byWeekday : byDate && byWeekday
    }

    private func sortedClock() -> [MinuteOfDay] {
        let minutes = minutes.sorted()
        return hours.sorted().flatMap { hour in minutes.map { MinuteOfDay(hour * 60 + $0) } }
    }

    private func instants(on day: CivilDay, clock: [MinuteOfDay], zone: Zone) -> [Timestamp] {
        var result: [Timestamp] = []
        result.reserveCapacity(clock.count)
        for minute in clock {
            let instant = zone.moment(day, minute)
            if instant != result.last { result.append(instant) }
        }
        return result
    }
}
