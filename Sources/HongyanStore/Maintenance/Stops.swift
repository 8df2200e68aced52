internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func stops() throws(StoreError) -> [Stop] {
        try read { db in try StopRows.all(db) }
    }

    /// Stops a scope; stopping again keeps the first time and takes the new reason.
    ///
    /// - Parameter who: The operating user, for the record of stops.
    public func addStop(
        _ scope: Stop.Scope, reason: String, who: String = "", at now: Timestamp
    ) throws(StoreError) {
        try write { db in
            let (kind, name) = StopRows.columns(of: scope)
            try db.cachedStatement(sql: StopRows.adding).run([
                kind.db, name.db, now.db, reason.db,
            ])
            try StopRows.note(db, "stop", scope, who: who, reason: reason, at: now)
        }
    }

    /// Takes a stop back. For a rule it also resets the fuse, which counts anew from now. What
    /// the stop or the fuse
    /// held wakes at once.
    /// - Parameters:
    ///   - reason: Why; must not be empty for what complaints have stopped.
    ///   - who: The operating user, for the record of stops.
    /// - Returns: Whether there was anything to resume.
    public func removeStop(
        _ scope: Stop.Scope, reason: String = "", who: String = "", at now: Timestamp
    ) throws(StoreError) -> Bool {
        switch scope {
        case .template, .signature:
            guard !reason.isEmpty else {
                throw .refused("what complaints stopped is resumed with a reason only")
            }
        case .all, .rule, .channel, .purpose: break
        }
        let changed: Bool = try write { db in
            let (kind, name) = StopRows.columns(of: scope)
            try db.cachedStatement(sql: StopRows.removing).run([kind.db, name.db])
            var changed = db.changesCount > 0
            if case .rule = scope {
                try db.cachedStatement(sql: StopRows.untripping).run([now.db, name.db])
                changed = changed || db.changesCount > 0
                if changed {
                    try db.cachedStatement(sql: StopRows.wakingRule).run([now.db, name.db])
                }
            } else if changed {
                try db.cachedStatement(sql: StopRows.waking).run([now.db])
            }
            if changed {
                try StopRows.note(db, "resume", scope, who: who, reason: reason, at: now)
            }
            return changed
        }
        forgetPages()
        return changed
    }
}

enum StopRows {
    /// In order of scope kind, then name.
    static func all(_ db: Database) throws -> [Stop] {
        var stops: [Stop] = []
        try db.cachedStatement(sql: reading).each { row in
            guard let scope = scope(row.text(0), row.text(1)) else { return }
            stops.append(Stop(scope: scope, since: row.time(2), reason: row.text(3)))
        }
        return stops
    }

    static func columns(of scope: Stop.Scope) -> (kind: String, name: String) {
        switch scope {
        case .all: ("all", "")
        case .rule(let rule): ("rule", rule.rawValue)
        case .channel(let channel): ("channel", channel.rawValue)
        case .purpose(let purpose): ("purpose", purpose.rawValue)
        case .template(let template): ("template", template.rawValue)
        case .signature(let signature): ("signature", signature)
        }
    }

    private static func scope(_ kind: String, _ name: String) -> Stop.Scope? {
        switch kind {
        case "all": .all
        case "rule": .rule(RuleID(name))
        case "channel": .channel(ChannelID(name))
        case "template": .template(TemplateID(name))
        case "signature": .signature(name)
        default: Purpose(rawValue: name).map { .purpose($0) }
        }
    }

    /// Into the record of who stopped and resumed what.
    static func note(
        _ db: Database, _ act: String, _ scope: Stop.Scope, who: String, reason: String,
        at now: Timestamp
    ) throws {
        let (kind, name) = columns(of: scope)
        try db.cachedStatement(sql: noting).run([
            now.db, act.db, kind.db, name.db, who.db, reason.db,
        ])
    }

    private static let noting = """
        INSERT INTO stop_acts (slot, at, act, kind, name, who, reason) VALUES (0, ?, ?, ?, ?, ?, ?)
        """
    static let reading = "SELECT kind, name, since, reason FROM stops ORDER BY kind, name"
    static let adding = """
        INSERT INTO stops (kind, name, since, reason) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, name) DO UPDATE SET reason = excluded.reason
        """
    static let removing = "DELETE FROM stops WHERE kind = ? AND name = ?"
    static let untripping = """
        UPDATE cursors SET tripped_at = NULL, resumed_at = ?
        WHERE slot = 0 AND rule = ? AND tripped_at IS NOT NULL
        """
    static let waking = """
        UPDATE occurrences SET until = MIN(until, ?)
        WHERE slot = 0 AND state = 'held' AND reason = 'stop'
        """
    static let wakingRule = """
        UPDATE occurrences SET until = MIN(until, ?)
        WHERE slot = 0 AND state = 'held' AND reason IN ('stop', 'limit') AND rule = ?
        """
}
