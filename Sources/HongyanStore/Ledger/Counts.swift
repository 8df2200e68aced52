internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func clearedCount(
        of rule: RuleID, from: Timestamp, through: Timestamp
    ) throws(StoreError) -> Int {
        try read { db in
            let count = try db.cachedStatement(sql: Self.clearedSQL)
                .firstInt([rule.db, from.db, through.db])
            return Int(count ?? 0)
        }
    }

    static let clearedSQL = """
        SELECT COUNT(*) FROM messages INDEXED BY messages_rule
        WHERE slot = 0 AND rule = ? AND cleared_at > ? AND cleared_at <= ?
        """

    public func spent(
        by rule: RuleID?, after moment: Timestamp
    ) throws(StoreError) -> Money {
        try read { db in
            let units =
                if let rule {
                    try db.cachedStatement(sql: Self.spentByRuleSQL)
                        .firstInt([rule.db, moment.db])
                } else {
                    try db.cachedStatement(sql: Self.spentSQL).firstInt([moment.db])
                }
            return Money(units: units ?? 0)
        }
    }

    static let spentByRuleSQL = """
        SELECT COALESCE(SUM(cost), 0) FROM messages INDEXED BY messages_rule
        WHERE slot = 0 AND rule = ? AND cleared_at > ?
        """

    // From rule to rule along the index, so that only the period's messages are read.
    static let spentSQL = """
        SELECT COALESCE(SUM(cost), 0) FROM (
            WITH RECURSIVE names(name) AS (
                SELECT MIN(rule) FROM messages INDEXED BY messages_rule WHERE slot = 0
                UNION ALL
                SELECT (SELECT MIN(rule) FROM messages INDEXED BY messages_rule
                    WHERE slot = 0 AND rule > name)
                FROM names WHERE name IS NOT NULL)
            SELECT name FROM names)
        CROSS JOIN messages INDEXED BY messages_rule
        ON slot = 0 AND rule = name AND cleared_at > ?
        """

    public func paceTaken(
        of rule: RuleID, from day: CivilDay, zone: Zone
    ) throws(StoreError) -> [CivilDay: Int] {
        let start = zone.moment(day)
        return try read { db in
            var taken: [CivilDay: Int] = [:]
            for sql in [Self.paceClearedSQL, Self.paceHeldSQL] {
                try db.cachedStatement(sql: sql).each([rule.db, start.db]) { row in
                    taken[zone.day(of: row.time(0)), default: 0] += row.int(1)
                }
            }
            return taken
        }
    }

    // Grouped by the moment: all of one tick share it, so few groups come back.
    static let paceClearedSQL = """
        SELECT cleared_at, COUNT(*) FROM messages INDEXED BY messages_rule
        WHERE slot = 0 AND rule = ? AND cleared_at >= ? GROUP BY cleared_at
        """
    static let paceHeldSQL = """
        SELECT until, COUNT(*) FROM occurrences INDEXED BY occurrences_held
        WHERE slot = 0 AND rule = ? AND state = 'held' AND until >= ? AND reason = 'pace'
        GROUP BY until
        """
}
