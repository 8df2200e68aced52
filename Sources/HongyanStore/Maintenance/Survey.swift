internal import GRDB
public import HongyanCore

/// What `check --store` asks. Reads only.
extension SQLiteStore {
    /// How a book meets this store: audiences as of now, and triggers over the last
    /// ``StoreSurvey/days`` whole local days, by today's tags.
    public func survey(of book: RuleBook, at now: Timestamp) throws(StoreError) -> StoreSurvey {
        let zone = book.workspace.zone
        let judge = ConditionSQL(now: now, zone: zone)
        let audiences = book.tags.audiences
        let counts = try read { db in
            try Self.count(db, audiences.map { judge.holds($0.condition) })
        }
        var rules: [StoreSurvey.Rule] = []
        for rule in book.rules {
            let variables = Self.variables(of: rule, book)
            let inside = try read { db in
                try Self.count(
                    db, variables.map { "\(sql: "c.\(TagColumns.name($0.tag))") IS NULL" },
                    where: judge.holds(rule.audience))
            }
            rules.append(
                StoreSurvey.Rule(
                    rule: rule, audience: inside[0],
                    days: try days(
                        of: rule, book, audience: inside[0], customers: counts[0], at: now),
                    variables: variables.enumerated().map { index, variable in
                        StoreSurvey.Variable(
                            template: variable.template, name: variable.name,
                            hasFallback: variable.hasFallback, missing: inside[index + 1])
                    },
                    parts: book.longestParts(of: rule), pricePerPart: book.dearestPart(of: rule)))
        }
        let isPlain = try read { db in
            let sql: SQL = "SELECT EXISTS (SELECT 1 FROM customers WHERE phone IS NOT NULL)"
            return try NumberKeyRows.current(db) == nil && db.int(sql) == 1
        }
        return StoreSurvey(
            at: now, zone: zone, customers: counts[0],
            audiences: audiences.enumerated().map { index, audience in
                StoreSurvey.Audience(
                    name: audience.name, title: audience.title, customers: counts[index + 1])
            }, rules: rules,
            templateWaits: try read { db in try TemplateRows.waits(of: book, at: now, db) },
            stops: try stops(),
            holdsPlainNumbers: isPlain)
    }

    /// Ids of rules that have read this store or decided in it.
    public func usedRules() throws(StoreError) -> Set<RuleID> {
        try ids(Self.usedSQL)
    }

    /// Ids that a `was:` gave up.
    public func tombstones() throws(StoreError) -> Set<RuleID> {
        try ids("SELECT old FROM renames ORDER BY old")
    }

    private func ids(_ sql: String) throws(StoreError) -> Set<RuleID> {
        try read { db in
            var found: Set<RuleID> = []
            try db.cachedStatement(sql: sql).each { row in found.insert(RuleID(row.text(0))) }
            return found
        }
    }

    /// The key's first column is walked by leaps, not row by row.
    static let usedSQL = """
        WITH RECURSIVE leaps(rule) AS (
            SELECT MIN(rule) FROM occurrences WHERE slot = 0
            UNION ALL
            SELECT (SELECT MIN(o.rule) FROM occurrences o WHERE o.slot = 0 AND o.rule > leaps.rule)
            FROM leaps WHERE leaps.rule IS NOT NULL)
        SELECT rule FROM leaps WHERE rule IS NOT NULL
        UNION SELECT rule FROM cursors WHERE slot = 0
        """

    // MARK: Customers

    /// How many customers, and how many of them meet each condition.
    private static func count(
        _ db: Database, _ conditions: [SQL], where filter: SQL = "1"
    ) throws -> [Int] {
        var columns: SQL = "COUNT(*)"
        for condition in conditions { columns += ", COALESCE(SUM(\(condition)), 0)" }
        var counts = Array(repeating: 0, count: conditions.count + 1)
        let sql: SQL = """
            SELECT \(columns) FROM customers c
            WHERE c.slot = 0 AND c.merged_into IS NULL AND \(filter)
            """
        try db.each(sql) { row in for index in counts.indices { counts[index] = row.int(index) } }
        return counts
    }

