extension TriggerTeller {
    // MARK: Days and the clock

    /// The silence after the last event, and earlier silences that went on long enough.
    func dormant(_ trigger: DormantTrigger) -> TriggerStory {
        guard case .time(let last)? = tags[trigger.tag] else {
            return TriggerStory(chapters: [], missing: .event(trigger.event))
        }
        let starts = events(of: trigger.event)
        var chapters: [TriggerStory.Chapter] = []
        for (start, back) in zip(starts, starts.dropFirst())
        where back.event.at > start.event.at + trigger.span {
            chapters.append(
                silence(
                    after: start.event.at, trigger,
                    steps: [step(.started, start), step(.cancelled, back)], isOver: true))
        }
        let steps = starts.last { $0.event.at == last }.map { [step(.started, $0)] } ?? []
        chapters.append(silence(after: last, trigger, steps: steps, isOver: false))
        return story(chapters, missing: .event(trigger.event))
    }

    private func silence(
        after last: Timestamp, _ trigger: DormantTrigger, steps: [TriggerStory.Step], isOver: Bool
    ) -> TriggerStory.Chapter {
        let day = zone.day(of: last)
        let due = last + trigger.span
        let status = clock(due, includesBacklog: trigger.backlog == .include)
        let isStanding = standing[day.description] == .final
        return TriggerStory.Chapter(
            key: day.description, due: due, cause: .day(day),
            status: isOver && !isStanding ? .cancelled : status, steps: steps)
    }

    /// The date that came last and the one that comes next.
    func date(_ trigger: DateTrigger) -> TriggerStory {
        var targets: [(day: CivilDay, key: String)] = []
        switch tags[trigger.tag] {
        case .anniversary(let anniversary)?:
            let today = zone.day(of: now)
            let center: Int
            switch anniversary.calendar {
            case .solar: center = today.fields.year
            case .lunar: center = Lunar.date(of: today)?.year ?? today.fields.year
            }
            for year in center - 1...center + 1 {
                guard let day = AnniversaryRule.days(of: anniversary, inYear: year) else {
                    continue
                }
                targets.append((day, AnniversaryRule.occurrenceKey(of: anniversary, on: day)))
            }
        case .date(let day)?: targets = [(day, day.description)]
        default: return TriggerStory(chapters: [], missing: .tag(trigger.tag))
        }
        let all = targets.map { target -> TriggerStory.Chapter in
            let due = zone.moment(target.day - trigger.daysBefore, trigger.at)
            return TriggerStory.Chapter(
                key: target.key, due: due, cause: .day(target.day), status: clock(due))
        }
        let past = all.last { $0.due <= now }
        let next = all.first { $0.due > now }
        return story([past, next].compactMap { $0 }, missing: .tag(trigger.tag))
    }

    /// The facts around today for the customer's key.
    func signal(_ trigger: SignalTrigger) -> TriggerStory {
        let next = TriggerClock.nextInstant(of: rule.trigger, after: now, zone: zone)
        guard case .text(let key)? = tags[trigger.by] else {
            return TriggerStory(chapters: [], missing: .tag(trigger.by), next: next)
        }
        let chapters = history.signals.filter { $0.key == key && $0.fetchedAt <= now }.map {
            fact -> TriggerStory.Chapter in
            let due = zone.moment(fact.day - trigger.daysBefore, trigger.at)
            let (holds, trace) = judged(trigger.when, fact.fields)
            let isStale = fact.fetchedAt < min(due, now) - trigger.freshFor
            return TriggerStory.Chapter(
                key: fact.day.description, due: due, cause: .signal(key: key, day: fact.day),
                status: isStale ? .stale : holds ? clock(due) : .unmatched,
                steps: [TriggerStory.Step(kind: .fetched, at: fact.fetchedAt, name: key)],
                condition: trace)
        }
        let target = zone.day(of: now) + trigger.daysBefore
        return story(chapters, missing: .signal(key: key, day: target), next: next)
    }

    /// The instant that struck last and the one to come.
    func schedule(_ trigger: ScheduleTrigger) -> TriggerStory {
        let next = TriggerClock.nextInstant(of: rule.trigger, after: now, zone: zone)
        let last: Timestamp?
        switch trigger {
        case .once(let moment): last = moment <= now ? moment : nil
        case .cron(let cron): last = cron.latest(through: now, zone: zone)
        }
        let chapters = [last, next].compactMap { $0 }.map { instant in
            TriggerStory.Chapter(
                key: zone.format(instant), due: instant, cause: .instant(instant),
                status: clock(instant))
        }
        return story(chapters, missing: .instant, next: next)
    }

    /// The last entry that a sample saw.
    func enters(_ trigger: EntersTrigger) -> TriggerStory {
        let next = TriggerClock.nextInstant(of: rule.trigger, after: now, zone: zone)
        let (holds, trace) = judged(trigger.condition)
        guard let entered = history.membership?.entered, entered <= now else {
            return TriggerStory(
                chapters: [], missing: .entry(isInside: history.membership?.isInside ?? false),
                next: next, condition: trace)
        }
        let chapter = TriggerStory.Chapter(
            key: zone.day(of: entered).description, due: entered, cause: .instant(entered),
            status: holds ? clock(entered) : .unmatched,
            steps: [TriggerStory.Step(kind: .entered, at: entered, name: "")], condition: trace)
        return story([chapter], missing: .entry(isInside: true), next: next)
    }
}
