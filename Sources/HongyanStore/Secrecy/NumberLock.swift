internal import GRDB
public import HongyanCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Whether a connection can read and write the store's numbers.
enum NumberLock: Sendable {
    /// The store has no key: numbers are digits.
    case none
    case open(NumberCipher)
    /// The store has a key, and this process was not given it.
    case closed

    static let closedFault = StoreError.refused(
        "the store's phone numbers are encrypted, and this needs their key: set the environment "
            + "variable that hongyan.yaml names under encryption:")
    static let damageFault = StoreError.failed("an encrypted phone number was changed")
}

/// The rows of `number_keys`: each generation's keys, wrapped by each secret that opens the store
/// just now. While secrets change, either of two opens either of two generations.
enum NumberKeyRows {
    static let table = """
        CREATE TABLE IF NOT EXISTS number_keys (
            generation INTEGER NOT NULL,
            secret TEXT NOT NULL,
            wrapped BLOB NOT NULL,
            PRIMARY KEY (generation, secret)) STRICT, WITHOUT ROWID
        """

    /// The generation that seals what is written now; nil for a store without a key.
    static func current(_ db: Database) throws -> Int? {
        try Meta.int(db, .numberGeneration).map { Int($0) }
    }

    /// The key check values of the secrets that open the store, ascending.
    static func secrets(_ db: Database) throws -> [String] {
        guard try current(db) != nil else { return [] }
        var found: [String] = []
        try db.each("SELECT DISTINCT secret FROM number_keys ORDER BY secret") { row in
            found.append(row.text(0))
        }
        return found
    }

    static func put(_ db: Database, _ keys: NumberKeys, for secret: NumberSecret) throws {
        let sql = """
            INSERT INTO number_keys (generation, secret, wrapped) VALUES (?, ?, ?)
            ON CONFLICT (generation, secret) DO NOTHING
            """
        let wrapped = Data(try keys.wrapped(by: secret))
        try db.cachedStatement(sql: sql).run([
            keys.generation.db, secret.check.db, wrapped.databaseValue,
        ])
    }

    /// The keys that a secret opens, the current ones last.
    /// - Throws: ``StoreError/refused(_:)`` when it is not the store's.
    static func keys(_ db: Database, _ secret: NumberSecret) throws -> [NumberKeys] {
        guard let current = try current(db) else { return [] }
        var rows: [(generation: Int, wrapped: Data)] = []
        let sql: SQL = """
            SELECT generation, wrapped FROM number_keys WHERE secret = \(secret.check)
            ORDER BY generation = \(current), generation
            """
        try db.each(sql) { row in
            let stored: DatabaseValue = row[1]
            rows.append((row.int(0), Data.fromDatabaseValue(stored) ?? Data()))
        }
        guard rows.last?.generation == current else {
            let wanted = try secrets(db).joined(separator: ", ")
            throw StoreError.refused(
                "the key for phone numbers is not the store's: its check value is "
                    + "\(secret.check), the store's is \(wanted)")
        }
        return try rows.map { row in
            do {
                return try NumberKeys(
                    generation: row.generation, wrapped: [UInt8](row.wrapped), secret: secret)
            } catch {
                throw StoreError.refused("the store's keys for phone numbers were changed")
            }
        }
    }
}

extension NumberKeyRows {
    /// Gives a store its first key.
    static func begin(_ db: Database, _ keys: NumberKeys, _ secret: NumberSecret) throws {
        try put(db, keys, for: secret)
        try Meta.set(db, .numberGeneration, keys.generation.db)
        try Meta.set(db, .numberSecret, secret.check.db)
    }

    /// No number was ever written down, as digits or hash.
    static func isUnused(_ db: Database) throws -> Bool {
        let sql: SQL = """
            SELECT EXISTS (SELECT 1 FROM numbers) OR EXISTS (SELECT 1 FROM customers)
                OR EXISTS (SELECT 1 FROM optouts) OR EXISTS (SELECT 1 FROM replies)
            """
        return try db.int(sql) == 0
    }
}

extension SQLiteStore {
    /// The hash key of a store without encryption. It is no secret.
    static let plainNumberKey = Digest(hashing: ["hongyan.number-key", "1"])

    /// How the store keeps numbers, asked in each transaction that reads or writes them: another
    /// process may have given the store a new key since.
    func numberBook(_ db: Database) throws -> NumberBook {
        NumberBook(db, lock: try numberLock(db))
    }

    /// The same for messages that leave; nil for a copy, which nothing leaves.
    func leavingNumbers(_ db: Database) throws -> NumberBook? {
        if sharing == .scratch { return nil }
        return try numberBook(db)
    }

    func numberLock(_ db: Database) throws -> NumberLock {
        guard let current = try NumberKeyRows.current(db) else { return .none }
        guard let secret else { return .closed }
        if let known = withMemory({ $0.cipher }), known.current == current { return .open(known) }
        guard let cipher = NumberCipher(try NumberKeyRows.keys(db, secret)) else { return .closed }
        withMemory { $0.cipher = cipher }
        return .open(cipher)
    }

    /// A wrong key stops everything, before anything is read or written.
    func checkKey(_ db: Database) throws {
        guard try NumberKeyRows.current(db) != nil else {
            let expected = Digest(keyed: Self.plainNumberKey, hashing: ["hongyan.key-check"])
            if let stored = try Meta.text(db, .keyCheck), stored != expected.description {
                throw StoreError.refused("the key for phone numbers is not the store's")
            }
            return
        }
        if let secret { _ = try NumberKeyRows.keys(db, secret) }
    }
}
