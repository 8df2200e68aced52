internal import HongyanCore

/// A scenario's events on their way in, a day's worth in memory at a time.
struct Arrivals {
    private let scenario: Scenario
    private let end: Timestamp
    /// Ascending by time; those before `next` have come.
    private var window: [IncomingEvent] = []
    private var next = 0
    private var nextFixed = 0
    private var loadedThrough: Timestamp
    /// Lets its own past come again; nil where events are handed in.
    private let source: (any PastRepeating)?
    private let book: RuleBook

    /// - Parameters:
    ///   - from: Events up to here are not handed out, except those that the scenario lists.
    ///   - end: Nothing that comes later is asked for.
    ///   - store: Takes the events.
    init(
        _ scenario: Scenario, from: Timestamp, through end: Timestamp, into store: any Store,
        book: RuleBook
    ) throws(StoreError) {
        self.scenario = scenario
        self.end = end
        self.book = book
        loadedThrough = from
        // What is listed stands before what comes again, so the two are not mixed there.
        if scenario.events.isEmpty, var plan = scenario.repetition?.plan, plan.from == from,
            let own = store as? any PastRepeating
        {
            plan.end = end
            source = try own.beginRepeating(plan) ? own : nil
        } else {
            source = nil
        }
    }

    /// Takes in what has come by now.
    mutating func feed(
        _ store: any Store, through now: Timestamp
    ) throws(StoreError) {
        if let source { return try source.takeRepeated(through: now, book: book) }
        let page = try take(through: now)
        if !page.isEmpty { _ = try store.ingest(page, schema: book.tags, at: now) }
    }

    /// When the next row arrives that the engine must look at: at once for kinds that an immediate
    /// rule waits for, else with the minute's tick. Before a moment, if there is one before.
    mutating func next(
        before moment: Timestamp?, immediate: Set<EventKind>
    ) throws(StoreError) -> Timestamp? {
        if let source {
            let next = try source.nextRepeated(immediate: immediate, book: book)
            return [moment, next].compactMap(\.self).min()
        }
        var best = moment
        for event in try ahead() {
            let limit = min(best ?? .distantFuture, event.at.minuteCeiling)
            if immediate.contains(event.kind) { return min(limit, event.at) }
            if let best, event.at > best { return best }
            best = limit
        }
        return best
    }

    /// Reads on until there is an event, or there are no more.
    private mutating func fill() throws(StoreError) {
        while next == window.count {
            guard loadedThrough < end else {
                // What is listed for later than the end.
                window = Array(scenario.events[nextFixed...])
                nextFixed = scenario.events.count
                next = 0
                return
            }
            // On whole minutes: nobody looks across the border of two stretches.
            let through = min(end, (loadedThrough + .days(1)).minuteFloor)
            let first = nextFixed
            while nextFixed < scenario.events.count, scenario.events[nextFixed].at <= through {
                nextFixed += 1
            }
            let fixed = Array(scenario.events[first..<nextFixed])
            let repeated =
                try scenario.repetition?.events(after: loadedThrough, through: through) ?? []
            window = Scenario.ascending(fixed + repeated)
            next = 0
            loadedThrough = through
        }
    }

    /// Events that have come by now, in order.
    private mutating func take(through now: Timestamp) throws(StoreError) -> [IncomingEvent] {
        var taken: [IncomingEvent] = []
        while true {
            try fill()
            let first = next
            while next < window.count, window[next].at <= now { next += 1 }
            if first == next { return taken }
            taken += window[first..<next]
        }
    }

    /// Events that have not come yet, as far as they are in memory; empty when there are no more.
    private mutating func ahead() throws(StoreError) -> ArraySlice<IncomingEvent> {
        try fill()
        return window[next...]
    }
}