    private struct SurveyedVariable {
        let template: TemplateID
        let name: String
        let tag: TagName
        let hasFallback: Bool
    }

    /// Those of the rule's templates that read a tag, each once a template.
    private static func variables(of rule: CompiledRule, _ book: RuleBook) -> [SurveyedVariable] {
        var found: [SurveyedVariable] = []
        for template in rule.message.variants.compactMap({ book.template($0.template) }) {
            for run in template.runs {
                guard case .variable(let variable) = run,
                    case .tag(let tag, _) = variable.source,
                    book.tags.tag(tag)?.hasColumn == true,
                    !found.contains(where: { $0.template == template.id && $0.tag == tag })
                else { continue }
                found.append(
                    SurveyedVariable(
                        template: template.id, name: variable.name, tag: tag,
                        hasFallback: variable.fallback != nil))
            }
        }
        return found
    }

    // MARK: Triggers

    private func days(
        of rule: CompiledRule, _ book: RuleBook, audience: Int, customers: Int, at now: Timestamp
    ) throws(StoreError) -> [StoreSurvey.Day]? {
        let zone = book.workspace.zone
        let today = zone.day(of: now)
        let days = (1...StoreSurvey.days).reversed().map { today - $0 }
        switch rule.trigger {
        case .schedule:
            return days.map { day in
                let instants = TriggerClock.instants(
                    of: rule.trigger, from: zone.moment(day) - Span(milliseconds: 1),
                    through: zone.moment(day + 1) - Span(milliseconds: 1), zone: zone
                ).count
                return StoreSurvey.Day(
                    day: day, inside: instants * audience,
                    outside: instants * (customers - audience))
            }
        case .enters: return try entries(of: rule, days, zone: zone, at: now)
        case .event, .absence, .dormant, .date, .signal, .reply: break
        }
        // Under a name that no ledger row has, so that what was decided counts as well.
        let asked = rule.named(RuleID("survey:\(rule.id)"))
        let seq = try latestSeq()
        var found: [StoreSurvey.Day] = []
        for day in days {
            let interval = Interval(
                fromTime: zone.moment(day) - Span(milliseconds: 1),
                toTime: zone.moment(day + 1) - Span(milliseconds: 1), fromSeq: seq, toSeq: seq,
                activeFrom: .distantPast)
            let page = try occurrences(
                of: asked, in: interval, book: book, after: nil, limit: Int.max / 2)
            found.append(
                StoreSurvey.Day(
                    day: day, inside: page.occurrences.count, outside: page.outsideAudience))
        }
        return found
    }

    /// Entries are remembered by the latest of each customer only: what came before is not counted.
    private func entries(
        of rule: CompiledRule, _ days: [CivilDay], zone: Zone, at now: Timestamp
    ) throws(StoreError) -> [StoreSurvey.Day]? {
        let judge = ConditionSQL(now: now, zone: zone)
        guard let first = days.first, let last = days.last else { return [] }
        return try read { db in
            guard try HistoryRows.lastSample(db, rule.id) != nil else { return nil }
            var counts: [String: (inside: Int, outside: Int)] = [:]
            let sql: SQL = """
                SELECT hy_day_text(m.entered), \(judge.holds(rule.audience))
                FROM memberships m INDEXED BY memberships_entered
                 CROSS JOIN customers c ON c.row = m.customer
                WHERE m.slot = 0 AND m.rule = \(rule.id.rawValue)
                AND m.entered >= \(zone.moment(first).milliseconds)
                AND m.entered < \(zone.moment(last + 1).milliseconds)
                AND c.merged_into IS NULL
                """
            try db.each(sql) { row in
                var count = counts[row.text(0)] ?? (0, 0)
                if row.int(1) == 1 { count.inside += 1 } else { count.outside += 1 }
                counts[row.text(0)] = count
            }
            return days.map { day in
                let count = counts[day.description] ?? (0, 0)
                return StoreSurvey.Day(day: day, inside: count.inside, outside: count.outside)
            }
        }
    }
}
