internal import HongyanCore

/// One rule's tick: woken holds and new occurrences in one order, decided page by page.
struct TickRun {
    private let engine: Engine
    private let rule: CompiledRule
    private let interval: Interval
    /// What the rule's candidates share; prepared with the first page that has any.
    private var shared: SharedPass?
    private let cursor: Cursor

    private var fresh: [Occurrence] = []
    private var position: Occurrence?
    private var isExhausted = false
    private var outside = 0

    private var now: Timestamp { interval.toTime }

    init(engine: Engine, rule: CompiledRule, interval: Interval, cursor: Cursor) {
        self.engine = engine
        self.rule = rule
        self.interval = interval
        self.cursor = cursor
    }

    /// - Parameters:
    ///   - missed: planned instants that passed unrun.
    ///   - end: where the cursor stands after the last page.
    /// - Returns: How many decisions were committed, and the cursor with the fuse's state.
    mutating func run(missed: [Timestamp], end: Cursor) throws(StoreError) -> (Int, Cursor) {
        var missed = missed
        var decided = 0
        while true {
            let size = engine.pages.size
            let asked = engine.world.clock.now()
            try refill(size)
            let woken = try engine.store.wokenHolds(of: rule.id, at: now, limit: size)
            let (candidates, freshTaken) = merge(woken, limit: size)
            if !candidates.isEmpty, shared == nil { shared = try prepare() }
            let begun = engine.world.clock.now()
            engine.pages.times.finding = engine.pages.times.finding + (begun - asked)
            let isLast =
                isExhausted && woken.count < size && candidates.count == woken.count + fresh.count
            let decisions = try decide(candidates)
            let cursor = tripped(end)
            // Counted with the page that moves the cursor: a replay does not count them twice.
            let outsideAudience = isLast ? outside : 0
            if isLast && decisions.isEmpty && outside == 0 && missed.isEmpty
                && engine.maySkipSaving(cursor, of: rule.id)
            {
                return (decided, cursor)
            }
            try engine.commit(
                DecisionPage(
                    rule: rule.id, stableID: rule.stableID, purpose: rule.purpose,
                    asksConsent: rule.asksConsent, at: now, book: engine.book.hash,
                    decisions: decisions, outsideAudience: outsideAudience, missed: missed,
                    cursor: isLast ? cursor : nil))
            engine.pages.note(candidates.count, took: engine.world.clock.now() - begun)
            decided += decisions.count
            missed = []
            fresh.removeFirst(freshTaken)
            if isLast {
                engine.savedCursors[rule.id] = cursor
                return (decided, cursor)
            }
            try engine.serveBetweenPages()
        }
    }

    private func tripped(_ end: Cursor) -> Cursor {
        var end = end
        end.trippedAt = cursor.trippedAt ?? (shared?.isTripped == true ? now : nil)
        return end
    }

    private mutating func refill(_ size: Int) throws(StoreError) {
        while fresh.isEmpty && !isExhausted {
            let page = try engine.store.occurrences(
                of: rule, in: interval, book: engine.book, after: position, limit: size)
            fresh = page.occurrences
            position = page.next
            isExhausted = page.next == nil
            outside += page.outsideAudience
            if fresh.isEmpty { try engine.serveBetweenPages() }
        }
    }

    /// The first `limit` of both lists in order. Stops where unread occurrences might come in
    /// between.
    private func merge(_ woken: [Occurrence], limit: Int) -> (candidates: [Occurrence], fresh: Int)
    {
        if woken.isEmpty { return (Array(fresh.prefix(limit)), min(limit, fresh.count)) }
        var merged: [Occurrence] = []
        var i = 0
        var j = 0
        while merged.count < limit {
            if j == fresh.count {
                guard isExhausted, i < woken.count else { break }
                merged.append(woken[i])
                i += 1
            } else if i < woken.count, Occurrence.comesBefore(woken[i], fresh[j]) {
                merged.append(woken[i])
                i += 1
            } else {
                merged.append(fresh[j])
                j += 1
            }
        }
        return (merged, j)
    }

    private mutating func decide(_ candidates: [Occurrence]) throws(StoreError) -> [Decision] {
        guard var pass = shared, !candidates.isEmpty else { return [] }
        pass.beginPage(spending: try engine.spending(of: rule, at: now))
        let facts = try engine.store.facts(
            for: candidates, of: rule, book: engine.book, at: now)
        var decisions: [Decision] = []
        decisions.reserveCapacity(facts.count)
        let judged = engine.crew.judge(facts, pass.context)
        for (index, fact) in facts.enumerated() {
            if let decision = pass.settle(fact, judged: judged?[index]) {
                decisions.append(decision)
            }
        }
        shared = pass
        return decisions
    }

    /// Reads what the rule's candidates share. Where the size is known before, the fuse asks for
    /// all or none.
    private func prepare() throws(StoreError) -> SharedPass {
        let context = GateContext(
            rule: rule, book: engine.book, stops: try engine.store.stops(),
            fitness: engine.fitness(at: now), now: now, memo: engine.crew.memo)
        let zone = engine.book.workspace.zone
        var cleared = 0
        if let limit = rule.limit {
            let start = max(
                limit.period.start(at: now, zone: zone), cursor.resumedAt ?? .distantPast)
            cleared = try engine.store.clearedCount(of: rule.id, from: start, through: now)
        }
        let paceTaken: [CivilDay: Int] =
            rule.pacePerDay == nil
            ? [:] : try engine.store.paceTaken(of: rule.id, from: zone.day(of: now), zone: zone)
        var isTripped = cursor.trippedAt != nil
        if let limit = rule.limit, !isTripped, isSizeKnown {
            let count = try engine.store.occurrenceCount(
                of: rule, in: interval, book: engine.book, pause: engine.serveBetweenPages)
            let leaving = rule.pacePerDay.map { min($0, count) } ?? count
            isTripped = !limit.admits(leaving, cleared: cleared)
        }
        return SharedPass(
            context, clearedInPeriod: cleared, paceTaken: paceTaken, isTripped: isTripped)
    }

    /// A schedule's and a backlog's size is known before the first message leaves.
    private var isSizeKnown: Bool {
        if case .schedule = rule.trigger { return true }
        return rule.backlog == .include && interval.fromTime < interval.activeFrom
    }
}
