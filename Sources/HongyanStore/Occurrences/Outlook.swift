internal import GRDB
internal import HongyanCore

/// What the last readings said about the near future, so that a question whose answer is "nothing"
/// costs no query.
///
/// Each entry is a bound that may be too early and is never too late. What this process writes
/// moves it or makes it unknown; what another process writes shows in `PRAGMA data_version` and
/// makes all of it unknown. Kept in memory only.
struct Outlook: Sendable {
    /// What a tick of one rule will find.
    struct Ahead: Sendable {
        let fingerprint: Digest
        let source: Source
        /// A tick that reads on from this time and this seq …
        let throughTime: Timestamp
        let throughSeq: Seq
        /// … finds no row that falls due before this …
        let due: Timestamp
        /// … and of the rows that came since, none before this.
        private(set) var arrivedDue = Timestamp.distantFuture
        private var firstArrived: Seq?
        private var lastArrived = Seq.zero

        init(
            fingerprint: Digest, source: Source, throughTime: Timestamp, throughSeq: Seq,
            due: Timestamp
        ) {
            self.fingerprint = fingerprint
            self.source = source
            self.throughTime = throughTime
            self.throughSeq = throughSeq
            self.due = due
        }

        mutating func arrive(_ seq: Seq, due: Timestamp) {
            arrivedDue = min(arrivedDue, due)
            firstArrived = min(firstArrived ?? seq, seq)
            lastArrived = max(lastArrived, seq)
        }

        /// Which parts of the question may have an answer: rows already read that fall due, and
        /// rows that came since.
        func parts(of interval: Interval) -> (time: Bool, late: Bool) {
            guard throughTime <= interval.fromTime, throughSeq <= interval.fromSeq else {
                return (true, true)
            }
            let isArrivedDue = arrivedDue <= interval.toTime
            let isArrivedRead = firstArrived.map { $0 <= interval.fromSeq } ?? false
            return (
                due <= interval.toTime || isArrivedRead && isArrivedDue,
                lastArrived > interval.fromSeq && isArrivedDue
            )
        }
    }

    /// The rows whose arrival may make a rule's occurrence due.
    enum Source: Hashable, Sendable {
        case events(EventKind, delay: Span)
        /// Customers by the age of a latest-event tag.
        case latest(TagName, span: Span)
        /// Customers by a tag that events move only where the tag is a latest-event one.
        case tag(TagName)
        case replies
        /// Rows whose writers make everything unknown.
        case other
    }

    /// What a channel's queue holds.
    enum Waiting: Hashable, Sendable {
        case nothing
        /// Nothing may leave before this.
        case until(Timestamp)
        /// Cleared at this moment, may leave now.
        case ready(Timestamp)
    }

    /// The greatest seq issued.
    var seq: Seq?
    /// The earliest wake-up of all holds; `distantFuture` for none.
    var wake: Timestamp?
    var queues: [ChannelID: Waiting] = [:]
    private var rules: [RuleID: Ahead] = [:]
    /// Where the store can be written by others: its version when the rest was read.
    fileprivate var dataVersion: Int64?

    /// Everything is unknown again.
    mutating func forget() {
        let version = dataVersion
        self = Outlook()
        dataVersion = version
    }

    mutating func learn(_ ahead: Ahead, of rule: RuleID) { rules[rule] = ahead }

    /// Which parts of a tick's question may have an answer.
    func parts(_ rule: CompiledRule, in interval: Interval) -> (time: Bool, late: Bool) {
        ahead(of: rule)?.parts(of: interval) ?? (true, true)
    }

    /// The earliest due moment after another, where it is known.
    func nextDue(of rule: CompiledRule, after moment: Timestamp) -> Timestamp? {
        guard let ahead = ahead(of: rule), ahead.throughTime <= moment else { return nil }
        let due = min(ahead.due, ahead.arrivedDue)
        return due > moment ? due : nil
    }

