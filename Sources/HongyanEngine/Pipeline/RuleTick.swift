internal import HongyanCore

extension Engine {
    /// Decides all that a rule has at a moment.
    /// - Returns: How many decisions were committed.
    func tick(_ rule: CompiledRule, at now: Timestamp) throws(StoreError) -> Int {
        guard let cursor = cursors[rule.id] else { return 0 }
        let toSeq = try store.latestSeq()
        var end = cursor
        end.throughTime = max(cursor.throughTime, now)
        end.throughSeq = toSeq
        guard rule.isEnabled else {
            try passOver(rule, end: end)
            return 0
        }
        let missed = try sampleOrMiss(rule, cursor: cursor, at: now)
        let interval = Interval(
            fromTime: min(cursor.throughTime, now), toTime: now, fromSeq: cursor.throughSeq,
            toSeq: toSeq, activeFrom: cursor.activeFrom)
        var run = TickRun(engine: self, rule: rule, interval: interval, cursor: cursor)
        let (decided, after) = try run.run(missed: missed, end: end)
        cursors[rule.id] = after
        return decided
    }

    /// A tick that found nothing needs no write of its own: the cursor is saved with the next page
    /// or once an hour. Until then a crash only makes the engine ask the same empty question again.
    func maySkipSaving(_ cursor: Cursor, of rule: RuleID) -> Bool {
        guard let saved = savedCursors[rule] else { return false }
        return saved.trippedAt == cursor.trippedAt && saved.activeFrom == cursor.activeFrom
            && cursor.throughTime < saved.throughTime + .hours(1)
    }

    /// While a rule is disabled its cursor moves on and its holds stay.
    private func passOver(_ rule: CompiledRule, end: Cursor) throws(StoreError) {
        cursors[rule.id] = end
        guard !maySkipSaving(end, of: rule.id) else { return }
        try store.saveCursors([rule.id: end])
        savedCursors[rule.id] = end
    }

    /// Clock triggers: takes the sample that `enters` reads. Of several missed instants of a
    /// schedule only the latest runs.
    /// - Returns: The instants that never run.
    private func sampleOrMiss(
        _ rule: CompiledRule, cursor: Cursor, at now: Timestamp
    )
        throws(StoreError) -> [Timestamp]
    {
        let instants: [Timestamp]
        switch rule.trigger {
        case .schedule, .enters:
            instants = TriggerClock.instants(
                of: rule.trigger, from: cursor.throughTime, through: now, zone: book.workspace.zone)
        default:
            return []
        }
        guard let latest = instants.last else { return [] }
        if case .enters = rule.trigger {
            try store.sample(rule, at: latest, book: book)
            return []
        }
        return Array(instants.dropLast())
    }
}
