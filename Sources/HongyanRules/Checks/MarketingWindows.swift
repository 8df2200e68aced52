import HongyanCore

extension CheckContext {
    /// The windows of enabled marketing rules, in the policy's order.
    var marketingWindows: [Window] {
        let used = Set(
            book.rules.filter { $0.isEnabled && $0.purpose == .marketing }
                .compactMap { $0.window?.name })
        return book.policy.windows.filter { used.contains($0.name) }
    }
}

extension DaySpan {
    /// `21:00-08:00` and every other span that does not end on the day on which it starts.
    var crossesMidnight: Bool { to <= from }
    var text: String { "\(from)-\(to)" }
}

extension Blackout {
    /// The days of a yearly blackout's stretch that starts in a year; nil for dates of one year.
    func length(startingIn year: Int) -> Int? {
        guard case .yearly(let from, let through) = days,
            let start = AnniversaryRule.days(of: from, inYear: year),
            let end = AnniversaryRule.next(of: through, onOrAfter: start)
        else { return nil }
        return end - start + 1
    }
}

/// Years that stand for all: 28 in a row hold every solar date on every weekday.
enum SampleYears {
    static let first = 2_000
    static let count = 28
    /// The first of their days.
    static let start = CivilDay(number: 10_957)
    static let days = 28 * 365 + 7
}
