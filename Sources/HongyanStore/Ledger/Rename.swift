internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func rename(_ old: [RuleID], to new: RuleID) throws(StoreError) {
        let isNew = try write { db in
            var isNew = false
            for id in old where id != new {
                let known = try db.cachedStatement(sql: "SELECT new FROM renames WHERE old = ?")
                if try known.firstText([id.db]) == new.rawValue { continue }
                try Self.move(db, id, to: new)
                isNew = true
            }
            return isNew
        }
        if isNew { forgetPages() }
    }

    /// Whether an id was used before and given up; it is never used again.
    public func isTombstone(_ rule: RuleID) throws(StoreError) -> Bool {
        try read { db in
            try db.cachedStatement(sql: "SELECT 1 FROM renames WHERE old = ?")
                .firstInt([rule.db]) != nil
        }
    }

    private static func move(_ db: Database, _ old: RuleID, to new: RuleID) throws {
        let names = [new.db, old.db]
        // Where both ids have a row the new one's stands; of once rows the later time.
        try db.cachedStatement(
            sql: """
                UPDATE once_rows SET last_at = MAX(last_at, (SELECT o.last_at FROM once_rows o
                    WHERE o.slot = 0 AND o.rule = ?2 AND o.customer = once_rows.customer))
                WHERE slot = 0 AND rule = ?1 AND EXISTS (SELECT 1 FROM once_rows o
                    WHERE o.slot = 0 AND o.rule = ?2 AND o.customer = once_rows.customer)
                """
        ).run(names)
        for table in ["once_rows", "occurrences", "memberships", "samples", "cursors"] {
            try db.execute(
                sql: "UPDATE OR IGNORE \(table) SET rule = ? WHERE slot = 0 AND rule = ?",
                arguments: [new.rawValue, old.rawValue])
            try db.execute(
                sql: "DELETE FROM \(table) WHERE slot = 0 AND rule = ?",
                arguments: [old.rawValue])
        }
        for table in ["decisions", "messages"] {
            try db.execute(
                sql: "UPDATE \(table) SET rule = ? WHERE slot = 0 AND rule = ?",
                arguments: [new.rawValue, old.rawValue])
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO misses (slot, rule, hour, count)
                SELECT slot, ?1, hour, count FROM misses WHERE slot = 0 AND rule = ?2
                ON CONFLICT (slot, rule, hour) DO UPDATE SET count = count + excluded.count
                """
        ).run(names)
        try db.execute(
            sql: "DELETE FROM misses WHERE slot = 0 AND rule = ?", arguments: [old.rawValue])
        try db.execute(
            sql: "UPDATE OR IGNORE stops SET name = ? WHERE kind = 'rule' AND name = ?",
            arguments: [new.rawValue, old.rawValue])
        try db.execute(
            sql: "INSERT INTO renames (old, new) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments: [old.rawValue, new.rawValue])
    }
}
