internal import HongyanCore

/// Gathers what one rule's trigger finds in one interval among the customers in memory: the answer
/// of ``OccurrenceCollector``, without a query.
struct PopulationCollector {
    private let population: Population
    private let rule: CompiledRule
    private let interval: Interval
    private let zone: Zone
    private let judge: Population.Judge
    private let audience: ConditionPlan
    /// Occurrences that are decided already, by customer's row and key.
    private let isKnown: (_ row: Int, _ key: String) throws -> Bool
    /// Facts of a kind of signal for a day.
    private let signals: (SignalKind, CivilDay) throws -> [StoredSignal]
    private(set) var found: [Occurrence] = []
    private(set) var outsideAudience = 0
    private var indexByKey: [String: Int] = [:]

    init(
        _ population: Population, rule: CompiledRule, interval: Interval, book: RuleBook,
        isKnown: @escaping (Int, String) throws -> Bool,
        signals: @escaping (SignalKind, CivilDay) throws -> [StoredSignal]
    ) {
        self.population = population
        self.rule = rule
        self.interval = interval
        self.isKnown = isKnown
        self.signals = signals
        zone = book.workspace.zone
        judge = Population.Judge(population, now: interval.toTime, zone: zone)
        audience = population.plan(rule.audience, in: zone)
    }

    /// In order of (due, customer, key).
    mutating func collect() throws -> [Occurrence] {
        switch rule.trigger {
        case .event(let trigger): try collect(trigger)
        case .absence(let trigger): try collect(trigger)
        case .dormant(let trigger): try collect(trigger)
        case .date(let trigger): try collect(trigger)
        case .signal(let trigger): try collect(trigger)
        case .enters: try collectEntries()
        case .schedule, .reply: preconditionFailure("asked elsewhere")
        }
        found.sort(by: Occurrence.comesBefore)
        return found
    }

    // MARK: What every trigger shares

    private var includesBacklog: Bool {
        if case .dormant(let trigger) = rule.trigger { return trigger.backlog == .include }
        return false
    }
    private var timeFrom: Timestamp {
        includesBacklog ? interval.fromTime : max(interval.fromTime, interval.activeFrom)
    }
    private var lateFrom: Timestamp { includesBacklog ? .distantPast : interval.activeFrom }

    private func isRead(_ seq: Int64) -> Bool { seq <= interval.fromSeq.value }
    private func isLate(_ seq: Int64) -> Bool {
        seq > interval.fromSeq.value && seq <= interval.toSeq.value
    }

    private mutating func take(
        _ row: Int, _ key: String, due: Timestamp, cause: Occurrence.Cause
    ) throws {
        guard try !isKnown(row, key) else { return }
        judge.row = row
        guard judge.holds(audience) else {
            outsideAudience += 1
            return
        }
        add(row, key, due: due, cause: cause)
    }

    private mutating func add(
        _ row: Int, _ key: String, due: Timestamp, cause: Occurrence.Cause
    ) {
        found.append(
            Occurrence(
                rule: rule.id, customer: CustomerID(population.ids[row]), key: key, due: due,
                cause: cause, isBacklog: due <= interval.activeFrom))
    }

    // MARK: Events

    /// Places of events whose `at + delay` falls due, and of those that came late.
    private func places(of kind: EventKind, delay: Span) -> [EventLog.Place] {
        let events = population.events
        guard let number = events.number(of: kind) else { return [] }
        var places: [EventLog.Place] = []
        let to = interval.toTime - delay
        events.each(of: number, after: timeFrom - delay, through: to) { place in
            if isRead(events.seq(place).value) { places.append(place) }
        }
        for place in events.places(after: interval.fromSeq, through: interval.toSeq)
        where events.kind(place) == number {
            let moment = events.at(place)
            if moment > lateFrom - delay, moment <= to { places.append(place) }
        }
        return places
    }

    private func meets(_ condition: ConditionPlan, _ place: EventLog.Place) -> Bool {
        judge.row = Int(population.events.customer(place))
        judge.event = place
        defer { judge.event = nil }
        return judge.holds(condition)
    }

    private mutating func collect(_ trigger: EventTrigger) throws {
        let filter = population.plan(trigger.where, in: zone)
        for place in places(of: trigger.event, delay: trigger.after) where meets(filter, place) {
            let events = population.events
            try take(
                Int(events.customer(place)), events.id(place),
                due: events.at(place) + trigger.after, cause: .event(events.seq(place)))
        }
    }

