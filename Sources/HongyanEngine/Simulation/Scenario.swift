public import HongyanCore

/// What a dry run assumes of the future: events and signals, each arriving at its time.
public struct Scenario: Sendable {
    /// Ascending by time.
    public let events: [IncomingEvent]
    /// The past coming again, read while the run goes on.
    public let repetition: Repetition?
    /// Ascending by `fetchedAt`.
    public let signals: [IncomingSignal]

    public init(
        events: [IncomingEvent] = [], repetition: Repetition? = nil,
        signals: [IncomingSignal] = []
    ) {
        self.events = Self.ascending(events)
        self.repetition = repetition
        self.signals = signals.enumerated().sorted {
            $0.element.fetchedAt == $1.element.fetchedAt
                ? $0.offset < $1.offset : $0.element.fetchedAt < $1.element.fetchedAt
        }.map(\.element)
    }

    /// By time; events of one moment stay as they are.
    static func ascending(_ events: [IncomingEvent]) -> [IncomingEvent] {
        let isAscending = zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at }
        if isAscending { return events }
        return events.enumerated().sorted {
            $0.element.at == $1.element.at
                ? $0.offset < $1.offset : $0.element.at < $1.element.at
        }.map(\.element)
    }

    /// The events of `(from − days, from]`, shifted by whole weeks as often as the run needs.
    ///
    /// A repeated event is another event: its id gets the suffix `~1`, `~2` …, and so does each
    /// text field that a rule uses as a key, or the copies would fall to the original's decision.
    /// An event without an id keeps none.
    public struct Repetition: Sendable {
        /// Events of `(after, through]`, ascending by time.
        public typealias Past =
            @Sendable (_ after: Timestamp, _ through: Timestamp) throws(StoreError)
            -> [IncomingEvent]
        private let past: Past
        /// Without an end.
        let plan: PastRepetition

        /// - Parameters:
        ///   - days: rounded up to whole weeks, so that weekdays keep their pattern.
        ///   - books: whose rules name the keys; several where they shall see the same events.
        public init(days: Int, from: Timestamp, books: [RuleBook], of past: @escaping Past) {
            self.past = past
            plan = PastRepetition(
                days: days, from: from, end: .distantFuture,
                keys: books.reduce(into: Set<String>()) { $0.formUnion($1.keyFields) })
        }

        /// What comes in `(after, through]`, ascending by time.
        public func events(
            after: Timestamp, through: Timestamp
        ) throws(StoreError) -> [IncomingEvent] {
            var repeated: [IncomingEvent] = []
            try plan.eachRound(after: after, through: through) {
                low, high, shift, round throws(StoreError) in
                for event in try past(low - shift, high - shift) {
                    repeated.append(event.shifted(by: shift, round: round, keys: plan.keys))
                }
            }
            return repeated
        }
    }
}

extension Scenario {
    /// The hour of the local day at which a dry run assumes that forecasts are fetched again.
    public static let refetchedAt = MinuteOfDay(6 * 60)
    /// How many days ahead a forecast reaches.
    public static let forecastDays = 7

    /// Signals as a daemon would see them: fetched again each morning for the days ahead,
    /// unchanged. A file of facts holds one row a target day; left as it is, every row would be
    /// stale on the day that it is about.
    /// - Returns: For each local day of `(from, through]` one row a key and target day, fetched at
    ///   six o'clock.
    public static func refetched(
        _ signals: [IncomingSignal], from: Timestamp, through: Timestamp, zone: Zone
    ) -> [IncomingSignal] {
        var byDay: [CivilDay: [IncomingSignal]] = [:]
        for signal in signals { byDay[signal.day, default: []].append(signal) }
        var result: [IncomingSignal] = []
        var today = zone.day(of: from)
        while zone.moment(today, refetchedAt) <= through {
            let morning = zone.moment(today, refetchedAt)
            if morning > from {
                for ahead in 0...forecastDays {
                    for signal in byDay[today + ahead] ?? [] {
                        result.append(
                            IncomingSignal(
                                kind: signal.kind, key: signal.key, day: signal.day,
                                fetchedAt: morning, fields: signal.fields))
                    }
                }
            }
            today = today + 1
        }
        return result
    }
}

extension RuleBook {
    /// Names of payload fields that some rule takes as `key` or `same`.
    var keyFields: Set<String> {
        var names: Set<String> = []
        for rule in rules {
            guard case .absence(let absence) = rule.trigger else { continue }
            for name in [absence.key, absence.same] { if let name { names.insert(name) } }
        }
        return names
    }
}

extension IncomingEvent {
    fileprivate func shifted(by shift: Span, round: Int64, keys: Set<String>) -> IncomingEvent {
        var fields = fields
        for name in keys {
            if case .text(let text)? = fields[name] { fields[name] = .text("\(text)~\(round)") }
        }
        return IncomingEvent(
            id: id.map { EventID("\($0.rawValue)~\(round)") }, customer: customer, kind: kind,
            at: at + shift, fields: fields)
    }
}
