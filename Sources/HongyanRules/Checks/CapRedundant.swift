import HongyanCore

/// A cap that a tighter one implies.
enum CapRedundant: Check {
    static let page = CheckPage(
        id: "cap/redundant", severity: .warning,
        title: .init(zh: "每条频控都拦得住些什么", en: "each cap stops something of its own"),
        why: .init(
            zh: "另一条更严的频控已保证达不到这个数，这条从不起作用；多半有一个数字写错了。",
            en: """
                A tighter cap keeps everybody below this number already, so this one never stops \
                anything; mostly one of the numbers is a slip.
                """),
        bad: "caps: {week: \"1 per 7d\", month: \"8 per month\"}",
        good: "caps: {week: \"3 per 7d\", month: \"8 per month\"}")

    static func run(_ context: CheckContext) {
        let caps = context.book.policy.caps
        // What a preset brings along is nobody's slip.
        for (index, cap) in caps.enumerated() where cap.source == nil {
            let tighter = caps.enumerated().first { (other, tight) in
                guard other != index, implies(tight, cap) else { return false }
                // Of two equal ones the later is told.
                return other < index || !implies(cap, tight)
            }
            guard let tighter else { continue }
            report(
                context.policy.reader, at: context.policy.place("caps", cap.name),
                zh: "频控“\(cap.name)”从不起作用：“\(tighter.element.name)”更严",
                en: "the cap '\(cap.name)' stops nothing, '\(tighter.element.name)' is tighter")
        }
    }

    static func implies(_ tight: Cap, _ loose: Cap) -> Bool {
        tight.purposes.isSuperset(of: loose.purposes) && tight.count > 0
            && (tight.season == nil || tight.season == loose.season)
            && Selection.isAsWide(tight.audience, as: loose.audience)
            && tight.count * most(of: tight.period, within: loose.period) <= loose.count
    }

    /// How many periods of one cap one period of another touches at most.
    private static func most(of part: Cap.Period, within whole: Cap.Period) -> Int {
        if part == whole { return 1 }
        let aligned: [(Cap.Period, Cap.Period, Int)] = [
            (.minute, .hour, 60), (.minute, .day, 1_440), (.hour, .day, 24), (.day, .week, 7),
            (.day, .month, 31), (.day, .year, 366), (.week, .month, 6),
            (.week, .year, 54), (.month, .year, 12),
        ]
        if let row = aligned.first(where: { $0.0 == part && $0.1 == whole }) { return row.2 }
        let length = longest(whole).milliseconds
        switch part {
        case .rolling(let span):
            return Int((length + span.milliseconds - 1) / span.milliseconds)
        default:
            // A stretch that starts just before the end of a calendar period touches one more.
            return Int(length / shortest(part).milliseconds) + 2
        }
    }

    /// With an hour for a change of the clock.
    private static func longest(_ period: Cap.Period) -> Span {
        switch period {
        case .rolling(let span): span
        case .minute: .minutes(1)
        case .hour: .hours(1)
        case .day: .hours(25)
        case .week: .days(7) + .hours(1)
        case .month: .days(31) + .hours(1)
        case .year: .days(366) + .hours(1)
        }
    }

    private static func shortest(_ period: Cap.Period) -> Span {
        switch period {
        case .rolling(let span): span
        case .minute: .minutes(1)
        case .hour: .hours(1)
        case .day: .hours(23)
        case .week: .hours(7 * 24 - 1)
        case .month: .hours(28 * 24 - 1)
        case .year: .hours(365 * 24 - 1)
        }
    }
}
