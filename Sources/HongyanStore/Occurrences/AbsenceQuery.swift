internal import GRDB
internal import HongyanCore

extension OccurrenceCollector {
    /// Events that were the last of their key for `within`, without an `unless` event in that time.
    mutating func collect(_ trigger: AbsenceTrigger) throws {
        for isLate in asked {
            try db.each(absenceSQL(trigger, isLate: isLate)) { row in
                takeEarliest(row) { .event(Seq($0)) }
            }
        }
    }

    func absenceSQL(_ trigger: AbsenceTrigger, isLate: Bool) -> SQL {
        let key = AbsenceSQL.key(trigger, of: "e")
        var judge = conditions
        judge.payload = "e.payload"
        return """
            SELECT e.at + \(trigger.delay.milliseconds), c.id, \(key), e.seq, \(audience)
            FROM events e \(index(isLate)) CROSS JOIN customers c ON c.row = e.customer
            WHERE \(range(trigger.event, delay: trigger.delay, isLate: isLate))
            AND NOT \(AbsenceSQL.isCancelled(trigger, through: trigger.within))
            AND NOT \(AbsenceSQL.isRestarted(trigger))
            AND \(judge.holds(trigger.where)) AND \(unknown(key))
            """
    }
}

/// The pieces of an absence that both the search and the wake-up ask.
enum AbsenceSQL {
    /// The key field as text, else the event's id.
    static func key(_ trigger: AbsenceTrigger, of alias: String) -> SQL {
        guard let field = trigger.key else { return SQL(sql: "\(alias).id") }
        let value = ConditionSQL.field(field, of: "\(alias).payload")
        return "COALESCE(CAST(\(value) AS TEXT), \(sql: alias).id)"
    }

    /// An `unless` event of the same customer lies in `[t, t + span]`, both ends included; without
    /// a span, anywhere after t.
    static func isCancelled(_ trigger: AbsenceTrigger, through span: Span? = nil) -> SQL {
        var same: SQL = ""
        if let field = trigger.same {
            let left = ConditionSQL.field(field, of: "u.payload")
            let right = ConditionSQL.field(field, of: "e.payload")
            same = "AND \(left) = \(right)"
        }
        let end: SQL = span.map { "AND u.at <= e.at + \($0.milliseconds)" } ?? ""
        return """
            EXISTS (SELECT 1 FROM events u WHERE u.slot = 0 AND u.customer = e.customer
             AND u.kind = \(trigger.unless.rawValue) AND u.at >= e.at \(end) \(same))
            """
    }

    /// A later event of the same key, by (at, seq), lies in `[t, t + within]`.
    static func isRestarted(_ trigger: AbsenceTrigger) -> SQL {
        guard let field = trigger.key else { return "0" }
        return """
            EXISTS (SELECT 1 \(later(trigger, field, than: "e"))
             AND r.at <= e.at + \(trigger.within.milliseconds))
            """
    }

    /// The seq of the last event of the same key, by (at, seq); its own when none came later.
    static func latest(_ trigger: AbsenceTrigger, of alias: String) -> SQL {
        guard let field = trigger.key else { return SQL(sql: "\(alias).seq") }
        return """
            COALESCE((SELECT r.seq \(later(trigger, field, than: alias))
             ORDER BY r.at DESC, r.seq DESC LIMIT 1), \(sql: alias).seq)
            """
    }

    private static func later(
        _ trigger: AbsenceTrigger, _ field: String, than alias: String
    ) -> SQL {
        let left = ConditionSQL.field(field, of: "r.payload")
        let right = ConditionSQL.field(field, of: "\(alias).payload")
        return """
            FROM events r WHERE r.slot = 0 AND r.customer = \(sql: alias).customer
             AND r.kind = \(trigger.event.rawValue) AND r.at >= \(sql: alias).at
             AND (r.at > \(sql: alias).at OR r.seq > \(sql: alias).seq) AND \(left) = \(right)
            """
    }
}
