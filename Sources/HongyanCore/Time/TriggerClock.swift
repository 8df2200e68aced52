/// The moments at which the clock alone makes a trigger fire or look.
public enum TriggerClock {
    /// Of more instants than this in one interval only the latest are told.
    public static let maxInstants = 1_000

    /// Schedule and sampling instants in `(from, through]`, ascending; empty for all other
    /// triggers.
    ///
    /// A rule that samples `every: 3d` does so on the local days whose number (since 1970-01-01) is
    /// divisible by 3, so that neither restart nor edit moves the days.
    public static func instants(
        of trigger: Trigger, from: Timestamp, through: Timestamp, zone: Zone
    ) -> [Timestamp] {
        guard from < through else { return [] }
        switch trigger {
        case .schedule(.once(let moment)):
            return moment > from && moment <= through ? [moment] : []
        case .schedule(.cron(let cron)):
            return cron.instants(from: from, through: through, zone: zone, limit: maxInstants)
        case .enters(let enters):
            return samples(of: enters, from: from, through: through, zone: zone)
        case .event, .absence, .dormant, .date, .signal, .reply:
            return []
        }
    }

    /// The first instant after a moment, strictly, at which the clock makes the trigger due.
    ///
    /// Schedules and samples: their next instant. Date and signal triggers: the next moment at
    /// which the local clock shows their `at`, whoever may be due then. nil for the others: their
    /// due times hang on rows.
    public static func nextInstant(
        of trigger: Trigger, after moment: Timestamp, zone: Zone
    ) -> Timestamp? {
        switch trigger {
        case .schedule(.once(let planned)): return planned > moment ? planned : nil
        case .schedule(.cron(let cron)): return cron.next(after: moment, zone: zone)
        case .enters(let enters):
            return next(at: enters.at, everyDays: enters.everyDays, after: moment, zone: zone)
        case .date(let date): return next(at: date.at, everyDays: 1, after: moment, zone: zone)
        case .signal(let signal):
            return next(at: signal.at, everyDays: 1, after: moment, zone: zone)
        case .event, .absence, .dormant, .reply: return nil
        }
    }

    private static func samples(
        of enters: EntersTrigger, from: Timestamp, through: Timestamp, zone: Zone
    ) -> [Timestamp] {
        let step = max(1, enters.everyDays)
        // Not before the day of `from`, nor before the earliest date there is.
        let first = max(zone.day(of: from), CivilDay(number: -719_162))
        var day = zone.day(of: through)
        day = day - remainder(of: day, by: step)
        var backwards: [Timestamp] = []
        while day >= first - 1, backwards.count < maxInstants {
            let instant = zone.moment(day, enters.at)
            if instant > from, instant <= through { backwards.append(instant) }
            day = day - step
        }
        return backwards.reversed()
    }

    private static func next(
        at clock: MinuteOfDay, everyDays: Int, after moment: Timestamp, zone: Zone
    ) -> Timestamp? {
        let step = max(1, everyDays)
        // From yesterday on: `24:00` of yesterday is today's midnight.
        let start = zone.day(of: moment) - 1
        var day = start - remainder(of: start, by: step)
        // The first candidate may lie up to one step back, the second on `moment` itself.
        for _ in 0..<5 {
            let instant = zone.moment(day, clock)
            if instant > moment { return instant }
            day = day + step
        }
        return nil
    }

    private static func remainder(of day: CivilDay, by step: Int) -> Int {
        let rest = Int(day.number) % step
        return rest < 0 ? rest + step : rest
    }
}