    private func ahead(of rule: CompiledRule) -> Ahead? {
        guard let ahead = rules[rule.id], ahead.fingerprint == rule.triggerFingerprint,
            ahead.source == Source(rule.trigger)
        else { return nil }
        return ahead
    }

    // MARK: Rows that came

    /// - Parameter seqs: those of the page in which the row came.
    mutating func event(
        _ kind: EventKind, at moment: Timestamp, seqs: ClosedRange<Seq>, moves tag: TagName?
    ) {
        for (rule, ahead) in rules {
            switch ahead.source {
            case .events(kind, let delay): arrive(rule, seqs, due: moment + delay)
            case .latest(let name, let span) where name == tag:
                arrive(rule, seqs, due: moment + span)
            case .tag(let name) where name == tag: arrive(rule, seqs, due: .distantPast)
            case .events, .latest, .tag, .replies, .other: break
            }
        }
    }

    mutating func reply(at moment: Timestamp, seqs: ClosedRange<Seq>) {
        for (rule, ahead) in rules where ahead.source == .replies {
            arrive(rule, seqs, due: moment)
        }
    }

    private mutating func arrive(_ rule: RuleID, _ seqs: ClosedRange<Seq>, due: Timestamp) {
        rules[rule]?.arrive(seqs.lowerBound, due: due)
        rules[rule]?.arrive(seqs.upperBound, due: due)
    }

    // MARK: Decisions that were committed

    mutating func decided(_ page: DecisionPage) {
        // A hold that woke is decided; the next one is not known.
        if let known = wake, known <= page.at { wake = nil }
        for decision in page.decisions {
            switch decision.outcome {
            case .send: if let draft = decision.message { queues[draft.channel] = nil }
            case .hold(let until): if let known = wake { wake = min(known, until) }
            case .drop: break
            }
        }
    }
}

extension Outlook.Source {
    init(_ trigger: Trigger) {
        switch trigger {
        case .event(let trigger): self = .events(trigger.event, delay: trigger.after)
        case .absence(let trigger): self = .events(trigger.event, delay: trigger.delay)
        case .dormant(let trigger): self = .latest(trigger.tag, span: trigger.span)
        case .date(let trigger): self = .tag(trigger.tag)
        case .signal(let trigger): self = .tag(trigger.by)
        case .reply: self = .replies
        case .schedule, .enters: self = .other
        }
    }
}

extension SQLiteStore {
    /// Asks what is known, after a look at whether another process wrote; nil when it is not known.
    func outlook<T: Sendable>(
        _ ask: @Sendable (Outlook) -> T?
    ) throws(StoreError) -> T? {
        if sharing == .file {
            try Self.mapped {
                try queue.unsafeRead { db in
                    let statement = try db.cachedStatement(sql: "PRAGMA data_version")
                    let version = try statement.firstInt([])
                    withMemory { memory in
                        guard memory.outlook.dataVersion != version else { return }
                        memory.outlook = Outlook()
                        memory.outlook.dataVersion = version
                    }
                }
            }
        }
        return withMemory { ask($0.outlook) }
    }

    /// Keeps what a reading found; to be called inside ``read(_:)``, where nobody else writes.
    func learn(_ note: @Sendable (inout Outlook) -> Void) {
        withMemory { note(&$0.outlook) }
    }

    /// The earliest moment at which a tick that reads on from here may find something, over all
    /// rows, and the greatest seq of those rows.
    func learnAhead(
        _ db: Database, of rule: CompiledRule, after moment: Timestamp, zone: Zone
    ) throws {
        let due: Timestamp
        switch rule.trigger {
        // The clock alone says on which of their days something may be due.
        case .date: due = .distantFuture
        case .schedule: return
        default:
            due = try Self.nextDue(db, of: rule, after: moment, zone: zone) ?? .distantFuture
        }
        let ahead = Outlook.Ahead(
            fingerprint: rule.triggerFingerprint, source: Outlook.Source(rule.trigger),
            throughTime: moment, throughSeq: Seq(try Meta.int(db, .seq) ?? 0), due: due)
        learn { $0.learn(ahead, of: rule.id) }
    }
}
