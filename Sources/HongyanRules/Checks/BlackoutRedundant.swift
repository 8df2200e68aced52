import HongyanCore

/// A blackout that another one holds wholly.
enum BlackoutRedundant: Check {
    static let page = CheckPage(
        id: "blackout/redundant", severity: .warning,
        title: .init(
            zh: "每段静默日都有自己的日子", en: "each blackout closes days of its own"),
        why: .init(
            zh: "这段日期已被另一段完全盖住，去掉它什么也不变；多半有一个日期写错了。",
            en: """
                Another blackout holds all of its days, so leaving it out changes nothing; mostly \
                one of the dates is a slip.
                """),
        bad: "blackouts: {高考: \"06-07 .. 06-09\", 考试: \"06-08\"}",
        good: "blackouts: {高考: \"06-07 .. 06-09\", 中考: \"06-18 .. 06-20\"}")

    static func run(_ context: CheckContext) {
        let blackouts = context.book.policy.blackouts
        for (index, blackout) in blackouts.enumerated() {
            let holder = blackouts.enumerated().first { (other, wide) in
                guard other != index, holds(wide, blackout) else { return false }
                // Of two equal ones the later is told.
                return other < index || !holds(blackout, wide)
            }
            guard let holder else { continue }
            report(
                context.policy.reader, at: context.policy.place("blackouts", blackout.name),
                zh: "静默日“\(blackout.name)”已被“\(holder.element.name)”完全盖住",
                en: "the blackout '\(blackout.name)' lies wholly in '\(holder.element.name)'")
        }
    }

    /// Whether a blackout surely covers all days of another.
    private static func holds(_ wide: Blackout, _ narrow: Blackout) -> Bool {
        if wide.days == narrow.days { return true }
        switch (wide.days, narrow.days) {
        case (.dates(let from, let through), .dates(let from2, let through2)):
            return from <= from2 && through2 <= through
        case (.yearly(let from, _), .dates(let from2, let through2)):
            guard from.calendar == .solar, through2 - from2 < 366 else { return false }
            return (0...through2 - from2).allSatisfy { wide.covers(from2 + $0) }
        case (.yearly(let from, _), .yearly(let from2, _)):
            guard from.calendar == .solar, from2.calendar == .solar else { return false }
            // A common year and a leap year hold every solar date.
            let start = CivilDay(number: 19_358)
            return (0..<731).map { start + $0 }.allSatisfy {
                !narrow.covers($0) || wide.covers($0)
            }
        case (.dates, .yearly): return false
        }
    }
}
