public import HongyanCore

/// What one rule would do for one customer at a moment, without a ledger row: for `render` and
/// `explain`.
public enum Rehearsal {
    /// The occurrence that the rule would have now, or had last, for the customer; nil when the
    /// customer's data give none (no such event, no such tag).
    /// - Parameter latestEvent: of the trigger's event kind, up to now.
    public static func occurrence(
        of rule: CompiledRule, customer: CustomerID, tags: [TagName: Value],
        latestEvent: (seq: Seq, event: IncomingEvent)?, now: Timestamp, zone: Zone
    ) -> Occurrence? {
        func make(_ key: String, _ due: Timestamp, _ cause: Occurrence.Cause) -> Occurrence {
            Occurrence(rule: rule.id, customer: customer, key: key, due: due, cause: cause)
        }
        let today = zone.day(of: now)
        switch rule.trigger {
        case .event(let trigger):
            guard let (seq, event) = latestEvent else { return nil }
            let key = event.id?.rawValue ?? "seq \(seq)"
            return make(key, event.at + trigger.after, .event(seq))
        case .absence(let trigger):
            guard let (seq, event) = latestEvent else { return nil }
            var key = event.id?.rawValue ?? "seq \(seq)"
            if let name = trigger.key, case .text(let text)? = event.fields[name] { key = text }
            return make(key, event.at + trigger.delay, .event(seq))
        case .dormant(let trigger):
            guard case .time(let last)? = tags[trigger.tag] else { return nil }
            let day = zone.day(of: last)
            return make(day.description, last + trigger.span, .day(day))
        case .date(let trigger):
            return date(trigger, tags: tags, today: today, zone: zone, make: make)
        case .signal(let trigger):
            guard case .text(let key)? = tags[trigger.by] else { return nil }
            let day = today + trigger.daysBefore
            let due = zone.moment(today, trigger.at)
            return make(day.description, due, .signal(key: key, day: day))
        case .schedule, .enters, .reply:
            return make(zone.format(now.minuteFloor), now.minuteFloor, .instant(now.minuteFloor))
        }
    }

    private static func date(
        _ trigger: DateTrigger, tags: [TagName: Value], today: CivilDay, zone: Zone,
        make: (String, Timestamp, Occurrence.Cause) -> Occurrence
    ) -> Occurrence? {
        let target: CivilDay
        let key: String
        switch tags[trigger.tag] {
        case .anniversary(let anniversary)?:
            guard let next = AnniversaryRule.next(of: anniversary, onOrAfter: today) else {
                return nil
            }
            target = next
            key = AnniversaryRule.occurrenceKey(of: anniversary, on: next)
        case .date(let day)?:
            target = day
            key = day.description
        default: return nil
        }
        return make(key, zone.moment(target - trigger.daysBefore, trigger.at), .day(target))
    }

    /// All gates' verdicts on an occurrence at a moment, as the engine would give them now.
    public static func decision(
        on facts: Facts, of rule: CompiledRule, book: RuleBook, stops: [Stop], now: Timestamp
    ) -> Decision? {
        var pass = SharedPass(GateContext(rule: rule, book: book, stops: stops, now: now))
        return pass.settle(facts)
    }
}

extension Trigger {
    /// The kind of event that starts it, where one does.
    public var startingEvent: EventKind? {
        switch self {
        case .event(let trigger): trigger.event
        case .absence(let trigger): trigger.event
        case .dormant(let trigger): trigger.event
        case .date, .signal, .schedule, .enters, .reply: nil
        }
    }
}
