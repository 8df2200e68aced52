internal import HongyanCore

/// What conditions see of a case at a moment: the tags, events and signals that had come by then.
/// For coverage and explanations; the engine itself reads its store.
struct TestPast {
    private let test: RuleTestCase
    private let schema: TagSchema
    private let zone: Zone
    /// In order of arrival.
    let events: [Event]

    init(_ test: RuleTestCase, book: RuleBook) {
        self.test = test
        schema = book.tags
        zone = book.workspace.zone
        events = test.timeline.enumerated().compactMap { index, moment in
            guard case .event(let kind, let customer, _, let at, let fields) = moment.happening
            else { return nil }
            return Event(
                at: at, arrivedAt: moment.at, seq: Seq(Int64(index)), kind: kind,
                customer: customer, fields: fields)
        }
    }

    struct Event {
        let at: Timestamp
        let arrivedAt: Timestamp
        let seq: Seq
        let kind: EventKind
        let customer: String
        let fields: [String: Value]
    }

    /// The latest fact of each key and day that had come by a moment.
    func signals(
        of kind: SignalKind, at now: Timestamp
    ) -> [(key: String, day: CivilDay, fields: [String: Value])] {
        var found: [(key: String, day: CivilDay, fields: [String: Value])] = []
        for moment in test.timeline where moment.at <= now {
            guard case .signal(kind, let key, let day, let fields) = moment.happening else {
                continue
            }
            found.removeAll { $0.key == key && $0.day == day }
            found.append((key, day, fields))
        }
        return found
    }

    func tags(of name: String, at now: Timestamp) -> [TagName: Value] {
        var tags = test.customers.first { $0.name == name }?.tags ?? [:]
        for moment in test.timeline where moment.at <= now {
            guard case .tags(let changes, name) = moment.happening else { continue }
            for (tag, value) in changes { tags[tag] = value }
        }
        for event in events where event.customer == name && event.arrivedAt <= now {
            guard let tag = schema.latestTag(of: event.kind) else { continue }
            if case .time(let known)? = tags[tag.name], known > event.at { continue }
            tags[tag.name] = .time(event.at)
        }
        return tags
    }

    /// - Parameter fields: of the event or signal behind the occurrence.
    func subject(_ name: String, at now: Timestamp, fields: [String: Value] = [:]) -> Subject {
        let tags = tags(of: name, at: now)
        let events = events.filter { $0.customer == name && $0.arrivedAt <= now }
        return Subject(
            now: now, zone: zone, tag: { tags[$0] }, field: { fields[$0] },
            aggregate: { aggregate in
                aggregate.value(
                    over: events.filter { $0.kind == aggregate.event }
                        .map { (at: $0.at, seq: $0.seq, fields: $0.fields) }, now: now)
            })
    }
}
