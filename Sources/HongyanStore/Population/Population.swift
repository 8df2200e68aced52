internal import GRDB
internal import HongyanCore

/// All customers of a dry run in memory, by columns: what triggers, conditions and gates ask of
/// them. A few hundred bytes a customer, and what one question costs does not depend on how many
/// there are.
///
/// It is read from the tables once, and says what they would say: conditions are asked of Core's
/// interpreter instead of SQL. What the run itself brings (events, refusals, dead numbers) is
/// written here as it comes. A class, because every call of the store works on this one; it lives
/// on the run's thread.
final class Population {
    /// What the rules of the run ask for.
    struct Need: Equatable {
        /// With columns, in schema order.
        var tags: [TagDefinition] = []
        /// Ascending.
        var kinds: [EventKind] = []
        var events: [EventDefinition] = []
        var signals: [SignalDefinition] = []
        /// Events after this.
        var from: Timestamp = .distantFuture
        /// The past that comes again.
        var repetition: PastRepetition?
    }

    /// A number as the store knows it.
    struct Number {
        /// The row of the customer who has it for marketing; 0 for none.
        var holder: Int64 = 0
        var failures: Int64 = 0
        var deadSince: Int64?
        var carrier: Carrier?
        /// It has a row among the numbers.
        var isKnown = false
    }

    let need: Need

    // MARK: By row; row 0 and gaps have an empty id

    var ids: [String] = []
    var rows: [String: Int32] = [:]
    /// Where a merged customer went.
    var merged: [Int64: Int64] = [:]
    /// The number as stored, sealed or not; empty for none.
    var phones: [String] = []
    var hashes: [Digest] = []
    /// Of `numbers`; negative for none.
    var numberPlaces: [Int32] = []
    var columns: [TagColumn] = []
    /// Rows by id; ids ascend by bytes.
    var byID: [Int32] = []

    // MARK: By number

    var numbers: [Number] = []
    var places: [Digest: Int32] = [:]
    var optOutsByNumber: [Digest: [OptOut]] = [:]
    var optOutsByRow: [Int64: [OptOut]] = [:]
    var reviewsByNumber: [Digest: Timestamp] = [:]
    var reviewsByRow: [Int64: Timestamp] = [:]
    var consents = ConsentColumns()

    // MARK: What happened

    let events: EventLog
    /// By column: the rows whose latest-event tag moved in the run, by ascending seq.
    var moves: [Int: [(seq: Int64, row: Int32)]] = [:]
    var days = DayIndexes()
    var memberships: [RuleID: Membership] = [:]
    /// The greatest seq issued.
    var lastSeq: Int64 = 0
    /// Made when events come from outside for the first time.
    var eventNames: EventNames?
    var repeats: RepeatedPast?
    /// Events have come since the tables were read.
    var hasTakenEvents = false
    /// Seqs of events whose texts were masked in the run.
    var masked: [Int64] = []
    /// By kind: the column that its events move.
    let latestColumns: [EventKind: Int]
    let columnNumbers: [TagName: Int]
    /// Conditions that were asked.
    var plans: [Condition: ConditionPlan] = [:]

    init(_ need: Need) {
        self.need = need
        events = EventLog(
            need.kinds.map { kind in
                (kind, need.events.first { $0.kind == kind }?.fields ?? [])
            }, keys: need.repetition?.keys ?? [])
        repeats = need.repetition.map { RepeatedPast($0) }
        var latest: [EventKind: Int] = [:]
        var numbers: [TagName: Int] = [:]
        for (index, tag) in need.tags.enumerated() {
            numbers[tag.name] = index
            if case .latest(let kind) = tag.source { latest[kind] = index }
        }
        latestColumns = latest
        columnNumbers = numbers
    }

    /// Rows up to the greatest, with gaps.
    var rowCount: Int { ids.count }

    /// The customer's own row, merged or not; nil when there is none.
    func row(of customer: CustomerID) -> Int? { rows[customer.rawValue].map { Int($0) } }

    func isThere(_ row: Int) -> Bool { row < ids.count && !ids[row].isEmpty }
    func isMerged(_ row: Int) -> Bool { !merged.isEmpty && merged[Int64(row)] != nil }

    /// nil for none.
    func hash(_ row: Int) -> Digest? { phones[row].isEmpty ? nil : hashes[row] }

    func number(_ row: Int) -> Number? {
        let place = numberPlaces[row]
        return place < 0 ? nil : numbers[Int(place)]
    }

