import HongyanCore

/// A yearly blackout that leaves hardly a month of the year: mostly its two ends are swapped.
enum BlackoutWholeYear: Check {
    static let page = CheckPage(
        id: "blackout/whole-year", severity: .warning,
        title: .init(zh: "静默日留出发送的日子", en: "a blackout leaves days to send on"),
        why: .init(
            zh: """
                每年的静默日从前一个日期起，到后一个日期止，可以跨年：“01-03 .. 12-30”几乎是全\
                年。首尾写反，营销就几乎全停了。
                """,
            en: """
                A yearly blackout runs from its first date to its second, across the new year if \
                need be: '01-03 .. 12-30' is nearly all of the year. With its ends swapped, nearly \
                all marketing stops.
                """),
        bad: "blackouts: {春节: \"lunar 01-03 .. lunar 12-30\"}",
        good: "blackouts: {春节: \"lunar 12-30 .. lunar 01-03\"}",
        hasFixIt: true)

    /// More days than this in a row leave less than five weeks.
    static let mostDays = 330

    static func run(_ context: CheckContext) {
        for blackout in context.book.policy.blackouts {
            guard let days = blackout.length(startingIn: 2_024), days > mostDays else { continue }
            report(
                context.policy.reader, at: context.policy.place("blackouts", blackout.name),
                zh: "静默日“\(blackout.name)”每次长达 \(days) 天",
                en: "the blackout '\(blackout.name)' lasts \(days) days of each year",
                fix: fix(blackout, context.policy.text("blackouts", blackout.name)))
        }
    }

    private static func fix(
        _ blackout: Blackout, _ text: ConditionText?
    ) -> (range: Range<Int>, text: String)? {
        guard case .yearly(let from, let through) = blackout.days else { return nil }
        // 01-01 .. 12-31 means what it says.
        let swapped = Blackout(name: blackout.name, days: .yearly(from: through, through: from))
        guard let rest = swapped.length(startingIn: 2_024), rest > 2, rest < 60 else { return nil }
        return text?.replacing(with: "\(through) .. \(from)")
    }
}
