internal import GRDB
internal import HongyanCore
internal import Synchronization

/// One statement that ran, with SQLite's plan for it.
struct QueryPlan: Hashable, Sendable {
    let sql: String
    let steps: [String]

    /// Steps that read a whole table; virtual tables of bound lists do not count.
    var scans: [String] {
        steps.filter { (step: String) in
            step.hasPrefix("SCAN") && !step.contains("VIRTUAL TABLE")
                && step != "SCAN CONSTANT ROW"
        }
    }
}

extension SQLiteStore {
    /// The plans of all statements that a call runs, in their order, each once; for tests.
    func queryPlans(of body: () throws -> Void) throws -> [QueryPlan] {
        let seen = StatementLog()
        try queue.inDatabase { db in
            db.trace(options: .statement) { event in
                if case .statement(let statement) = event { seen.add(statement.sql) }
            }
        }
        try body()
        return try queue.inDatabase { db in
            db.trace(options: [])
            return try seen.statements.map { sql in
                var steps: [String] = []
                let explain = try db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
                try explain.each { row in steps.append(row.text(3)) }
                return QueryPlan(sql: sql, steps: steps)
            }
        }
    }
}

/// The statements of a stretch of calls, in order, each once.
private final class StatementLog: Sendable {
    private let texts = Mutex<[String]>([])

    func add(_ sql: String) {
        let words = ["SELECT", "INSERT", "UPDATE", "DELETE"]
        guard words.contains(where: { sql.hasPrefix($0) }) else { return }
        texts.withLock { if !$0.contains(sql) { $0.append(sql) } }
    }

    var statements: [String] { texts.withLock { $0 } }
}
