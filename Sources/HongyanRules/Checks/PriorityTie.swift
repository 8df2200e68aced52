import HongyanCore

/// Rules under one cap that are decided in the same minute at equal priority.
enum PriorityTie: Check {
    static let page = CheckPage(
        id: "priority/tie", severity: .warning,
        title: .init(
            zh: "争同一名额的规则优先级不同",
            en: "rules that compete for one slot differ in priority"),
        why: .init(
            zh: """
                同一分钟里争同一个频控名额，优先级高的先得；优先级相同就按规则名的字母序，\
                这多半不是谁的本意。请给它们不同的 priority。
                """,
            en: """
                Of rules that compete for a cap's slot in the same minute the greater priority \
                wins; at equal priority the alphabet does, which is hardly what anybody wants. \
                Give them different priorities.
                """),
        bad: "# a.yaml and b.yaml\ntrigger: {schedule: \"0 10 * * *\"}",
        good: "# b.yaml\ntrigger: {schedule: \"0 10 * * *\"}\npriority: 60")

    static func run(_ context: CheckContext) {
        let rules = context.book.rules.filter(\.isEnabled)
        // With a slot for every rule there is hardly anything to compete for.
        let caps = context.book.policy.caps.filter { cap in
            cap.count > 0 && cap.count < rules.count { $0.purpose == cap.purpose }
        }
        var earlier: [Group: [Moments]] = [:]
        for source in context.rules.filter(\.rule.isEnabled).sorted(by: { $0.rule.id < $1.rule.id })
        {
            let rule = source.rule
            guard let cap = caps.first(where: { $0.purpose == rule.purpose }), !rule.isImmediate,
                rule.meets(.cap)
            else { continue }
            let moments = Moments(rule, context.waits)
            let group = Group(purpose: rule.purpose, priority: rule.priority)
            let rival = earlier[group, default: []].first { $0.meets(moments) }
            earlier[group, default: []].append(moments)
            guard let rival else { continue }
            report(
                source.file.reader,
                at: source.file.place(source.file.node("priority") == nil ? "rule" : "priority"),
                zh: """
                    与“\(rival.rule.id)”优先级同为 \(rule.priority)，\
                    争频控“\(cap.name)”的名额
                    """,
                en:
                    "ties with '\(rival.rule.id)' at priority \(rule.priority) "
                    + "under the cap '\(cap.name)'")
        }
    }

    private struct Group: Hashable {
        let purpose: Purpose
        let priority: Int
    }
}

/// When a rule is decided by more than chance, in minutes of the week from Monday 00:00.
private struct Moments {
    let rule: CompiledRule
    /// At which the clock makes it due; nil for triggers that hang on rows.
    let clock: Set<Int>?
    /// At which messages that waited for its window wake; nil when none waits.
    let opening: Set<Int>?

    init(_ rule: CompiledRule, _ waits: WindowWaits) {
        self.rule = rule
        clock = Moments.clock(rule.trigger)
        opening = Moments.opening(rule, clock, waits)
    }

    /// Whether both may be decided in the same minute about one customer.
    func meets(_ other: Moments) -> Bool {
        guard isTogether(other) else { return false }
        return !Selection.areDisjoint(rule.audience, other.rule.audience)
    }

    private func isTogether(_ other: Moments) -> Bool {
        if rule.triggerFingerprint == other.rule.triggerFingerprint { return true }
        if let clock, let theirs = other.clock, !clock.isDisjoint(with: theirs) { return true }
        guard let opening, let theirs = other.opening else { return false }
        return !opening.isDisjoint(with: theirs)
    }

    private static func clock(_ trigger: Trigger) -> Set<Int>? {
        let times: (minutes: [Int], weekdays: Set<Int>)
        switch trigger {
        case .date(let date): times = ([date.at.minutes], Set(1...7))
        case .signal(let signal): times = ([signal.at.minutes], Set(1...7))
        case .enters(let enters): times = ([enters.at.minutes], Set(1...7))
        case .schedule(.cron(let cron)):
            times = (
                cron.hours.flatMap { hour in cron.minutes.map { hour * 60 + $0 } },
                cron.daysAreEither ? Set(1...7) : cron.weekdays
            )
        case .schedule(.once), .event, .absence, .dormant, .reply: return nil
        }
        return Set(times.weekdays.flatMap { day in times.minutes.map { minute(day, $0) } })
    }

    private static func opening(
        _ rule: CompiledRule, _ clock: Set<Int>?, _ waits: WindowWaits
    ) -> Set<Int>? {
        if case .schedule(.once) = rule.trigger { return nil }
        guard case .defer = rule.closed, let window = rule.window,
            window.weekdays.count < 7 || window.spans != [Moments.always]
        else { return nil }
        if let clock {
            let waits = waits.of(window)
            guard clock.contains(where: { waits[$0] > 0 }) else { return nil }
        }
        return Set(
            window.weekdays.flatMap { day in
                window.spans.map { minute(day, $0.from.minutes) }
            })
    }

    private static let always = DaySpan(from: MinuteOfDay(0), to: MinuteOfDay(1_440))

    private static func minute(_ weekday: Int, _ minute: Int) -> Int {
        (weekday - 1) * 1_440 + minute
    }
}
