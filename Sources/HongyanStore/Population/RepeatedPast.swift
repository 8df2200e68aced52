public import HongyanCore

/// The events of a past that comes again, in order of time, an hour's worth at a time. They are
/// places of an ``EventLog``: what they hold is never copied.
struct RepeatedPast {
    struct Event {
        /// When it comes again.
        let at: Timestamp
        let origin: EventLog.Place
        let round: UInt16
    }

    private let repetition: PastRepetition
    /// Ascending by (at, place); those before `index` have come.
    private var window: [Event] = []
    private var index = 0
    private var loadedThrough: Timestamp

    init(_ repetition: PastRepetition) {
        self.repetition = repetition
        loadedThrough = repetition.from
    }

    /// The next that has not come; nil when there are no more.
    mutating func next(in events: EventLog) -> Event? {
        while index == window.count {
            guard loadedThrough < repetition.end else { return nil }
            fill(from: events)
        }
        return window[index]
    }

    /// The next has come.
    mutating func pass() { index += 1 }

    private mutating func fill(from events: EventLog) {
        window.removeAll(keepingCapacity: true)
        index = 0
        // On whole minutes: nobody looks across the border of two stretches.
        let through = min(repetition.end, (loadedThrough + .hours(1)).minuteFloor)
        repetition.eachRound(after: loadedThrough, through: through) { low, high, shift, round in
            for kind in events.kinds.indices {
                events.each(of: kind, after: low - shift, through: high - shift) { place in
                    window.append(
                        Event(
                            at: events.at(place) + shift, origin: place,
                            round: UInt16(truncatingIfNeeded: round)))
                }
            }
        }
        window.sort { $0.at == $1.at ? $0.origin < $1.origin : $0.at < $1.at }
        loadedThrough = through
    }

    /// The first moment at which somebody must look: at once for some kinds, else at the end of the
    /// minute.
    mutating func nextStep(in events: EventLog, immediate: Set<EventKind>) -> Timestamp? {
        guard let first = next(in: events) else { return nil }
        let end = first.at.minuteCeiling
        for event in window[index...] {
            if event.at > end { break }
            let kind = events.kinds[events.kind(event.origin)].kind
            if immediate.contains(kind) { return min(end, event.at) }
        }
        return end
    }
}

extension DryRunStore: PastRepeating {
    public func beginRepeating(_ repetition: PastRepetition) throws(StoreError) -> Bool {
        guard keepsPopulation, memory.arrived == nil, ledger.population?.hasTakenEvents != true
        else { return false }
        memory.repetition = repetition
        memory.books = []
        return true
    }

    public func nextRepeated(
        immediate: Set<EventKind>, book: RuleBook
    ) throws(StoreError) -> Timestamp? {
        guard let population = try population(for: book) else { return nil }
        return population.repeats?.nextStep(in: population.events, immediate: immediate)
    }

    public func takeRepeated(through now: Timestamp, book: RuleBook) throws(StoreError) {
        guard let population = try population(for: book) else { return }
        let rows = population.takeRepeated(through: now)
        // Only messages that wait have an edge that may have changed.
        guard ledger.queue.waitingCount > 0 else { return ledger.stamps.forget() }
        for row in rows { ledger.stamps.touch(row) }
    }
}
