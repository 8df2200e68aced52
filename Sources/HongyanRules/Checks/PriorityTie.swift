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
                这多半不是谁的本意。请给它们不同的 priority。相争的一组规则只报一处。
                """,
            en: """
                Of rules that compete for a cap's slot in the same minute the greater priority \
                wins; at equal priority the alphabet does, which is hardly what anybody wants. \
                Give them different priorities. A group of such rules is one finding.
                """),
        bad: "# a.yaml and b.yaml\ntrigger: {schedule: \"0 10 * * *\"}",
        good: "# b.yaml\ntrigger: {schedule: \"0 10 * * *\"}\npriority: 60")

    /// How many rules of a group are named beside the first two.
    static let mostNamed = 10

    static func run(_ context: CheckContext) {
        let rules = context.book.rules.filter(\.isEnabled)
        // With a slot for every rule there is hardly anything to compete for.
        let caps = context.book.policy.caps.filter { cap in
            cap.count > 0 && cap.count < rules.count { cap.purposes.contains($0.purpose) }
        }
        var earlier: [Rank: [Rival]] = [:]
        var ties: [Tie] = []
        for source in context.rules.filter(\.rule.isEnabled).sorted(by: { $0.rule.id < $1.rule.id })
        {
            let rule = source.rule
            guard let cap = caps.first(where: { $0.purposes.contains(rule.purpose) }),
                !rule.isImmediate,
                rule.meets(.cap)
            else { continue }
            let moments = Moments(rule, context.waits)
            let rank = Rank(purpose: rule.purpose, priority: rule.priority)
            // Taken out, so that nothing is copied.
            var rivals = earlier.removeValue(forKey: rank) ?? []
            var own = Rival(moments: moments, tie: nil)
            if let index = rivals.firstIndex(where: { $0.moments.meets(moments) }) {
                if let tie = rivals[index].tie {
                    ties[tie].others.append(rule.id)
                } else {
                    rivals[index].tie = ties.count
                    ties.append(Tie(first: rivals[index].moments.rule.id, second: source, cap: cap))
                }
                own.tie = rivals[index].tie
            }
            if rivals.count < Selection.mostCompared { rivals.append(own) }
            earlier[rank] = rivals
        }
        for tie in ties { report(tie) }
    }

    private static func report(_ tie: Tie) {
        let file = tie.second.file
        let priority = tie.second.rule.priority
        var notes: [Diagnostic.Message] = []
        if !tie.others.isEmpty {
            let names = tie.others.prefix(mostNamed).map(\.rawValue).joined(separator: ", ")
            let count = tie.others.count
            let end = count > mostNamed ? ", …" : ""
            notes.append(
                .init(
                    zh: "还有 \(count) 条规则也一样：\(names)\(end)",
                    en: "so \(count == 1 ? "does 1 more rule" : "do \(count) more rules"): "
                        + names + end))
        }
        report(
            file.reader, at: file.place(file.node("priority") == nil ? "rule" : "priority"),
            zh: "与“\(tie.first)”优先级同为 \(priority)，争频控“\(tie.cap.name)”的名额",
            en: "ties with '\(tie.first)' at priority \(priority) under the cap '\(tie.cap.name)'",
            notes: notes)
    }

    private struct Rank: Hashable {
        let purpose: Purpose
        let priority: Int
    }

    /// An earlier rule, and the tie it is in.
    private struct Rival {
        let moments: Moments
        var tie: Int?
    }

    /// Rules that tie, each with one before it.
    private struct Tie {
        let first: RuleID
        let second: RuleSource
        let cap: Cap
        /// Ascending.
        var others: [RuleID] = []
    }
}

/// When a rule is decided by more than chance.
private struct Moments {
    let rule: CompiledRule
    /// At which the clock makes it due; nil for triggers that hang on rows.
    let clock: WeekMinutes?
    /// At which messages that waited for its window wake; nil when none waits.
    let opening: WeekMinutes?

    init(_ rule: CompiledRule, _ waits: WindowWaits) {
        self.rule = rule
        clock = WeekMinutes(rule.trigger)
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

    private static func opening(
        _ rule: CompiledRule, _ clock: WeekMinutes?, _ waits: WindowWaits
    ) -> WeekMinutes? {
        if case .schedule(.once) = rule.trigger { return nil }
        guard case .defer = rule.closed, let window = rule.window,
            window.ordinaryWeekdays.count < 7 || window.spans != [Moments.always]
        else { return nil }
        if let clock, clock.count(waitingOver: 0, waits.of(window)) == 0 { return nil }
        return WeekMinutes(
            weekdays: window.ordinaryWeekdays, minutes: Set(window.spans.map(\.from.minutes)))
    }

    private static let always = DaySpan(from: MinuteOfDay(0), to: MinuteOfDay(1_440))
}
