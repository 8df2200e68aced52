internal import GRDB
public import HongyanCore

/// All occurrences of one rule in one interval, read once and handed out page by page: they are
/// few beside the customers, but for a schedule, which is read by the page.
struct PendingOccurrences: Sendable {
    struct Question: Hashable, Sendable {
        let rule: RuleID
        let trigger: Digest
        let interval: Interval
        let book: Digest
    }
    let question: Question
    /// In order of (due, customer, key).
    let occurrences: [Occurrence]
    let outsideAudience: Int
    /// It was only counted so far, for the fuse; the first page may use it.
    var isUnread = false

    /// The page after a position; who was outside the audience is counted with the last one.
    func page(after position: Occurrence?, limit: Int) -> OccurrencePage {
        let start = position.map { firstIndex(after: $0) } ?? 0
        let end = min(occurrences.count, start + max(1, limit))
        let isLast = end == occurrences.count
        return OccurrencePage(
            occurrences: Array(occurrences[start..<end]),
            outsideAudience: isLast ? outsideAudience : 0,
            next: isLast ? nil : occurrences[end - 1])
    }

    private func firstIndex(after position: Occurrence) -> Int {
        var low = 0
        var high = occurrences.count
        while low < high {
            let middle = (low + high) / 2
            if Occurrence.comesBefore(position, occurrences[middle]) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}

extension SQLiteStore {
    public func occurrences(
        of rule: CompiledRule, in interval: Interval, book: RuleBook, after position: Occurrence?,
        limit: Int
    ) throws(StoreError) -> OccurrencePage {
        try occurrences(
            of: rule, in: interval, book: book, after: position, limit: limit, known: nil)
    }

    /// - Parameter known: Customer and key of occurrences that are decided elsewhere than in the
    ///   tables.
    func occurrences(
        of rule: CompiledRule, in interval: Interval, book: RuleBook, after position: Occurrence?,
        limit: Int, known: OccurrenceCollector.Known?
    ) throws(StoreError) -> OccurrencePage {
        let isFirst = position == nil
        if isFirst, try parts(rule, interval, zone: book.workspace.zone) == (false, false) {
            return OccurrencePage(occurrences: [], outsideAudience: 0, next: nil)
        }
        if case .schedule = rule.trigger {
            return try read { db in
                var collector = OccurrenceCollector(db, rule: rule, interval: interval, book: book)
                collector.known = known
                return try collector.schedulePage(after: position, limit: max(1, limit))
            }
        }
        let pending = try pending(rule, interval, book, isFresh: isFirst, known: known)
        let page = pending.page(after: position, limit: limit)
        if page.next == nil { withMemory { $0.pending = nil } }
        return page
    }

    public func occurrenceCount(
        of rule: CompiledRule, in interval: Interval, book: RuleBook,
        pause: () throws(StoreError) -> Void
    ) throws(StoreError) -> Int {
        try occurrenceCount(of: rule, in: interval, book: book, known: nil, pause: pause)
    }

    /// - Parameter known: As for occurrences; not asked for schedules, whose instants come once.
    func occurrenceCount(
        of rule: CompiledRule, in interval: Interval, book: RuleBook,
        known: OccurrenceCollector.Known?, pause: () throws(StoreError) -> Void
    ) throws(StoreError) -> Int {
        if case .schedule = rule.trigger {
            var count = 0
            var next: Int64? = 0
            while let row = next {
                let part = try read { db in
                    try OccurrenceCollector(db, rule: rule, interval: interval, book: book)
                        .scheduleCount(afterRow: row)
                }
                count += part.count
                next = part.next
                try pause()
            }
            return count
        }
        var found = try pending(rule, interval, book, isFresh: true, known: known)
        found.isUnread = true
        let counted = found
        withMemory { $0.pending = counted }
        return counted.occurrences.count
    }

    /// Which parts of the question may have an answer.
    private func parts(
        _ rule: CompiledRule, _ interval: Interval, zone: Zone
    ) throws(StoreError) -> (time: Bool, late: Bool) {
        let known = try outlook { $0.parts(rule, in: interval) } ?? (time: true, late: true)
        let from = max(interval.fromTime, interval.activeFrom)
        switch rule.trigger {
        case .schedule:
            let instants = TriggerClock.instants(
                of: rule.trigger, from: from, through: interval.toTime, zone: zone)
            return (!instants.isEmpty, false)
        case .date(let trigger):
            let days = OccurrenceCollector.targetDays(
                daysBefore: trigger.daysBefore, at: trigger.at, after: from,
                through: interval.toTime, zone: zone)
            return (!days.isEmpty, known.late)
        case .event, .absence, .dormant, .signal, .enters, .reply: return known
        }
    }

    private func pending(
        _ rule: CompiledRule, _ interval: Interval, _ book: RuleBook, isFresh: Bool,
        known: OccurrenceCollector.Known?
    ) throws(StoreError) -> PendingOccurrences {
        let question = PendingOccurrences.Question(
            rule: rule.id, trigger: rule.triggerFingerprint, interval: interval, book: book.hash)
        if var kept = withMemory({ $0.pending }), kept.question == question,
            !isFresh || kept.isUnread
        {
            kept.isUnread = false
            let read = kept
            withMemory { $0.pending = read }
            return read
        }
        let zone = book.workspace.zone
        let parts = try parts(rule, interval, zone: zone)
        let found = try read { db in
            var collector = OccurrenceCollector(db, rule: rule, interval: interval, book: book)
            collector.parts = parts
            collector.known = known
            try collector.collect()
            try self.learnAhead(db, of: rule, after: interval.toTime, zone: zone)
            return (collector.sorted(), collector.outsideAudience)
        }
        let pending = PendingOccurrences(
            question: question, occurrences: found.0, outsideAudience: found.1)
        withMemory { $0.pending = pending }
        return pending
    }
}

/// Gathers what one rule's trigger finds in one interval.
struct OccurrenceCollector {
    let db: Database
    let rule: CompiledRule
    let interval: Interval
    let zone: Zone
    /// The parts of the question that may have an answer.
    var parts = (time: true, late: true)
    /// Occurrences that a dry run has decided, by customer and key: the tables know nothing of
    /// them.
    var known: Known?
    typealias Known = (_ customer: String, _ key: String) -> Bool
    private(set) var found: [Occurrence] = []
    private(set) var outsideAudience = 0
    /// Two events of one key may both fall due in a long interval; the earlier one counts.
    private var indexByKey: [String: Int] = [:]

    init(_ db: Database, rule: CompiledRule, interval: Interval, book: RuleBook) {
        self.db = db
        self.rule = rule
        self.interval = interval
        zone = book.workspace.zone
    }

    mutating func collect() throws {
        switch rule.trigger {
        case .event(let trigger): try collect(trigger)
        case .absence(let trigger): try collect(trigger)
        case .dormant(let trigger): try collect(trigger)
        case .date(let trigger): try collect(trigger)
        case .signal(let trigger): try collect(trigger)
        case .schedule: preconditionFailure("a schedule is read page by page")
        case .enters(let trigger): try collect(trigger)
        case .reply(let trigger): try collect(trigger)
        }
    }

    func sorted() -> [Occurrence] {
        let isSorted = zip(found, found.dropFirst()).allSatisfy { (left, right) in
            !Occurrence.comesBefore(right, left)
        }
        return isSorted ? found : found.sorted(by: Occurrence.comesBefore)
    }

    // MARK: What every query shares

    var includesBacklog: Bool {
        if case .dormant(let trigger) = rule.trigger { return trigger.backlog == .include }
        return false
    }

    /// Due times of the time part lie after this, up to `interval.toTime`.
    var timeFrom: Timestamp {
        includesBacklog ? interval.fromTime : max(interval.fromTime, interval.activeFrom)
    }

    /// Due times of the seq part lie after this, up to `interval.toTime`.
    var lateFrom: Timestamp { includesBacklog ? .distantPast : interval.activeFrom }

    var conditions: ConditionSQL { ConditionSQL(now: interval.toTime, zone: zone) }

    /// Of the time part (false) and the late part (true) those that are worth a query.
    var asked: [Bool] { (parts.time ? [false] : []) + (parts.late ? [true] : []) }

    /// 0 or 1.
    var audience: SQL { conditions.holds(rule.audience) }

    /// The ledger knows nothing of this key yet.
    func unknown(_ key: SQL) -> SQL {
        """
        NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.slot = 0
         AND o.rule = \(rule.id.rawValue) AND o.customer = c.row AND o.key = \(key))
        """
    }

    func isKnown(_ customer: String, _ key: String) -> Bool { known?(customer, key) ?? false }

    /// Both parts of the question over a seq column: the rows already read, and the rows since
    /// then.
    func seqParts(_ column: SQL) -> [(isLate: Bool, sql: SQL)] {
        let from = interval.fromSeq.value
        let to = interval.toSeq.value
        return [
            (false, "\(column) <= \(from)"), (true, "\(column) > \(from) AND \(column) <= \(to)"),
        ]
    }

    /// Takes a row of `due, customer id, key, cause number, in audience`.
    mutating func take(_ row: StoredRow, cause: (Int64) -> Occurrence.Cause) {
        let (customer, key) = (row.text(1), row.text(2))
        if isKnown(customer, key) { return }
        guard row.int(4) == 1 else {
            outsideAudience += 1
            return
        }
        add(customer: customer, key: key, due: row.time(0), cause: cause(row[3]))
    }

    mutating func add(customer: String, key: String, due: Timestamp, cause: Occurrence.Cause) {
        let occurrence = Occurrence(
            rule: rule.id, customer: CustomerID(customer), key: key, due: due, cause: cause,
            isBacklog: due <= interval.activeFrom)
        found.append(occurrence)
    }

    mutating func countOutside() { outsideAudience += 1 }

    /// As ``take(_:cause:)``, but of several rows with one customer and key only the earliest
    /// stays.
    mutating func takeEarliest(_ row: StoredRow, cause: (Int64) -> Occurrence.Cause) {
        if isKnown(row.text(1), row.text(2)) { return }
        guard row.int(4) == 1 else {
            outsideAudience += 1
            return
        }
        let name = "\(row.text(1))\u{1F}\(row.text(2))"
        guard let index = indexByKey[name] else {
            indexByKey[name] = found.count
            return take(row, cause: cause)
        }
        let due = row.time(0)
        guard due < found[index].due else { return }
        let old = found[index]
        found[index] = Occurrence(
            rule: old.rule, customer: old.customer, key: old.key, due: due,
            cause: cause(row[3]), isBacklog: due <= interval.activeFrom)
    }
}
