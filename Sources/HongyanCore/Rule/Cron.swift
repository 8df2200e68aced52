/// A five-field cron expression in local time: minute, hour, day of month, month, day of week.
public struct Cron: Hashable, Sendable {
    /// As written, fields separated by one space.
    public let text: String
    public let minutes: Set<Int>
    public let hours: Set<Int>
    public let daysOfMonth: Set<Int>
    public let months: Set<Int>
    /// 1 Monday … 7 Sunday.
    public let weekdays: Set<Int>
    /// When both day fields are restricted, either may match (the rule of Vixie cron).
    public let daysAreEither: Bool
    public init(
        text: String, minutes: Set<Int>, hours: Set<Int>, daysOfMonth: Set<Int>, months: Set<Int>,
        weekdays: Set<Int>, daysAreEither: Bool
    ) {
        self.text = text
        self.minutes = minutes
        self.hours = hours
        self.daysOfMonth = daysOfMonth
        self.months = months
        self.weekdays = weekdays
        self.daysAreEither = daysAreEither
    }
}
