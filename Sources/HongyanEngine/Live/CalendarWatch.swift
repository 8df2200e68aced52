import HongyanCore

/// Tells once a day, and after each reload, which years without a notice of their working days
/// keep windows closed.
struct CalendarWatch {
    private var told: (day: CivilDay, book: Digest)?

    /// - Returns: The alarms to tell now; mostly none.
    mutating func alarms(of book: RuleBook, at now: Timestamp) -> [CalendarAlarm] {
        let today = book.workspace.zone.day(of: now)
        if let told, told.day == today, told.book == book.hash { return [] }
        told = (today, book.hash)
        return book.calendarAlarms(on: today)
    }
}
