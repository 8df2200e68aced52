internal import GRDB
public import HongyanCore

/// The holds of one rule that woke at one moment, read once and handed out until they are decided.
struct WokenHolds: Sendable {
    let rule: RuleID
    let now: Timestamp
    let occurrences: [Occurrence]
    private(set) var start = 0

    init(rule: RuleID, now: Timestamp, occurrences: [Occurrence]) {
        self.rule = rule
        self.now = now
        self.occurrences = occurrences
    }

    mutating func advance(past committed: Set<OccurrenceName>, of decided: RuleID) {
        guard decided == rule else { return }
        while start < occurrences.count, committed.contains(OccurrenceName(occurrences[start])) {
            start += 1
        }
    }

    func first(_ limit: Int) -> [Occurrence] {
        Array(occurrences[start..<min(occurrences.count, start + limit)])
    }
}

extension SQLiteStore {
    public func wokenHolds(
        of rule: RuleID, at now: Timestamp, limit: Int
    ) throws(StoreError) -> [Occurrence] {
        let kept = withMemory { $0.woken }
        if let kept, kept.rule == rule, kept.now == now, kept.start > 0 {
            let page = kept.first(limit)
            if !page.isEmpty { return page }
        }
        // Nobody wakes yet.
        if let wake = try outlook({ $0.wake }), wake > now { return [] }
        let occurrences = try read { db -> [Occurrence] in
            guard let wake = try self.readWake(db), wake <= now else { return [] }
            return try Self.woken(db, of: rule, at: now)
        }
        let woken = WokenHolds(rule: rule, now: now, occurrences: occurrences)
        withMemory { $0.woken = occurrences.count > limit ? woken : nil }
        return woken.first(limit)
    }

    private static func woken(
        _ db: Database, of rule: RuleID, at now: Timestamp
    ) throws -> [Occurrence] {
        var found: [Occurrence] = []
        try db.cachedStatement(sql: wokenSQL).each([rule.db, now.db]) { row in
            let cause = CauseColumns(kind: row.text(3), number: row[4], key: row[5])
            found.append(
                Occurrence(
                    rule: rule, customer: CustomerID(row.text(0)), key: row.text(1),
                    due: row.time(2), cause: cause.cause, isBacklog: row.int(6) == 1))
        }
        return found
    }

    static let wokenSQL = """
        SELECT c.id, o.key, o.due, o.cause, o.cause_number, o.cause_key, o.is_backlog
        FROM occurrences o INDEXED BY occurrences_held
         CROSS JOIN customers c ON c.row = o.customer
        WHERE o.slot = 0 AND o.rule = ? AND o.state = 'held' AND o.until <= ?
        ORDER BY o.due, c.id, o.key
        """

    public func nextWake() throws(StoreError) -> Timestamp? {
        if let wake = try outlook({ $0.wake }) { return wake < .distantFuture ? wake : nil }
        return try read { db in try self.readWake(db) }
    }

    private func readWake(_ db: Database) throws -> Timestamp? {
        let wake = try db.cachedStatement(sql: Self.nextWakeSQL).firstInt([])
            .map { Timestamp(milliseconds: $0) }
        learn { $0.wake = wake ?? .distantFuture }
        return wake
    }

    static let nextWakeSQL = """
        SELECT until FROM occurrences INDEXED BY occurrences_wake
        WHERE slot = 0 AND state = 'held' ORDER BY until LIMIT 1
        """

    public func retireRules(
        keeping rules: Set<RuleID>, book: Digest, at now: Timestamp
    ) throws(StoreError) -> Int {
        let names = jsonArray(rules.sorted().map(\.rawValue))
        let dropped = try write { db in
            // One statement logs, one closes; both see the same holds.
            try db.cachedStatement(sql: Self.loggingRetired).run([now.db, book.db, names.db])
            try db.cachedStatement(sql: Self.closingRetired).run([names.db])
            return db.changesCount
        }
        forgetPages()
        return dropped
    }

    private static let loggingRetired = """
        INSERT INTO decisions (slot, at, rule, customer, key, due, decision, reason, verdicts, book)
        SELECT slot, ?, rule, customer, key, due, 'drop', 'rule.removed', '', ? FROM occurrences
        WHERE slot = 0 AND state = 'held' AND rule NOT IN (SELECT value FROM json_each(?))
        ORDER BY rule, due, customer, key
        """
    private static let closingRetired = """
        UPDATE occurrences SET state = 'dropped', until = NULL, reason = 'rule.removed'
        WHERE slot = 0 AND state = 'held' AND rule NOT IN (SELECT value FROM json_each(?))
        """
}