    /// What is there in some of the columns.
    func tags(_ row: Int, of asked: [Int]) -> [TagName: Value] {
        var values: [TagName: Value] = [:]
        for index in asked {
            if let value = columns[index].value(row) { values[columns[index].tag.name] = value }
        }
        return values
    }

    // MARK: Conditions

    /// Asks conditions of one customer after another.
    final class Judge {
        let population: Population
        let now: Timestamp
        /// Who is asked about.
        var row = 0
        /// The event behind the occurrence.
        var event: EventLog.Place?
        /// The fields of the signal behind it.
        var fields: [String: Value] = [:]
        private(set) var subject: Subject

        init(_ population: Population, now: Timestamp, zone: Zone) {
            self.population = population
            self.now = now
            subject = Subject(now: now, zone: zone, tag: { _ in nil })
            subject = Subject(
                now: now, zone: zone,
                tag: { [unowned self] in self.tag($0) },
                field: { [unowned self] in self.field($0) },
                aggregate: { [unowned self] in
                    self.population.value(of: $0, for: self.row, now: self.now)
                })
        }

        private func tag(_ name: TagName) -> Value? {
            guard let index = population.columnNumbers[name] else { return nil }
            return population.columns[index].value(row)
        }

        private func field(_ name: String) -> Value? {
            guard let event else { return fields[name] }
            return population.events.value(name, of: event)
        }
    }

    /// As ``Aggregate/value(over:now:)`` over the customer's events, of which those outside the
    /// span are never looked at.
    func value(of aggregate: Aggregate, for row: Int, now: Timestamp) -> Value? {
        guard let kind = events.number(of: aggregate.event) else {
            return AggregateFold(aggregate).value
        }
        var next = events.latest(of: Int64(row), kind: kind)
        let from = now - aggregate.span
        var fold = AggregateFold(aggregate)
        let field = aggregate.field.map { events.field($0, of: kind) }
        while let place = next {
            let moment = events.at(place)
            if moment <= from { break }
            if moment <= now {
                // Without a field nil is what there is to take.
                fold.take((field ?? nil).flatMap { events.value($0, of: place) })
                if fold.isDone { break }
            }
            next = events.older(than: place)
        }
        return fold.value
    }
}

extension Population.Need {
    /// What a book's rules ask of customers and events.
    ///
    /// - Parameter from: The run begins here; nothing that its rules look back on is older than
    ///   ``events`` has it.
    init(_ book: RuleBook, from: Timestamp, repeating repetition: PastRepetition? = nil) {
        tags = book.tags.tags.filter(\.hasColumn)
        signals = book.tags.signals
        var asked: Set<EventKind> = []
        func add(_ condition: Condition) {
            for aggregate in condition.aggregates { asked.insert(aggregate.event) }
        }
        for rule in book.rules {
            add(rule.audience)
            switch rule.trigger {
            case .event(let trigger):
                asked.insert(trigger.event)
                add(trigger.where)
            case .absence(let trigger):
                asked.formUnion([trigger.event, trigger.unless])
                add(trigger.where)
            case .signal(let trigger): add(trigger.when)
            case .enters(let trigger): add(trigger.condition)
            case .dormant, .date, .schedule, .reply: break
            }
        }
        for cap in book.caps { add(cap.audience) }
        if repetition != nil {
            // Events that no rule asks for still move a tag when they come again.
            for case .latest(let kind) in tags.map(\.source) { asked.insert(kind) }
        }
        kinds = asked.sorted()
        let names = book.fieldsAsked
        events = kinds.compactMap { book.tags.event($0) }.map { event in
            EventDefinition(
                kind: event.kind, title: event.title,
                fields: event.fields.filter { names.contains($0.name) })
        }
        self.from = from - book.lookBack - .days(1)
        if let repetition {
            self.repetition = repetition
            self.from = min(
                self.from, repetition.from - repetition.period - Span(milliseconds: 1))
        }
    }

    /// Whether a population that was read for this is enough for another.
    func covers(_ other: Self) -> Bool {
        tags == other.tags && signals == other.signals && from <= other.from
            && repetition == other.repetition
            && other.kinds.allSatisfy { kinds.contains($0) }
            && other.events.allSatisfy { events.contains($0) }
    }

    /// One that is enough for both; tags and fields are the other's.
    func joined(with other: Self) -> Self {
        var both = other
        both.kinds = Set(kinds).union(other.kinds).sorted()
        both.events += events.filter { old in !other.events.contains { $0.kind == old.kind } }
        both.from = min(from, other.from)
        return both
    }
}
