import HongyanCore

/// Minutes of a week: each of these minutes of the day on each of these weekdays.
struct WeekMinutes {
    /// From 1, Monday.
    let weekdays: Set<Int>
    let minutes: Set<Int>

    init(weekdays: Set<Int>, minutes: Set<Int>) {
        self.weekdays = weekdays
        self.minutes = minutes
    }

    /// Those at which the clock makes a trigger due; nil for triggers that hang on rows, and for a
    /// single moment.
    init?(_ trigger: Trigger) {
        switch trigger {
        case .date(let date): self.init(daily: date.at)
        case .signal(let signal): self.init(daily: signal.at)
        case .enters(let enters): self.init(daily: enters.at)
        case .schedule(.cron(let cron)):
            self.init(
                weekdays: cron.daysAreEither ? Set(1...7) : cron.weekdays,
                minutes: Set(cron.hours.flatMap { hour in cron.minutes.map { hour * 60 + $0 } }))
        case .schedule(.once), .event, .absence, .dormant, .reply: return nil
        }
    }

    private init(daily minute: MinuteOfDay) {
        self.init(weekdays: Set(1...7), minutes: [minute.minutes])
    }

    /// How many there are.
    var count: Int { weekdays.count * minutes.count }

    func isDisjoint(with other: WeekMinutes) -> Bool {
        weekdays.isDisjoint(with: other.weekdays) || minutes.isDisjoint(with: other.minutes)
    }

    /// How many of them wait longer than so many minutes.
    ///
    /// - Parameter waits: By minute of the week from Monday 00:00, as ``WindowShare/waits(_:)``.
    func count(waitingOver most: Int, _ waits: [Int]) -> Int {
        weekdays.reduce(0) { sum, day in
            sum + minutes.count { waits[((day - 1) * 1_440 + $0) % waits.count] > most }
        }
    }
}
