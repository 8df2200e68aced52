internal import GRDB
internal import HongyanCore

/// The questions about triggers, from memory.
extension DryRunStore {
    /// As ``Store/occurrences(of:in:book:after:limit:)``; not for replies.
    func occurrences(
        of rule: CompiledRule, in interval: Interval, book: RuleBook, among population: Population,
        after position: Occurrence?, limit: Int
    ) throws(StoreError) -> OccurrencePage {
        if case .schedule = rule.trigger {
            return try schedulePage(
                of: rule, in: interval, book: book, among: population, after: position,
                limit: limit)
        }
        let pending = try pending(
            rule, interval, book, among: population, isFresh: position == nil)
        let page = pending.page(after: position, limit: limit)
        if page.next == nil { memory.pending = nil }
        return page
    }

    func occurrenceCount(
        of rule: CompiledRule, in interval: Interval, book: RuleBook, among population: Population
    ) throws(StoreError) -> Int {
        guard case .schedule = rule.trigger else {
            var found = try pending(rule, interval, book, among: population, isFresh: true)
            found.isUnread = true
            memory.pending = found
            return found.occurrences.count
        }
        guard let instant = plannedInstant(rule, interval, book) else { return 0 }
        let key = book.workspace.zone.format(instant)
        let judge = Population.Judge(
            population, now: interval.toTime, zone: book.workspace.zone)
        let audience = population.plan(rule.audience, in: book.workspace.zone)
        return try SQLiteStore.mapped {
            let isPast = try past(of: rule.id, population)
            var count = 0
            for row in population.byID where !population.isMerged(Int(row)) {
                judge.row = Int(row)
                if judge.holds(audience), try !isPast(Int(row), key) { count += 1 }
            }
            return count
        }
    }

    private func pending(
        _ rule: CompiledRule, _ interval: Interval, _ book: RuleBook,
        among population: Population, isFresh: Bool
    ) throws(StoreError) -> PendingOccurrences {
        let question = PendingOccurrences.Question(
            rule: rule.id, trigger: rule.triggerFingerprint, interval: interval, book: book.hash)
        if var kept = memory.pending, kept.question == question, !isFresh || kept.isUnread {
            kept.isUnread = false
            memory.pending = kept
            return kept
        }
        if case .enters = rule.trigger { try loadMembership(of: rule.id, population) }
        let reached = try self.population(
            population, for: book, from: Self.reach(of: rule, in: interval))
        let found = try SQLiteStore.mapped {
            var collector = PopulationCollector(
                reached, rule: rule, interval: interval, book: book,
                isKnown: try known(to: rule.id, reached),
                signals: { try self.signals($0, $1, book) })
            return (try collector.collect(), collector.outsideAudience)
        }
        let pending = PendingOccurrences(
            question: question, occurrences: found.0, outsideAudience: found.1)
        memory.pending = pending
        return pending
    }

    /// The oldest event that the question may be about.
    private static func reach(of rule: CompiledRule, in interval: Interval) -> Timestamp {
        let from = max(interval.fromTime, interval.activeFrom)
        switch rule.trigger {
        case .event(let trigger): return from - trigger.after
        case .absence(let trigger): return from - trigger.delay
        case .dormant, .date, .signal, .schedule, .enters, .reply: return .distantFuture
        }
    }

    /// Whether an occurrence is decided, in the run or before it.
    private func known(
        to rule: RuleID, _ population: Population
    ) throws -> (Int, String) throws -> Bool {
        let isPast = try past(of: rule, population)
        let hasPast = try hasPast(rule)
        return { [ledger] row, key in
            if ledger.isKnown(rule, population.ids[row], key) { return true }
            return try hasPast && isPast(row, key)
        }
    }

    private func hasPast(_ rule: RuleID) throws -> Bool {
        if let known = ledger.knownPast(rule) { return known }
        return try base.read { db in try ledger.hasPast(rule, db) }
    }

    /// Whether the store had an occurrence before the run.
    private func past(
        of rule: RuleID, _ population: Population
    ) throws -> (Int, String) throws -> Bool {
        guard try hasPast(rule) else { return { _, _ in false } }
        return { [base] row, key in
            try base.read { db in
                try db.cachedStatement(sql: OccurrenceCollector.knownSQL).firstInt([
                    rule.db, Int64(row).db, key.db,
                ]) != nil
            }
        }
    }

    // MARK: Schedules

    private func plannedInstant(
        _ rule: CompiledRule, _ interval: Interval, _ book: RuleBook
    ) -> Timestamp? {
        TriggerClock.instants(
            of: rule.trigger, from: max(interval.fromTime, interval.activeFrom),
            through: interval.toTime, zone: book.workspace.zone
        ).last
    }

