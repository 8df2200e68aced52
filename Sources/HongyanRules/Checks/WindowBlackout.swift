import HongyanCore

/// A schedule whose every due day falls into a blackout, so that all of it is dropped.
enum WindowBlackout: Check {
    static let page = CheckPage(
        id: "window/blackout", severity: .error,
        title: .init(
            zh: "日程不会次次落进静默日",
            en: "a schedule is due on some day outside blackouts"),
        why: .init(
            zh: """
                静默日里不发营销短信；等不到它结束的，就被放弃。这条规则的每个触发日都在里面，\
                所以它从不发送。请换一天，或用 closed: defer 等到静默日之后。
                """,
            en: """
                No marketing leaves in a blackout, and what cannot wait until its end is dropped. \
                Every due day of this rule lies in one, so it never sends. Take another day, or \
                let it wait longer with 'closed: defer'.
                """),
        bad:
            """
            # blackouts: {高考: "06-07 .. 06-09"}
            trigger: {schedule: "0 10 7 6 *"}
            closed: drop
            """,
        good: "trigger: {schedule: \"0 10 10 6 *\"}\nclosed: drop")

    /// Of a schedule's instants so many are looked at; no pattern of dates needs more.
    static let mostInstants = 64

    static func run(_ context: CheckContext) {
        let blackouts = context.book.policy.blackouts
        let zone = context.book.workspace.zone
        guard !blackouts.isEmpty, context.isSound(context.policy) else { return }
        for source in context.rules where source.rule.purpose == .marketing {
            guard let window = source.rule.window,
                case .schedule(let schedule) = source.rule.trigger
            else { continue }
            guard let first = first(schedule, zone), isLost(first, window, source.rule, context)
            else { continue }
            let day = zone.day(of: first)
            let name = blackouts.first { $0.covers(day) }?.name ?? blackouts[0].name
            report(
                source.file.reader, at: source.file.place("trigger"),
                zh: "每个触发日都落在静默日“\(name)”里，短信全被放弃",
                en: "every due day falls into the blackout '\(name)', all of it is dropped")
        }
    }

    private static func first(_ schedule: ScheduleTrigger, _ zone: Zone) -> Timestamp? {
        switch schedule {
        case .once(let moment): moment
        case .cron(let cron): cron.next(after: zone.moment(SampleYears.start), zone: zone)
        }
    }

    /// Whether blackouts, and they alone, take each instant of 28 years from the first on.
    private static func isLost(
        _ first: Timestamp, _ window: Window, _ rule: CompiledRule, _ context: CheckContext
    ) -> Bool {
        let zone = context.book.workspace.zone
        let blackouts = context.book.policy.blackouts
        let end = zone.moment(SampleYears.start + SampleYears.days)
        var instant = first
        for _ in 0..<mostInstants {
            let isTaken =
                !window.isReached(from: instant, rule.closed, blackouts, zone)
                && window.isReached(from: instant, rule.closed, [], zone)
            guard isTaken else { return false }
            guard case .schedule(.cron(let cron)) = rule.trigger,
                let next = cron.next(after: instant, zone: zone), next < end
            else { return true }
            instant = next
        }
        return true
    }
}

extension Window {
    /// Whether what falls due at a moment comes to an opening before its deadline.
    func isReached(
        from due: Timestamp, _ closed: Closed, _ blackouts: [Blackout], _ zone: Zone
    ) -> Bool {
        // The sample years have no notices: what counts is their ordinary weeks.
        let ordinary = Window(name: name, weekdays: ordinaryWeekdays, spans: spans)
        let next = ordinary.nextOpening(
            from: due, zone: zone, blackouts: blackouts, calendar: .mainland)
        guard case .at(let opensAt) = next else { return false }
        return switch closed {
        case .drop: opensAt == due
        case .defer(let span): opensAt <= due + span
        }
    }
}
