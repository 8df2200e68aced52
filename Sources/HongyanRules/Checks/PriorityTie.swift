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
        let caps = context.book.policy.caps.filter { $0.count > 0 }
        let sources = context.rules.filter(\.rule.isEnabled)
            .sorted { $0.rule.id < $1.rule.id }
        for (index, source) in sources.enumerated() {
            guard let cap = caps.first(where: { $0.purpose == source.rule.purpose }),
                GateTable.gates(for: source.rule.purpose).contains(.cap),
                let rival = sources[..<index].first(where: { competes($0.rule, source.rule) })
            else { continue }
            let key = source.file.node("priority") == nil ? "rule" : "priority"
            report(
                source.file.reader, at: source.file.place(key),
                zh: """
                    与“\(rival.rule.id)”优先级同为 \(source.rule.priority)，争频控“\(cap.name)”的\
                    名额
                    """,
                en:
                    "ties with '\(rival.rule.id)' at priority \(source.rule.priority) "
                    + "under the cap '\(cap.name)'")
        }
    }

    private static func competes(_ one: CompiledRule, _ other: CompiledRule) -> Bool {
        guard one.purpose == other.purpose, one.priority == other.priority,
            !one.isImmediate, !other.isImmediate,
            !Selection.areDisjoint(one.audience, other.audience)
        else { return false }
        return meet(one, other)
    }

    /// Whether both may be decided in the same minute by more than chance.
    private static func meet(_ one: CompiledRule, _ other: CompiledRule) -> Bool {
        if one.triggerFingerprint == other.triggerFingerprint { return true }
        if let left = clock(one.trigger), let right = clock(other.trigger),
            !left.isDisjoint(with: right)
        {
            return true
        }
        // What waited for a window wakes when it opens.
        guard let left = opening(one), let right = opening(other) else { return false }
        return !left.isDisjoint(with: right)
    }

    /// The minutes of the day at which the clock makes a trigger due, with the weekday for cron.
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
        return Set(times.weekdays.flatMap { day in times.minutes.map { day * 1_440 + $0 } })
    }

    /// The minutes of the week at which messages that waited for the rule's window wake; nil when
    /// none waits.
    private static func opening(_ rule: CompiledRule) -> Set<Int>? {
        guard case .defer = rule.closed, let window = rule.window else { return nil }
        let waits = WindowShare.waits(window)
        guard waits.contains(where: { $0 > 0 }) else { return nil }
        if let clock = clock(rule.trigger),
            !clock.contains(where: { waits[($0 - 1_440) % waits.count] > 0 })
        {
            return nil
        }
        if case .schedule(.once) = rule.trigger { return nil }
        return Set(
            window.weekdays.flatMap { day in
                window.spans.map { day * 1_440 + $0.from.minutes }
            })
    }
}