    private mutating func collect(_ trigger: AbsenceTrigger) throws {
        let chain = AbsenceChain(population.events, trigger)
        let filter = population.plan(trigger.where, in: zone)
        for place in places(of: trigger.event, delay: trigger.delay) {
            guard !chain.isCancelled(place, through: trigger.within),
                !chain.isRestarted(place), meets(filter, place)
            else { continue }
            try takeEarliest(place, chain.key(place), delay: trigger.delay)
        }
    }

    /// Of several events of one customer and key only the earliest stays.
    private mutating func takeEarliest(
        _ place: EventLog.Place, _ key: String, delay: Span
    ) throws {
        let events = population.events
        let row = Int(events.customer(place))
        let due = events.at(place) + delay
        guard try !isKnown(row, key) else { return }
        judge.row = row
        guard judge.holds(audience) else {
            outsideAudience += 1
            return
        }
        let name = "\(population.ids[row])\u{1F}\(key)"
        let cause = Occurrence.Cause.event(events.seq(place))
        guard let index = indexByKey[name] else {
            indexByKey[name] = found.count
            return add(row, key, due: due, cause: cause)
        }
        guard due < found[index].due else { return }
        found[index] = Occurrence(
            rule: rule.id, customer: found[index].customer, key: key, due: due, cause: cause,
            isBacklog: due <= interval.activeFrom)
    }

    // MARK: Tags

    private mutating func collect(_ trigger: DormantTrigger) throws {
        guard let index = population.columnNumbers[trigger.tag] else { return }
        let to = interval.toTime - trigger.span
        let column = population.columns[index]
        let due = population.days.rows(
            column, at: index, after: timeFrom - trigger.span, through: to)
        for row in due where isRead(column.seq(Int(row))) {
            try takeDormant(Int(row), column, trigger)
        }
        for row in changedRows(of: index) {
            guard let count = column.count(row), count <= to.milliseconds,
                count > (lateFrom - trigger.span).milliseconds
            else { continue }
            try takeDormant(row, column, trigger)
        }
    }

    private mutating func takeDormant(
        _ row: Int, _ column: TagColumn, _ trigger: DormantTrigger
    ) throws {
        guard let count = column.count(row), !population.isMerged(row) else { return }
        let moment = Timestamp(milliseconds: count)
        let day = zone.day(of: moment)
        try take(row, day.description, due: moment + trigger.span, cause: .day(day))
    }

    /// Rows whose tag changed since the last reading. Since the population was read only events
    /// change tags, and only those of latest events.
    private func changedRows(of index: Int) -> [Int] {
        let column = population.columns[index]
        guard column.tag.isTracked else { return [] }
        if column.greatestSeq > interval.fromSeq.value {
            return (0..<column.rowCount).filter { isLate(column.seq($0)) }
        }
        guard case .latest = column.tag.source else { return [] }
        return population.movedRows(of: index, after: interval.fromSeq).filter {
            isLate(column.seq($0))
        }
    }

    private mutating func collect(_ trigger: DateTrigger) throws {
        guard let index = population.columnNumbers[trigger.tag] else { return }
        let column = population.columns[index]
        let targets = OccurrenceCollector.targetDays(
            daysBefore: trigger.daysBefore, at: trigger.at, after: timeFrom,
            through: interval.toTime, zone: zone)
        for target in targets {
            let due = zone.moment(target - trigger.daysBefore, trigger.at)
            let keys =
                trigger.isAnniversary
                ? AnniversaryRule.keys(recurringOn: target).map { Int64($0) }
                : [Int64(target.number)]
            for key in keys {
                for row in population.days.rows(column, at: index, day: key)
                where isRead(column.seq(Int(row))) && !population.isMerged(Int(row)) {
                    let name = Self.key(column.value(Int(row)), on: target)
                    try take(Int(row), name, due: due, cause: .day(target))
                }
            }
        }
        try collectChanged(trigger, column, index)
    }

    private static func key(_ value: Value?, on target: CivilDay) -> String {
        guard case .anniversary(let day) = value else { return target.description }
        return AnniversaryRule.occurrenceKey(of: day, on: target)
    }

    private mutating func collectChanged(
        _ trigger: DateTrigger, _ column: TagColumn, _ index: Int
    ) throws {
        for row in changedRows(of: index) where !population.isMerged(row) {
            guard
                let (target, key) = OccurrenceCollector.latestTarget(
                    trigger, through: interval.toTime, zone: zone, of: column.value(row))
            else { continue }
            let due = zone.moment(target - trigger.daysBefore, trigger.at)
            guard due > lateFrom, due <= interval.toTime else { continue }
            try take(row, key, due: due, cause: .day(target))
        }
    }

    // MARK: Signals