    private func schedulePage(
        of rule: CompiledRule, in interval: Interval, book: RuleBook, among population: Population,
        after position: Occurrence?, limit: Int
    ) throws(StoreError) -> OccurrencePage {
        guard let instant = plannedInstant(rule, interval, book) else {
            return OccurrencePage(occurrences: [], outsideAudience: 0, next: nil)
        }
        let zone = book.workspace.zone
        let key = zone.format(instant)
        let judge = Population.Judge(population, now: interval.toTime, zone: zone)
        let audience = population.plan(rule.audience, in: zone)
        return try SQLiteStore.mapped {
            let isKnown = try known(to: rule.id, population)
            let isPast = try past(of: rule.id, population)
            var found: [Occurrence] = []
            var outside = 0
            var read = 0
            var index = population.firstIndex(after: position?.customer)
            var last = ""
            while index < population.byID.count, read < max(1, limit) {
                let row = Int(population.byID[index])
                index += 1
                guard !population.isMerged(row), try !isPast(row, key) else { continue }
                read += 1
                last = population.ids[row]
                if try isKnown(row, key) { continue }
                judge.row = row
                guard judge.holds(audience) else {
                    outside += 1
                    continue
                }
                found.append(
                    Occurrence(
                        rule: rule.id, customer: CustomerID(last), key: key, due: instant,
                        cause: .instant(instant), isBacklog: instant <= interval.activeFrom))
            }
            let next = Occurrence(
                rule: rule.id, customer: CustomerID(last), key: key, due: instant,
                cause: .instant(instant))
            return OccurrencePage(
                occurrences: found, outsideAudience: outside,
                next: read < max(1, limit) ? nil : next)
        }
    }

    // MARK: Samples

    func sample(
        _ rule: CompiledRule, at instant: Timestamp, book: RuleBook, among population: Population
    ) throws(StoreError) {
        guard case .enters(let trigger) = rule.trigger else { return }
        try loadMembership(of: rule.id, population)
        let zone = book.workspace.zone
        let judge = Population.Judge(population, now: instant, zone: zone)
        let condition = population.plan(trigger.condition, in: zone)
        population.memberships[rule.id, default: Membership()].sample(
            at: instant, fingerprint: rule.triggerFingerprint, rows: population.rowCount
        ) { row in
            guard population.isThere(row), !population.isMerged(row) else { return false }
            judge.row = row
            return judge.holds(condition)
        }
    }

    private func loadMembership(
        of rule: RuleID, _ population: Population
    ) throws(StoreError) {
        guard population.memberships[rule] == nil else { return }
        population.memberships[rule] = try base.read { db in try Membership(db, of: rule) }
    }

    // MARK: What comes next

    func nextDue(
        of rule: CompiledRule, after moment: Timestamp, book: RuleBook, among population: Population
    ) throws(StoreError) -> Timestamp? {
        switch rule.trigger {
        case .event(let trigger):
            return nextEvent(trigger.event, after: moment, delay: trigger.after, population)
        case .absence(let trigger):
            return nextEvent(trigger.event, after: moment, delay: trigger.delay, population)
        case .dormant(let trigger):
            guard let index = population.columnNumbers[trigger.tag] else { return nil }
            return population.days.next(
                population.columns[index], at: index, after: moment - trigger.span
            ).map { $0 + trigger.span }
        case .signal(let trigger):
            let zone = book.workspace.zone
            var first = zone.day(of: moment)
            if zone.moment(first, trigger.at) <= moment { first = first + 1 }
            return try nextSignalDay(trigger.signal, from: first + trigger.daysBefore).map {
                zone.moment($0 - trigger.daysBefore, trigger.at)
            }
        case .enters:
            try loadMembership(of: rule.id, population)
            return population.memberships[rule.id]?.next(after: moment)
        case .reply: return try base.nextDue(of: rule, after: moment, book: book)
        case .date, .schedule: return nil
        }
    }

    private func nextEvent(
        _ kind: EventKind, after moment: Timestamp, delay: Span, _ population: Population
    ) -> Timestamp? {
        population.events.number(of: kind).flatMap {
            population.events.next(of: $0, after: moment - delay).map { $0 + delay }
        }
    }
}

extension Population {
    /// Where customers begin that come behind one by id.
    fileprivate func firstIndex(after customer: CustomerID?) -> Int {
        guard let bytes = customer?.rawValue.utf8 else { return 0 }
        var low = 0
        var high = byID.count
        while low < high {
            let middle = (low + high) / 2
            if bytes.lexicographicallyPrecedes(ids[Int(byID[middle])].utf8) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
