internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// In order of kind and name.
    public func stops() throws(StoreError) -> [Stop] {
        try read { db in
            var stops: [Stop] = []
            try db.each("SELECT kind, name, since, reason FROM stops ORDER BY kind, name") { row in
                guard let scope = Stop.Scope(kind: row.text(0), name: row.text(1)) else { return }
                stops.append(Stop(scope: scope, since: row.time(2), reason: row.text(3)))
            }
            return stops
        }
    }

    /// Stops a scope; stopped again, it keeps its first time.
    public func addStop(scope: Stop.Scope, reason: String, at now: Timestamp) throws(StoreError) {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO stops (kind, name, since, reason) VALUES (?, ?, ?, ?)
                    ON CONFLICT (kind, name) DO NOTHING
                    """, arguments: [scope.kind, scope.name, now.milliseconds, reason])
        }
    }

    /// Takes a stop back. For a rule it also resets the fuse, which counts anew from now, and wakes what the fuse or the
    /// stop held.
    /// - Returns: Whether there was anything to resume.
    public func removeStop(scope: Stop.Scope, at now: Timestamp) throws(StoreError) -> Bool {
        let changed: Bool = try write { db in
            try db.execute(
                sql: "DELETE FROM stops WHERE kind = ? AND name = ?",
                arguments: [scope.kind, scope.name])
            var changed = db.changesCount > 0
            var filter = "reason = 'stop'"
            var arguments: StatementArguments = [now.milliseconds]
            if case .rule(let rule) = scope {
                try db.execute(
                    sql: """
                        UPDATE cursors SET tripped_at = NULL, resumed_at = ?
                        WHERE slot = 0 AND rule = ? AND tripped_at IS NOT NULL
                        """, arguments: [now.milliseconds, rule.rawValue])
                changed = changed || db.changesCount > 0
                filter = "reason IN ('stop', 'limit') AND rule = ?"
                arguments += [rule.rawValue]
            }
            if changed {
                try db.execute(
                    sql: """
                        UPDATE occurrences SET until = MIN(until, ?)
                        WHERE slot = 0 AND state = 'held' AND \(filter)
                        """, arguments: arguments)
            }
            return changed
        }
        forgetPages()
        return changed
    }
}

extension Stop.Scope {
    var kind: String {
        switch self {
        case .all: "all"
        case .rule: "rule"
        case .channel: "channel"
        case .purpose: "purpose"
        }
    }
    var name: String {
        switch self {
        case .all: ""
        case .rule(let rule): rule.rawValue
        case .channel(let channel): channel.rawValue
        case .purpose(let purpose): purpose.rawValue
        }
    }
    init?(kind: String, name: String) {
        switch kind {
        case "all": self = .all
        case "rule": self = .rule(RuleID(name))
        case "channel": self = .channel(ChannelID(name))
        case "purpose":
            guard let purpose = Purpose(rawValue: name) else { return nil }
            self = .purpose(purpose)
        default: return nil
        }
    }
}
