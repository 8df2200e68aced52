internal import GRDB
public import HongyanCore

/// How a store keeps its phone numbers.
public struct NumberKeyStatus: Hashable, Sendable {
    /// Customers with a number that are not encrypted, and messages.
    public let plain: Int
    /// Sealed under the key that is current.
    public let sealed: Int
    /// Sealed under the key before, while keys change.
    public let outdated: Int
    /// Of the secrets that open the store, ascending; none for a store without a key, two while
    /// they change.
    public let secrets: [String]

    /// The store has a key.
    public var isEncrypted: Bool { !secrets.isEmpty }
    /// A change of keys was begun and has not ended.
    public var isRotating: Bool { secrets.count > 1 }
}

/// Where numbers stand as text.
private struct NumberColumn {
    let table: String
    let column: String

    static let all = [
        NumberColumn(table: "customers", column: "phone"),
        NumberColumn(table: "messages", column: "number"),
    ]
    /// The first letter of what is sealed under a generation.
    static func letter(_ generation: Int) -> String {
        String(decoding: [SealedNumber.alphabet[generation]], as: UTF8.self)
    }
}

extension SQLiteStore {
    /// What stands in the store; reads all customers and messages.
    public func numberKeyStatus() throws(StoreError) -> NumberKeyStatus {
        try read { db in
            var counts = (plain: 0, sealed: 0, outdated: 0)
            let current = try NumberKeyRows.current(db).map(NumberColumn.letter)
            for place in NumberColumn.all {
                let sql: SQL = """
                    SELECT substr(\(sql: place.column), 1, 1), COUNT(*) FROM \(sql: place.table)
                    WHERE \(sql: place.column) <> '' GROUP BY 1
                    """
                try db.each(sql) { row in
                    switch row.text(0) {
                    case "+": counts.plain += row.int(1)
                    case current: counts.sealed += row.int(1)
                    default: counts.outdated += row.int(1)
                    }
                }
            }
            return NumberKeyStatus(
                plain: counts.plain, sealed: counts.sealed, outdated: counts.outdated,
                secrets: try NumberKeyRows.secrets(db))
        }
    }

    /// Gives a store without a key its first: every number is encrypted and every hash made anew,
    /// in one transaction. Afterwards the file holds no digits, not even in free pages.
    ///
    /// No daemon may run meanwhile; the caller holds the store, see ``claimOwnership``.
    /// - Returns: How many numbers were encrypted.
    public func encryptNumbers(with secret: NumberSecret) throws(StoreError) -> Int {
        let keys = NumberKeys(first: secret)
        let count = try write { db in
            guard try NumberKeyRows.current(db) == nil, let cipher = NumberCipher([keys]) else {
                throw StoreError.refused("the store's phone numbers are encrypted already")
            }
            try NumberKeyRows.begin(db, keys, secret)
            try self.rehash(db, cipher)
            var count = 0
            for place in NumberColumn.all {
                count += try self.seal(db, place, after: 0, limit: nil, cipher).done
            }
            for table in SealedTable.withNumbers { try self.renewPrints(db, of: table, cipher) }
            return count
        }
        forgetPages()
        try vacuum()
        return count
    }

    /// Every look-up hash becomes the keyed hash of itself, in whatever table it stands.
    private func rehash(_ db: Database, _ cipher: NumberCipher) throws {
        db.add(
            function: DatabaseFunction("hy_keyed", argumentCount: 1, pure: true) { values in
                guard case .blob(let data) = values[0].storage, data.count == 16 else { return nil }
                return cipher.hash(Digest(blob: data)).blob
            })
        var tables: [String] = []
        let listed: SQL = """
            SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND c.name = 'number_hash' ORDER BY m.name
            """
        try db.each(listed) { row in tables.append(row.text(0)) }
        for table in tables {
            try db.execute(
                sql: """
                    UPDATE \(TagColumns.quoted(table)) SET number_hash = hy_keyed(number_hash)
                    WHERE number_hash IS NOT NULL
                    """)
        }
        try db.execute(sql: "UPDATE numbers SET hash = hy_keyed(hash)")
        try db.execute(sql: "UPDATE portability SET hash = hy_keyed(hash)")
    }

    /// What was sealed over hashes that anybody can make is held under the key as well; see
    /// ``NumberPrint``.
    private func renewPrints(
        _ db: Database, of table: (name: String, number: String), _ cipher: NumberCipher
    ) throws {
        let find = try db.cachedStatement(
            sql: """
                SELECT p.row, t.number_hash, \(table.number), \(SealRows.columns)
                FROM seal_prints p CROSS JOIN \(table.name) t ON t.row = p.row
                WHERE p.slot = 0 AND p.name = ? AND p.row > ? AND p.number IS NOT NULL
                    AND p.veil IS NULL ORDER BY p.row LIMIT ?
                """)
        let size = 10_000
        var last: Int64 = 0
        while true {
            var page: [(row: Int64, prints: Prints)] = []
            try find.each([table.name.db, last.db, size.db]) { row in
                var prints = SealRows.prints(row, from: 3)
                let number = row.text(2)
                prints.number = prints.number?.renewed(
                    Prints.name(table.name, row[0]), hash: row.digest(1),
                    number: number.isEmpty ? nil : number, cipher)
                page.append((row[0], prints))
            }
            for entry in page { try SealRows.put(db, entry.prints, table.name, entry.row) }
            guard let end = page.last?.row, page.count == size else { return }
            last = end
        }
    }

