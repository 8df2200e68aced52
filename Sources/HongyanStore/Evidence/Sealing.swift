internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Rows that are hashed in one transaction.
    static let sealPage = 500

    /// Seals the next day that has ended and is not sealed yet, in small transactions.
    ///
    /// A day is what was written on it: what comes late belongs to the day on which it came. A
    /// call that is cut off is simply made again.
    /// - Parameters:
    ///   - seed: Fresh random bytes, for the salts of what is personal; kept nowhere.
    ///   - pause: Called between transactions, so that others get their turn.
    /// - Returns: The new seal; nil when every day that has ended is sealed, or nothing was ever
    ///   written.
    public func sealNextDay(
        at now: Timestamp, seed: [UInt8], pause: () -> Void = {}
    ) throws(StoreError) -> LedgerSeal? {
        let (last, first) = try read { db in
            (try SealRows.last(db), try Sealer.firstUnsealed(db))
        }
        let day: CivilDay
        if let last {
            day = last + 1
        } else if let first {
            day = zone.day(of: first)
        } else {
            return nil
        }
        let end = zone.moment(day + 1)
        guard now >= end + LedgerSeal.delay else { return nil }
        try quietly { db in try Sealer.clear(db, day) }
        var parts: [LedgerSeal.Part] = []
        var spans: [(after: Int64, through: Int64)] = []
        for table in SealedTable.all {
            let after = try read { db in try SealRows.sealedThrough(db, table.name) }
            var sealer = Sealer(table: table, day: day, end: end, after: after, seed: seed)
            while !sealer.isDone {
                // Read and written at once: what is erased or encrypted anew between the two would
                // keep its old prints.
                try quietly { db in try sealer.seal(db) }
                pause()
            }
            parts.append(
                LedgerSeal.Part(table: table.name, count: sealer.count, hash: sealer.finish()))
            spans.append((after, sealer.through))
        }
        return try close(day, parts, spans, at: now)
    }

    private func close(
        _ day: CivilDay, _ parts: [LedgerSeal.Part], _ spans: [(after: Int64, through: Int64)],
        at now: Timestamp
    ) throws(StoreError) -> LedgerSeal {
        try write(noting: { _, _ in }) { db in
            let before = try SealRows.all(db, from: day - 1, through: day - 1).first
            let previous = before?.hash ?? .zero
            let hash = LedgerSeal.hash(
                day: day, previous: previous, sealedAt: now, parts: parts)
            for (part, span) in zip(parts, spans) {
                try db.cachedStatement(sql: Sealer.puttingPart).run([
                    day.db, part.table.db, span.after.db, span.through.db, part.count.db,
                    part.hash.db,
                ])
            }
            try db.cachedStatement(sql: Sealer.puttingSeal).run([
                day.db, previous.db, hash.db, now.db,
            ])
            return LedgerSeal(
                day: day, previous: previous, hash: hash, sealedAt: now, parts: parts)
        }
    }

    /// Nothing that a rule could wait for is written.
    private func quietly(_ body: (Database) throws -> Void) throws(StoreError) {
        try write(durably: false, noting: { _, _ in }, body)
    }

    /// The seals of some days, ascending.
    public func seals(
        from: CivilDay? = nil, through: CivilDay? = nil
    ) throws(StoreError) -> [LedgerSeal] {
        try read { db in try SealRows.all(db, from: from, through: through) }
    }
}

/// Hashes one table's rows of one day.
struct Sealer {
    let table: SealedTable
    let day: CivilDay
    let end: Timestamp
    let seed: [UInt8]
    private(set) var through: Int64
    private(set) var count = 0
    private(set) var isDone = false
    private var block = 0
    private var hasher = SHA256()

    /// What one transaction adds.
    private struct Page {
        var marks: [(row: Int64, mark: UInt64)] = []
        var prints: [(row: Int64, prints: Prints)] = []
    }

    init(table: SealedTable, day: CivilDay, end: Timestamp, after: Int64, seed: [UInt8]) {
        self.table = table
        self.day = day
        self.end = end
        self.seed = seed
        through = after
    }

    /// When the first row was written that no seal covers.
    static func firstUnsealed(_ db: Database) throws -> Timestamp? {
        var first: Timestamp?
        for table in SealedTable.all {
            let after = try SealRows.sealedThrough(db, table.name)
            let sql = """
                SELECT \(table.arrival) FROM \(table.name)
                WHERE \(table.isShared ? "" : "slot = 0 AND ")row > ?
                ORDER BY row LIMIT 1
                """
            guard let at = try db.cachedStatement(sql: sql).firstInt([after.db]) else { continue }
            first = min(first ?? .distantFuture, Timestamp(milliseconds: at))
        }
        return first
    }

    /// What a sealing that was cut off left behind.
    static func clear(_ db: Database, _ day: CivilDay) throws {
        try db.cachedStatement(sql: "DELETE FROM seal_marks WHERE slot = 0 AND day = ?").run([
            day.db
        ])
    }

    /// The next rows, in a transaction that writes.
    mutating func seal(_ db: Database) throws { try write(try nextPage(db), db) }

    /// The next rows up to the first that was written after the day.
    private mutating func nextPage(_ db: Database) throws -> Page {
        var rows: [SealedRow] = []
        var isOver = false
        let limit = SQLiteStore.sealPage
        try db.cachedStatement(sql: table.reading).each([
            through.db, Int64.max.db, limit.db,
        ]) { row in
            let sealed = SealedRow(row, of: table)
            if sealed.arrival >= end { isOver = true }
            if !isOver { rows.append(sealed) }
        }
        isDone = isOver || rows.count < limit
        var page = Page()
        for row in rows {
            let prints = try prints(of: row, db)
            if let prints { page.prints.append((row.row, prints)) }
            let hash = row.hash(rule: row.rule, customer: row.customer, prints: prints)
            page.marks.append((row.row, hash.mark))
            hasher.absorb(hash.bytes)
            through = row.row
        }
        count += rows.count
        return page
    }

    private func prints(of row: SealedRow, _ db: Database) throws -> Prints? {
        var text = row.text
        if table.personal == .consent { text = try ConsentLog.proof(db, ofEvent: row.row) }
        guard text != nil || row.numberHash != nil else { return nil }
        return Prints(
            seed: seed, name: Prints.name(table.name, row.row), text: text, hash: row.numberHash,
            number: row.number)
    }

    private mutating func write(_ page: Page, _ db: Database) throws {
        guard !page.marks.isEmpty else { return }
        for entry in page.prints { try SealRows.put(db, entry.prints, table.name, entry.row) }
        try db.cachedStatement(sql: Self.puttingMarks).run([
            day.db, table.name.db, block.db, SealRows.packed(page.marks).databaseValue,
        ])
        block += 1
    }

    func finish() -> Fingerprint { hasher.finish() }

    static let puttingMarks = """
        INSERT OR REPLACE INTO seal_marks (slot, day, name, block, marks) VALUES (0, ?, ?, ?, ?)
        """
    static let puttingPart = """
        INSERT OR REPLACE INTO seal_parts (slot, day, name, after, through, count, hash)
        VALUES (0, ?, ?, ?, ?, ?, ?)
        """
    static let puttingSeal = """
        INSERT INTO seals (slot, day, previous, hash, sealed_at) VALUES (0, ?, ?, ?, ?)
        """
}
