internal import GRDB
internal import HongyanCore

/// What the last readings said about the near future, so that a question whose answer is "nothing"
/// costs no query.
///
/// Each entry is a bound that may be too early and is never too late. What this process writes moves
/// it or makes it unknown; what another process writes shows in `PRAGMA data_version` and makes all
/// of it unknown. Kept in memory only.
struct Outlook: Sendable {
    /// What a tick of one rule will find.
    struct Ahead: Sendable {
        let fingerprint: Digest
        let source: Source
        /// A tick that reads on from this time and this seq …
        let throughTime: Timestamp
        let throughSeq: Seq
        /// … finds no row that falls due before this.
        var due: Timestamp
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

    /// Nothing falls due in the interval and nothing late came: its occurrences are none.
    func isQuiet(_ rule: CompiledRule, in interval: Interval) -> Bool {
        guard let ahead = rules[rule.id], ahead.fingerprint == rule.triggerFingerprint,
            ahead.source == Source(rule.trigger)
        else { return false }
        return ahead.throughTime <= interval.fromTime && ahead.throughSeq <= interval.fromSeq
            && ahead.due > interval.toTime
    }

    /// The earliest due moment after another, where it is known.
    func nextDue(of rule: CompiledRule, after moment: Timestamp) -> Timestamp? {
        guard let ahead = rules[rule.id], ahead.fingerprint == rule.triggerFingerprint,
            ahead.source == Source(rule.trigger), ahead.throughTime <= moment, ahead.due > moment
        else { return nil }
        return ahead.due
    }

    // MARK: Rows that came

    mutating func event(_ kind: EventKind, at moment: Timestamp, moves tag: TagName?) {
        for (rule, ahead) in rules {
            switch ahead.source {
            case .events(kind, let delay): advance(rule, to: moment + delay)
            case .latest(let name, let span) where name == tag: advance(rule, to: moment + span)
            case .tag(let name) where name == tag: advance(rule, to: .distantPast)
            case .events, .latest, .tag, .replies, .other: break
            }
        }
    }

    mutating func reply(at moment: Timestamp) {
        for (rule, ahead) in rules where ahead.source == .replies { advance(rule, to: moment) }
    }

    private mutating func advance(_ rule: RuleID, to due: Timestamp) {
        guard let ahead = rules[rule], due < ahead.due else { return }
        rules[rule]?.due = due
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
        if isShared {
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
