internal import HongyanCore

/// Whether what occurrences waited for still is so: the answer of ``TriggerFacts``, from memory.
struct PopulationTriggers {
    private let population: Population
    private let rule: CompiledRule
    private let book: RuleBook
    private let now: Timestamp
    private let judge: Population.Judge
    /// Of the trigger.
    private let filter: ConditionPlan
    /// Names of the fields that the rule's texts show.
    private let fields: Set<String>
    private let signals: (SignalKind, CivilDay) throws -> [StoredSignal]

    init(
        _ population: Population, rule: CompiledRule, book: RuleBook, now: Timestamp,
        signals: @escaping (SignalKind, CivilDay) throws -> [StoredSignal]
    ) {
        self.population = population
        self.rule = rule
        self.book = book
        self.now = now
        self.signals = signals
        judge = Population.Judge(population, now: now, zone: book.workspace.zone)
        fields = book.fieldsAsked(by: rule)
        filter = population.plan(rule.trigger.condition, in: book.workspace.zone)
    }

    /// What is no longer to be found counts as cancelled.
    func answer(
        _ occurrence: Occurrence, row: Int?, restarts: TriggerFacts.Restarts
    ) throws -> TriggerFacts.Answer {
        switch rule.trigger {
        case .event(let trigger):
            guard let place = place(of: occurrence, kind: trigger.event) else {
                return TriggerFacts.Answer(state: .cancelled)
            }
            return answer(place, isCancelled: false)
        case .absence(let trigger): return absence(occurrence, trigger, restarts)
        case .dormant(let trigger):
            return TriggerFacts.Answer(
                state: isDormant(occurrence, row, trigger) ? .holds : .cancelled)
        case .date(let trigger):
            return TriggerFacts.Answer(
                state: isSameDay(occurrence, row, trigger) ? .holds : .cancelled)
        case .signal(let trigger): return try signal(occurrence, row, trigger)
        case .enters:
            guard let row else { return TriggerFacts.Answer(state: .cancelled) }
            judge.row = row
            return TriggerFacts.Answer(
                state: judge.holds(filter) ? .holds : .unmatched)
        case .schedule, .reply: return TriggerFacts.Answer(state: .holds)
        }
    }

    private func place(of occurrence: Occurrence, kind: EventKind) -> EventLog.Place? {
        guard case .event(let seq) = occurrence.cause,
            let place = population.events.place(of: seq),
            population.events.kind(place) == population.events.number(of: kind)
        else { return nil }
        return place
    }

    private func answer(
        _ place: EventLog.Place, isCancelled: Bool
    ) -> TriggerFacts.Answer {
        let events = population.events
        judge.row = Int(events.customer(place))
        judge.event = place
        defer { judge.event = nil }
        let state: TriggerState =
            isCancelled ? .cancelled : judge.holds(filter) ? .holds : .unmatched
        return TriggerFacts.Answer(state: state, fields: events.fields(of: place, fields))
    }

    private func absence(
        _ occurrence: Occurrence, _ trigger: AbsenceTrigger, _ restarts: TriggerFacts.Restarts
    ) -> TriggerFacts.Answer {
        guard let own = place(of: occurrence, kind: trigger.event) else {
            return TriggerFacts.Answer(state: .cancelled)
        }
        let chain = AbsenceChain(population.events, trigger)
        let place = restarts == .follow ? chain.latest(own) : own
        var answer = answer(place, isCancelled: chain.isCancelled(place))
        if place != own {
            let due = population.events.at(place) + trigger.delay
            answer.restart = (.event(population.events.seq(place)), due)
            if answer.state != .cancelled, due > now { answer.state = .restarted }
        }
        return answer
    }

    private func isDormant(
        _ occurrence: Occurrence, _ row: Int?, _ trigger: DormantTrigger
    ) -> Bool {
        guard let row, let index = population.columnNumbers[trigger.tag],
            let count = population.columns[index].count(row)
        else { return false }
        let moment = Timestamp(milliseconds: count)
        return moment <= now - trigger.span
            && book.workspace.zone.day(of: moment).description == occurrence.key
    }

    private func isSameDay(
        _ occurrence: Occurrence, _ row: Int?, _ trigger: DateTrigger
    ) -> Bool {
        guard case .day(let target) = occurrence.cause, let row,
            let index = population.columnNumbers[trigger.tag]
        else { return false }
        switch population.columns[index].value(row) {
        case .date(let day): return day == target
        case .anniversary(let day):
            return AnniversaryRule.keys(recurringOn: target).contains(day.key)
        default: return false
        }
    }

    private func signal(
        _ occurrence: Occurrence, _ row: Int?, _ trigger: SignalTrigger
    ) throws -> TriggerFacts.Answer {
        guard case .signal(let key, let day) = occurrence.cause, let row,
            let index = population.columnNumbers[trigger.by],
            population.columns[index].text(row) == key,
            let signal = try signals(trigger.signal, day).first(where: { $0.key == key })
        else { return TriggerFacts.Answer(state: .unmatched) }
        judge.row = row
        judge.fields = signal.fields
        defer { judge.fields = [:] }
        let state: TriggerState =
            signal.fetchedAt < now - trigger.freshFor
            ? .stale : judge.holds(filter) ? .holds : .unmatched
        return TriggerFacts.Answer(state: state, fields: signal.fields)
    }
}
