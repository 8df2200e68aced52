internal import GRDB
internal import HongyanCore

extension OccurrenceCollector {
    /// Events whose `at + after` falls due, and events that came late.
    mutating func collect(_ trigger: EventTrigger) throws {
        for isLate in asked {
            try db.each(eventSQL(trigger, isLate: isLate)) { row in
                take(row) { .event(Seq($0)) }
            }
        }
    }

    func eventSQL(_ trigger: EventTrigger, isLate: Bool) -> SQL {
        let delay = trigger.after.milliseconds
        var judge = conditions
        judge.payload = "e.payload"
        return """
            SELECT e.at + \(delay), c.id, e.id, e.seq, \(audience)
            FROM events e \(index(isLate)) CROSS JOIN customers c ON c.row = e.customer
            WHERE \(range(trigger.event, delay: trigger.after, isLate: isLate))
            AND \(judge.holds(trigger.where)) AND \(unknown("e.id"))
            """
    }

    /// The due index for the time part, the seq itself for what came since.
    func index(_ isLate: Bool) -> SQL { isLate ? "NOT INDEXED" : "INDEXED BY events_due" }

    /// The rows of `events e` that one part of the question reads.
    func range(_ kind: EventKind, delay: Span, isLate: Bool) -> SQL {
        let from = ((isLate ? lateFrom : timeFrom) - delay).milliseconds
        let to = (interval.toTime - delay).milliseconds
        let read = interval.fromSeq.value
        let seqs: SQL =
            isLate
            ? "e.seq > \(read) AND e.seq <= \(interval.toSeq.value)" : "e.seq <= \(read)"
        return """
            e.slot = 0 AND e.kind = \(kind.rawValue) AND e.at > \(from) AND e.at <= \(to)
            AND \(seqs)
            """
    }
}
