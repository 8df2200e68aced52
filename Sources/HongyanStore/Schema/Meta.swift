internal import GRDB
internal import HongyanCore

/// The store's few single values.
enum Meta {
    enum Key: String {
        case seq, version, lastTick = "last-tick", owner, keyCheck = "key-check"
        case numberGeneration = "number-generation", numberSecret = "number-secret"
        case lastRetention = "last-retention"
    }

    static func int(_ db: Database, _ key: Key) throws -> Int64? {
        try db.cachedStatement(sql: "SELECT value FROM meta WHERE key = ?").firstInt([
            key.rawValue.db
        ])
    }

    static func text(_ db: Database, _ key: Key) throws -> String? {
        try db.cachedStatement(sql: "SELECT value FROM meta WHERE key = ?").firstText([
            key.rawValue.db
        ])
    }

    static func set(_ db: Database, _ key: Key, _ value: DatabaseValue) throws {
        let sql = """
            INSERT INTO meta (key, value) VALUES (?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value
            """
        try db.cachedStatement(sql: sql).run([key.rawValue.db, value])
    }
}

/// Issues seqs inside one transaction; what was issued is saved by ``save()``.
struct SeqIssuer {
    private let db: Database
    private(set) var last: Int64
    private let first: Int64

    init(_ db: Database) throws {
        self.db = db
        last = try Meta.int(db, .seq) ?? 0
        first = last
    }

    mutating func next() -> Int64 {
        last += 1
        return last
    }

    /// What was issued so far; nil for nothing.
    var issued: ClosedRange<Seq>? { last == first ? nil : Seq(first + 1)...Seq(last) }

    func save() throws {
        if last != first { try Meta.set(db, .seq, last.db) }
    }
}