    private mutating func collect(_ trigger: SignalTrigger) throws {
        guard let index = population.columnNumbers[trigger.by] else { return }
        let column = population.columns[index]
        for isLatePart in [false, true] {
            var targets = OccurrenceCollector.targetDays(
                daysBefore: trigger.daysBefore, at: trigger.at,
                after: isLatePart ? lateFrom : timeFrom, through: interval.toTime, zone: zone)
            if isLatePart {
                let today = zone.day(of: interval.toTime)
                targets = targets.filter { $0 >= today }
            }
            for target in targets {
                let due = zone.moment(target - trigger.daysBefore, trigger.at)
                for signal in try signals(trigger.signal, target) {
                    try collect(trigger, signal, column, index, target, due, isLatePart)
                }
            }
        }
    }

    private mutating func collect(
        _ trigger: SignalTrigger, _ signal: StoredSignal, _ column: TagColumn, _ index: Int,
        _ target: CivilDay, _ due: Timestamp, _ isLatePart: Bool
    ) throws {
        let isTracked = column.tag.isTracked
        if isLatePart, signal.seq <= interval.fromSeq.value,
            !isTracked || column.greatestSeq <= interval.fromSeq.value
        {
            return
        }
        judge.fields = signal.fields
        defer { judge.fields = [:] }
        let when = population.plan(trigger.when, in: zone)
        for row in population.days.rows(column, at: index, text: signal.key) {
            let row = Int(row)
            let seq = max(signal.seq, column.seq(row))
            guard isLatePart ? isLate(seq) : isRead(seq), !population.isMerged(row)
            else { continue }
            judge.row = row
            guard judge.holds(when) else { continue }
            try take(
                row, target.description, due: due,
                cause: .signal(key: signal.key, day: target))
        }
    }

    // MARK: Entries

    private mutating func collectEntries() throws {
        let entries =
            population.memberships[rule.id]?.entries(after: timeFrom, through: interval.toTime)
            ?? []
        for (row, instant) in entries where !population.isMerged(row) {
            let key = zone.day(of: instant).description
            try take(row, key, due: instant, cause: .instant(instant))
        }
    }
}

/// A fact about a day, as the store has it.
struct StoredSignal {
    let key: String
    let fetchedAt: Timestamp
    let seq: Int64
    let fields: [String: Value]
}

/// What an absence asks of the events of its customer; in SQL ``AbsenceSQL``.
struct AbsenceChain {
    private let events: EventLog
    private let trigger: AbsenceTrigger
    private let kind: Int?
    private let unless: Int?

    init(_ events: EventLog, _ trigger: AbsenceTrigger) {
        self.events = events
        self.trigger = trigger
        kind = events.number(of: trigger.event)
        unless = events.number(of: trigger.unless)
    }

    /// The key field as text, else the event's id.
    func key(_ place: EventLog.Place) -> String {
        trigger.key.flatMap { events.stored($0, of: place).asText } ?? events.id(place)
    }

    /// An `unless` event of the same customer lies in `[t, t + span]`, both ends included; without
    /// a span, anywhere after t.
    func isCancelled(_ place: EventLog.Place, through span: Span? = nil) -> Bool {
        guard let unless else { return false }
        let from = events.at(place)
        let end = span.map { from + $0 }
        let same = trigger.same.map { events.stored($0, of: place) }
        var next = events.latest(of: events.customer(place), kind: unless)
        while let other = next, events.at(other) >= from {
            next = events.older(than: other)
            if let end, events.at(other) > end { continue }
            if let same, let field = trigger.same {
                guard same.equals(events.stored(field, of: other)) else { continue }
            }
            return true
        }
        return false
    }

    /// A later event of the same key, by (at, seq), lies in `[t, t + within]`.
    func isRestarted(_ place: EventLog.Place) -> Bool {
        let end = events.at(place) + trigger.within
        var isFound = false
        eachLater(than: place) { other in
            if events.at(other) <= end { isFound = true }
            return !isFound
        }
        return isFound
    }

    /// The last event of the same key, by (at, seq); itself when none came later.
    func latest(_ place: EventLog.Place) -> EventLog.Place {
        var last = place
        eachLater(than: place) { other in
            last = other
            return false
        }
        return last
    }

    /// From the newest to the oldest; `body` says whether to go on.
    private func eachLater(than place: EventLog.Place, _ body: (EventLog.Place) -> Bool) {
        guard let field = trigger.key, let kind else { return }
        let key = events.stored(field, of: place)
        let (at, seq) = (events.at(place), events.seq(place))
        var next = events.latest(of: events.customer(place), kind: kind)
        while let other = next {
            let moment = events.at(other)
            guard moment > at || moment == at && events.seq(other) > seq else { return }
            if key.equals(events.stored(field, of: other)), !body(other) { return }
            next = events.older(than: other)
        }
    }
}
