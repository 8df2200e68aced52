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
