internal import GRDB
internal import HongyanCore

/// Whether what occurrences waited for still is so, with the fields behind them; read afresh at
/// each decision and once more at the socket's edge.
struct TriggerFacts {
    struct Answer {
        var state: TriggerState
        var fields: [String: Value] = [:]
        /// Absence: the event that started the timer anew, and when that one is due.
        var restart: (cause: Occurrence.Cause, due: Timestamp)?
    }

    /// What an event of the same key that came after an absence's own means.
    enum Restarts {
        /// It is what the occurrence now is about: before the decision.
        case follow
        /// The text is fixed and final: only a canceller still counts.
        case ignore
    }

    private let db: Database
    private let rule: CompiledRule
    private let book: RuleBook
    private let now: Timestamp
    private let judge: ConditionSQL

    init(_ db: Database, rule: CompiledRule, book: RuleBook, now: Timestamp) {
        self.db = db
        self.rule = rule
        self.book = book
        self.now = now
        judge = ConditionSQL(now: now, zone: book.workspace.zone)
    }

    /// In the order asked; what is no longer to be found counts as cancelled.
    func read(
        _ page: [(occurrence: Occurrence, row: Int64?)], restarts: Restarts
    ) throws -> [Answer] {
        switch rule.trigger {
        case .event(let trigger):
            return try events(
                page, kind: trigger.event, where: trigger.where, cancelled: "0", latest: "f.seq")
        case .absence(let trigger):
            let latest = restarts == .follow ? AbsenceSQL.latest(trigger, of: "f") : "f.seq"
            var answers = try events(
                page, kind: trigger.event, where: trigger.where,
                cancelled: AbsenceSQL.isCancelled(trigger), latest: latest, delay: trigger.delay)
            for index in answers.indices where answers[index].state != .cancelled {
                guard let restart = answers[index].restart, restart.due > now else { continue }
                answers[index].state = .restarted
            }
            return answers
        case .dormant(let trigger): return try dormant(page, trigger)
        case .date(let trigger): return try dates(page, trigger)
        case .signal(let trigger): return try signals(page, trigger)
        case .enters(let trigger): return try entries(page, trigger)
        case .schedule, .reply:
            return page.map { _ in Answer(state: .holds) }
        }
    }

    /// - Parameters:
    ///   - cancelled: Asked of the latest event, `e`.
    ///   - latest: The seq of the event that counts, from the occurrence's own, `f`.
    private func events(
        _ page: [(occurrence: Occurrence, row: Int64?)], kind: EventKind, where filter: Condition,
        cancelled: SQL, latest: SQL, delay: Span = .zero
    ) throws -> [Answer] {
        var answers = page.map { _ in Answer(state: .cancelled) }
        let seqs = page.map { (entry: (occurrence: Occurrence, row: Int64?)) -> Int64 in
            if case .event(let seq) = entry.occurrence.cause { seq.value } else { 0 }
        }
        var judge = judge
        judge.payload = "e.payload"
        let sql: SQL = """
            SELECT j.key, e.payload, \(judge.holds(filter)), \(cancelled), e.seq, e.at
            FROM json_each(\(jsonArray(seqs))) j CROSS JOIN events f ON f.seq = j.value
             CROSS JOIN events e ON e.seq = \(latest)
             CROSS JOIN customers c ON c.row = e.customer
            WHERE f.kind = \(kind.rawValue)
            """
        let asked = book.fieldsAsked(by: rule)
        let fields = book.fields(of: kind).filter { asked.contains($0.name) }
        try db.each(sql) { row in
            let index = row.int(0)
            let seq: Int64 = row[4]
            let state: TriggerState =
                row.int(3) == 1 ? .cancelled : row.int(2) == 1 ? .holds : .unmatched
            answers[index] = Answer(state: state, fields: Payload.decode(row.text(1), fields))
            if seq != seqs[index] {
                answers[index].restart = (.event(Seq(seq)), row.time(5) + delay)
            }
        }
        return answers
    }

