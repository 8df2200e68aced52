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

    /// - Parameters:
    ///   - from: Events up to here are not handed out, except those that the scenario lists.
    ///   - end: Nothing that comes later is asked for.
    init(_ scenario: Scenario, from: Timestamp, through end: Timestamp) {
        self.scenario = scenario
        self.end = end
        loadedThrough = from
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
    mutating func take(through now: Timestamp) throws(StoreError) -> [IncomingEvent] {
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
    mutating func ahead() throws(StoreError) -> ArraySlice<IncomingEvent> {
        try fill()
        return window[next...]
    }
}
