import HongyanCore

/// How much of what a trigger makes due a window and its deadline would drop.
enum WindowShare {
    private static let week = 7 * 1_440

    /// Of the minutes of a week at which the trigger may fall due, those whose next opening lies
    /// past the deadline; `wait` is what ``waits(_:)`` says of the window.
    static func dropped(
        _ trigger: Trigger, waits wait: [Int], closed: Closed
    ) -> (dropped: Int, due: Int) {
        let most: Int =
            switch closed {
            case .drop: 0
            case .defer(let span): Int(span.milliseconds / 60_000)
            }
        switch trigger {
        case .schedule(.once): return (0, 0)
        case .event, .absence, .dormant, .reply:
            return (wait.count { $0 > most }, week)
        case .date, .signal, .enters, .schedule(.cron):
            guard let due = WeekMinutes(trigger) else { return (0, 0) }
            return (due.count(waitingOver: most, wait), due.count)
        }
    }

    /// For each minute of a week without public holidays, from Monday 00:00: minutes until the
    /// window is open.
    static func waits(_ window: Window) -> [Int] {
        var isOpen = [Bool](repeating: false, count: week)
        for day in window.ordinaryWeekdays {
            for span in window.spans {
                let start = (day - 1) * 1_440 + span.from.minutes
                var length = span.to.minutes - span.from.minutes
                if length <= 0 { length += 1_440 }
                for minute in start..<start + length { isOpen[minute % week] = true }
            }
        }
        var result = [Int](repeating: 0, count: week)
        guard isOpen.contains(true) else { return [Int](repeating: week, count: week) }
        var wait = week
        for minute in (0..<2 * week).reversed() {
            wait = isOpen[minute % week] ? 0 : wait + 1
            result[minute % week] = wait
        }
        return result
    }
}