    /// Reads one column or expression of each occurrence's customer.
    private func column(
        _ expression: SQL, _ page: [(occurrence: Occurrence, row: Int64?)],
        _ body: (Int, DatabaseValue) -> Void
    ) throws {
        let rows = jsonArray(page.map { $0.row ?? 0 })
        let sql: SQL = """
            SELECT j.key, \(expression) FROM json_each(\(rows)) j
             CROSS JOIN customers c ON c.row = j.value
            """
        try db.each(sql) { row in body(row.int(0), row[1]) }
    }

    /// The customer has not come back: the latest event still is of the same local day.
    private func dormant(
        _ page: [(occurrence: Occurrence, row: Int64?)], _ trigger: DormantTrigger
    ) throws -> [Answer] {
        var answers = page.map { _ in Answer(state: .cancelled) }
        let tag = SQL(sql: "c.\(TagColumns.name(trigger.tag))")
        let limit = (now - trigger.span).milliseconds
        let day: SQL = "CASE WHEN \(tag) <= \(limit) THEN hy_day_text(\(tag)) END"
        try column(day, page) { index, day in
            if String.fromDatabaseValue(day) == page[index].occurrence.key {
                answers[index].state = .holds
            }
        }
        return answers
    }

    /// The tag still recurs on the day it was about.
    private func dates(
        _ page: [(occurrence: Occurrence, row: Int64?)], _ trigger: DateTrigger
    ) throws -> [Answer] {
        var answers = page.map { _ in Answer(state: .cancelled) }
        let type: ValueType = trigger.isAnniversary ? .anniversary : .date
        try column(SQL(sql: "c.\(TagColumns.name(trigger.tag))"), page) { index, stored in
            guard case .day(let target) = page[index].occurrence.cause,
                let value = Scalar.decode(stored, as: type)
            else { return }
            let isSame: Bool
            switch value {
            case .date(let day): isSame = day == target
            case .anniversary(let day):
                isSame = AnniversaryRule.keys(recurringOn: target).contains(day.key)
            default: isSame = false
            }
            if isSame { answers[index].state = .holds }
        }
        return answers
    }

    /// The fact still holds, is fresh, and still is about the customer's key.
    private func signals(
        _ page: [(occurrence: Occurrence, row: Int64?)], _ trigger: SignalTrigger
    ) throws -> [Answer] {
        var answers = page.map { _ in Answer(state: .unmatched) }
        var judge = judge
        judge.payload = "s.payload"
        let days = page.map { (entry: (occurrence: Occurrence, row: Int64?)) -> Int64 in
            if case .signal(_, let day) = entry.occurrence.cause { Int64(day.number) } else { 0 }
        }
        let stale = (now - trigger.freshFor).milliseconds
        let rows = jsonArray(page.map { $0.row ?? 0 })
        let sql: SQL = """
            SELECT j.key, s.payload, s.key, s.fetched_at < \(stale), \(judge.holds(trigger.when))
            FROM json_each(\(rows)) j CROSS JOIN json_each(\(jsonArray(days))) d ON d.key = j.key
             CROSS JOIN customers c ON c.row = j.value
             CROSS JOIN signals s ON s.slot = 0 AND s.kind = \(trigger.signal.rawValue)
              AND s.day = d.value AND s.key = \(sql: "c.\(TagColumns.name(trigger.by))")
            """
        let fields = book.tags.signal(trigger.signal)?.fields ?? []
        try db.each(sql) { row in
            let index = row.int(0)
            guard case .signal(let key, _) = page[index].occurrence.cause, key == row.text(2)
            else { return }
            let state: TriggerState =
                row.int(3) == 1 ? .stale : row.int(4) == 1 ? .holds : .unmatched
            answers[index] = Answer(state: state, fields: Payload.decode(row.text(1), fields))
        }
        return answers
    }

    private func entries(
        _ page: [(occurrence: Occurrence, row: Int64?)], _ trigger: EntersTrigger
    ) throws -> [Answer] {
        var answers = page.map { _ in Answer(state: .cancelled) }
        try column(judge.holds(trigger.condition), page) { index, flag in
            if Int64.fromDatabaseValue(flag) == 1 {
                answers[index].state = .holds
            } else {
                answers[index].state = .unmatched
            }
        }
        return answers
    }
}
