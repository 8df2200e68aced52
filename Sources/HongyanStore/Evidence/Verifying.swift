internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Looks whether everything that was sealed still is as it was.
    ///
    /// A rename of a rule and a merge of customers are no changes: the row is tried with the names
    /// it may have had. Erased personal fields are counted, not found fault with.
    /// - Parameter through: Both ends are included; nil means from the first or to the last.
    public func verifySeals(
        from: CivilDay? = nil, through: CivilDay? = nil, at now: Timestamp,
        pause: () -> Void = {}
    ) throws(StoreError) -> LedgerVerification {
        let seals = try seals(from: from, through: through)
        var result = LedgerVerification()
        guard let first = seals.first else { return result }
        var before = try read { db in
            try SealRows.all(db, from: nil, through: first.day - 1).last
        }
        var verifier = try read { db in try Verifier(db, at: now) }
        for seal in seals {
            result.findings += try read { db in
                try verifier.chain(seal, after: before, db)
            }
            for table in SealedTable.all {
                var check = try read { db in try verifier.begin(table, of: seal, db) }
                while !check.isDone {
                    try read { db in try check.nextPage(db) }
                    pause()
                }
                check.finish()
                result.rows += check.rows
                result.erased += check.erased
                result.retired += check.retired
                result.findings += check.findings
                guard result.findings.count < LedgerVerification.most else { break }
            }
            result.days += 1
            result.last = seal
            before = seal
            guard result.findings.count < LedgerVerification.most else { break }
        }
        result.findings = Array(result.findings.prefix(LedgerVerification.most))
        return result
    }

    /// Rows of sealed days that retention deletes whole: their counts and hashes stay, and the
    /// chain still holds.
    /// - Returns: How many days' parts were marked.
    public func retireSealed(
        table: String, through day: CivilDay, at now: Timestamp
    ) throws(StoreError) -> Int {
        try write(noting: { _, _ in }) { db in
            try db.cachedStatement(
                sql: """
                    UPDATE seal_parts SET retired_at = ?
                    WHERE slot = 0 AND name = ? AND day <= ? AND retired_at IS NULL
                    """
            ).run([now.db, table.db, day.db])
            return db.changesCount
        }
    }
}

/// What all checks of one verification share.
struct Verifier {
    /// Ids a rule had before, by the id it has now.
    private var formerRules: [String: [String]] = [:]
    /// Customers that one stands for.
    private var formerCustomers: [Int64: [Int64]] = [:]
    private let now: Timestamp

    /// Message records are kept for six months at least (工信部令74号, in force 2026-05-01); a
    /// younger day cannot have been retired.
    static let shortestRetention = Span.days(180)

    init(_ db: Database, at now: Timestamp) throws {
        self.now = now
        var next: [String: String] = [:]
        try db.each("SELECT old, new FROM renames ORDER BY old") { row in
            next[row.text(0)] = row.text(1)
        }
        for old in next.keys.sorted() {
            var name = old
            var steps = 0
            while let new = next[name], steps < 100 {
                formerRules[new, default: []].append(old)
                name = new
                steps += 1
            }
        }
        let merged: SQL = """
            SELECT row, merged_into FROM customers WHERE merged_into IS NOT NULL ORDER BY row
            """
        try db.each(merged) { row in formerCustomers[row[1], default: []].append(row[0]) }
    }

    /// The seal itself, and how it follows the day before.
    func chain(
        _ seal: LedgerSeal, after before: LedgerSeal?, _ db: Database
    ) throws -> [LedgerFinding] {
        var findings: [LedgerFinding] = []
        let broken = LedgerFinding(day: seal.day, table: "seals", row: "", kind: .seal)
        if let before, before.day + 1 != seal.day {
            findings.append(
                LedgerFinding(day: before.day + 1, table: "seals", row: "", kind: .unsealed))
        }
        let hash = LedgerSeal.hash(
            day: seal.day, previous: seal.previous, sealedAt: seal.sealedAt, parts: seal.parts)
        if hash != seal.hash || seal.previous != before?.hash ?? .zero
            || seal.parts.count != SealedTable.all.count
        {
            findings.append(broken)
        }
        let parts = try SealRows.parts(db, of: seal.day)
        let old = try before.map { try SealRows.parts(db, of: $0.day) } ?? [:]
        for table in SealedTable.all {
            guard let part = parts[table.name] else { continue }
            if part.after != old[table.name]?.through ?? 0 {
                findings.append(
                    LedgerFinding(day: seal.day, table: table.name, row: "", kind: .seal))
            }
        }
        return findings
    }

    func begin(
        _ table: SealedTable, of seal: LedgerSeal, _ db: Database
    ) throws -> TableCheck {
        let part = try SealRows.parts(db, of: seal.day)[table.name]
        let isOld = seal.sealedAt + Self.shortestRetention < now
        return TableCheck(
            table: table, day: seal.day, part: part,
            isRetired: part?.retiredAt != nil && isOld,
            marks: try SealRows.marks(db, seal.day, table.name), verifier: self)
    }