    /// Begins to change keys, or goes on with a change that was interrupted. From now on everything
    /// is written under the new secret, and either secret opens the store.
    ///
    /// The store must be open under a secret that opens it now.
    /// - Returns: Whether there is anything to do; false when the change has ended already.
    public func beginRotation(to new: NumberSecret) throws(StoreError) -> Bool {
        try write(noting: { _, _ in }) { db in
            guard let secret = self.secret else { throw NumberLock.closedFault }
            let secrets = try NumberKeyRows.secrets(db)
            if secrets.count > 1 {
                guard secrets.contains(new.check) else {
                    let others = secrets.filter { $0 != secret.check }.joined(separator: ", ")
                    throw StoreError.refused(
                        "a change to the key \(others) was begun and has not ended; "
                            + "end that one first")
                }
                return true
            }
            if secret == new { return false }
            guard let current = try NumberKeyRows.keys(db, secret).last else {
                throw StoreError.refused("the store has no key yet")
            }
            let next = NumberKeys(after: current, secret: new)
            try NumberKeyRows.put(db, next, for: secret)
            try NumberKeyRows.put(db, next, for: new)
            try NumberKeyRows.put(db, current, for: new)
            try Meta.set(db, .numberGeneration, next.generation.db)
            try Meta.set(db, .numberSecret, new.check.db)
            return true
        }
    }

    /// One batch of a change of keys. A process that is killed loses at most the batch under way.
    ///
    /// - Parameters:
    ///   - position: Where to begin; nil first, then what the last call returned.
    ///   - limit: Rows of one transaction.
    /// - Returns: Rows sealed anew, and where the next batch begins; nil when none is left.
    public func rotateBatch(
        from position: RotationPosition?, limit: Int
    ) throws(StoreError) -> (done: Int, next: RotationPosition?) {
        let position = position ?? RotationPosition(column: 0, row: 0)
        let place = NumberColumn.all[position.column]
        let batch = try write(noting: { _, _ in }) { db in
            guard case .open(let cipher) = try self.numberLock(db) else {
                throw NumberLock.closedFault
            }
            return try self.seal(db, place, after: position.row, limit: limit, cipher)
        }
        if let last = batch.last {
            return (batch.done, RotationPosition(column: position.column, row: last))
        }
        let column = position.column + 1
        guard NumberColumn.all.indices.contains(column) else { return (batch.done, nil) }
        return (batch.done, RotationPosition(column: column, row: 0))
    }

    /// Ends a change of keys once nothing is sealed under the old one: from now on only the new
    /// secret opens the store.
    ///
    /// A daemon that runs under the old secret keeps it until it is started anew; until then both
    /// open the store, and the next daemon's start ends the change.
    /// - Returns: Whether it ended; false while something is left, and the batches must go on.
    public func endRotation(to new: NumberSecret) throws(StoreError) -> Bool {
        guard try numberKeyStatus().outdated == 0 else { return false }
        let keepsOld = isRunByDaemon && withMemory { $0.lock == nil }
        try write(noting: { _, _ in }) { db in
            guard let current = try NumberKeyRows.current(db) else { return }
            let sql = "DELETE FROM number_keys WHERE generation <> ? OR (secret <> ? AND ?)"
            try db.cachedStatement(sql: sql).run([
                current.db, new.check.db, (!keepsOld).db,
            ])
        }
        return true
    }

    /// At a daemon's start under the new secret: ends a change of keys that only waited for it.
    public func endRotationIfDone() throws(StoreError) {
        guard let secret else { return }
        let (secrets, wanted) = try read { db in
            (try NumberKeyRows.secrets(db), try Meta.text(db, .numberSecret))
        }
        guard secrets.count > 1, wanted == secret.check else { return }
        _ = try endRotation(to: secret)
    }

    /// Seals what is not sealed under the current key.
    private func seal(
        _ db: Database, _ place: NumberColumn, after row: Int64, limit: Int?, _ cipher: NumberCipher
    ) throws -> (done: Int, last: Int64?) {
        let numbers = NumberBook(db, lock: .open(cipher))
        let find = try db.cachedStatement(
            sql: """
                SELECT row, \(place.column), number_hash FROM \(place.table)
                WHERE row > ? AND \(place.column) <> ''
                AND substr(\(place.column), 1, 1) <> ? ORDER BY row LIMIT ?
                """)
        let put = try db.cachedStatement(
            sql: "UPDATE \(place.table) SET \(place.column) = ? WHERE row = ?")
        let size = limit ?? 10_000
        var (done, last) = (0, row)
        while true {
            var rows: [(row: Int64, text: String, hash: Digest)] = []
            let letter = NumberColumn.letter(cipher.current)
            try find.each([last.db, letter.db, size.db]) { row in
                rows.append((row[0], row.text(1), row.digest(2)))
            }
            for row in rows {
                let number = NumberBook.number(row.text, row.hash)
                // Digits get the hash that stands beside them already.
                let text =
                    number.sealed == nil
                    ? try cipher.seal(number, hash: row.hash).db : try numbers.kept(number).text
                try put.run([text, row.row.db])
                if place.table == "messages", number.sealed != nil {
                    try SealRows.reprint(
                        db, number: String.fromDatabaseValue(text) ?? "", ofMessage: row.row)
                }
            }
            done += rows.count
            last = rows.last?.row ?? last
            if rows.count < size { return (done, nil) }
            if limit != nil { return (done, last) }
        }
    }

    /// Writes the file anew without its free pages, and empties the log.
    public func vacuum() throws(StoreError) {
        guard sharing == .file else { return }
        try Self.mapped {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM")
                try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
    }
}

/// Where a change of keys stands.
public struct RotationPosition: Hashable, Sendable {
    let column: Int
    let row: Int64
}

extension SQLiteStore {
    /// Whether the store has a key for its numbers.
    public func encryptsNumbers() throws(StoreError) -> Bool {
        try read { db in try NumberKeyRows.current(db) != nil }
    }
}