    /// Rule and customer as they may have been, the present ones first.
    func candidates(of row: SealedRow) -> [(rule: DatabaseValue, customer: DatabaseValue)] {
        var rules = [row.rule]
        if case .string(let name) = row.rule.storage {
            rules += (formerRules[name] ?? []).map(\.databaseValue)
        }
        var customers = [row.customer]
        if case .int64(let number) = row.customer.storage {
            customers += (formerCustomers[number] ?? []).map(\.databaseValue)
        }
        return rules.flatMap { rule in customers.map { (rule, $0) } }
    }
}

/// One table's rows of one day, held against its marks.
struct TableCheck {
    private let table: SealedTable
    private let day: CivilDay
    private let part: SealRows.Part?
    private let isRetired: Bool
    private let marks: [(row: Int64, mark: UInt64)]
    private let verifier: Verifier
    private var position = 0
    private var last: Int64
    private var hasher = SHA256()
    private(set) var rows = 0
    private(set) var erased = 0
    private(set) var retired = 0
    private(set) var findings: [LedgerFinding] = []
    private(set) var isDone: Bool

    init(
        table: SealedTable, day: CivilDay, part: SealRows.Part?, isRetired: Bool,
        marks: [(row: Int64, mark: UInt64)], verifier: Verifier
    ) {
        self.table = table
        self.day = day
        self.part = part
        self.isRetired = isRetired
        self.marks = marks
        self.verifier = verifier
        last = part?.after ?? 0
        isDone = part == nil
    }

    mutating func nextPage(_ db: Database) throws {
        guard let part else { return }
        var page: [SealedRow] = []
        try db.cachedStatement(sql: table.reading).each([
            last.db, part.through.db, SQLiteStore.sealPage.db,
        ]) { row in page.append(SealedRow(row, of: table)) }
        for row in page {
            try check(row, db)
            last = row.row
        }
        isDone = page.count < SQLiteStore.sealPage
    }

    private mutating func check(_ row: SealedRow, _ db: Database) throws {
        rows += 1
        while position < marks.count, marks[position].row < row.row {
            lost(marks[position].row)
            position += 1
        }
        guard position < marks.count, marks[position].row == row.row else {
            found(row.row, .added)
            return
        }
        let mark = marks[position].mark
        position += 1
        let prints =
            table.personal == .none ? nil : try SealRows.prints(db, table.name, row.row)
        let hashes = verifier.candidates(of: row).lazy.map {
            row.hash(rule: $0.rule, customer: $0.customer, prints: prints)
        }
        guard let hash = hashes.first(where: { $0.mark == mark }) else {
            found(row.row, .changed)
            return
        }
        hasher.absorb(hash.bytes)
        if let prints { try checkPersonal(row, prints, db) }
        if table.name == "ledger" {
            let copies = LedgerCopies(db)
            for table in try copies.differing(from: row.row) {
                findings.append(
                    LedgerFinding(day: day, table: table, row: "ledger \(row.row)", kind: .copy))
            }
        }
    }

    private mutating func checkPersonal(
        _ row: SealedRow, _ prints: Prints, _ db: Database
    ) throws {
        var text = row.text
        if table.personal == .consent {
            guard try ConsentLog.isLatest(db, event: row.row) else { return }
            if try !ConsentLog.agrees(db, event: row.row) {
                findings.append(
                    LedgerFinding(
                        day: day, table: "consents", row: "consent_events \(row.row)", kind: .copy))
            }
            text = try ConsentLog.proof(db, ofEvent: row.row)
        }
        var isErased = false
        for (now, then) in [(text, prints.text), (row.number, prints.number)] {
            guard let then else {
                // There was nothing to seal; what is there now came later.
                if now != nil { found(row.row, .personal) }
                continue
            }
            guard let now else {
                isErased = true
                continue
            }
            if prints.salt.map({ Prints.of(now, $0) }) != then { found(row.row, .personal) }
        }
        if isErased { erased += 1 }
    }

    private mutating func found(_ row: Int64, _ kind: LedgerFinding.Kind) {
        guard findings.count < LedgerVerification.most else { return }
        findings.append(
            LedgerFinding(day: day, table: table.name, row: String(row), kind: kind))
    }

    private mutating func lost(_ row: Int64) {
        if isRetired { retired += 1 } else { found(row, .missing) }
    }

    mutating func finish() {
        while position < marks.count {
            lost(marks[position].row)
            position += 1
        }
        guard let part, findings.isEmpty, retired == 0 else { return }
        // Every row fits its mark, and yet the day's hash is another: the marks were changed too.
        if marks.count != part.count || hasher.finish() != part.hash {
            findings.append(
                LedgerFinding(day: day, table: table.name, row: "", kind: .changed))
        }
    }
}
