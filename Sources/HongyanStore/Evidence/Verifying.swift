internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Looks whether everything that was sealed still is as it was.
    ///
    /// A rename of a rule and a merge of customers are no changes: the row is tried with the names
    /// it may have had. Personal fields that were erased, and days that were deleted for their age,
    /// are counted, not found fault with.
    ///
    /// With the key each number is opened and held against its seal. Without it the number as it
    /// is stored and its hash are compared with what they were after the last change of keys.
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
        let verifier = try read { db in try Verifier(db, at: now) }
        result.reaches = verifier.reaches
        for seal in seals {
            result.findings += try read { db in
                try verifier.chain(seal, after: before, db)
            }
            for table in SealedTable.all {
                var check = try look(at: table, of: seal, verifier, pause)
                // What retention took away meanwhile is no longer missing at a second look.
                if !check.findings.isEmpty {
                    check = try look(at: table, of: seal, verifier, pause)
                }
                result.add(check)
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

    private func look(
        at table: SealedTable, of seal: LedgerSeal, _ verifier: Verifier, _ pause: () -> Void
    ) throws(StoreError) -> TableCheck {
        var check = try read { db in try verifier.begin(table, of: seal, db) }
        while !check.isDone {
            try read { db in try check.nextPage(db, try self.numberLock(db)) }
            pause()
        }
        check.finish()
        return check
    }
}

extension LedgerVerification {
    fileprivate mutating func add(_ check: TableCheck) {
        rows += check.rows
        erased += check.erased
        retired += check.retired
        unopened += check.unopened
        findings += check.findings
    }
}

/// What all checks of one verification share.
struct Verifier {
    /// Ids a rule had before, by the id it has now.
    private var formerRules: [String: [String]] = [:]
    /// Customers that one stands for.
    private var formerCustomers: [Int64: [Int64]] = [:]
    /// Whoever was erased.
    private var erasedCustomers: Set<Int64> = []
    /// From this day on nothing was deleted for its age; nil while nothing was.
    private(set) var reaches: CivilDay?
    /// Days that were deleted although an older one of the same table was not.
    private var gaps: [(day: CivilDay, table: String)] = []
    private let now: Timestamp

    /// Message records are kept for six months at least (工信部令74号, in force 2026-05-01); a
    /// younger day cannot have been retired.
    static let shortestRetention = Span.days(180)

    /// Whether a day is so old, in any time zone, that it may be deleted.
    static func mayBeRetired(_ day: CivilDay, at now: Timestamp) -> Bool {
        let end = Timestamp(milliseconds: (Int64(day.number) + 2) * 86_400_000)
        return end + shortestRetention < now
    }

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
        try db.each("SELECT customer FROM erasures WHERE slot = 0") { row in
            erasedCustomers.insert(row[0])
        }
        try db.each(Self.readingRetired) { row in
            guard let last = (row[1] as Int64?).flatMap({ Int32(exactly: $0) }) else { return }
            let day = CivilDay(number: last)
            reaches = max(reaches ?? day + 1, day + 1)
            if let kept = row[2] as Int64?, kept < Int64(last) { gaps.append((day, row.text(0))) }
        }
    }

    /// By table: the last day that was deleted for its age, the first that was not.
    private static let readingRetired: SQL = """
        SELECT name, MAX(CASE WHEN retired_at IS NOT NULL THEN day END),
            MIN(CASE WHEN retired_at IS NULL THEN day END)
        FROM seal_parts WHERE slot = 0 AND count > 0 GROUP BY name ORDER BY name
        """

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
        if hash != seal.hash || seal.previous != before?.hash ?? .zero { findings.append(broken) }
        for gap in gaps where gap.day == seal.day {
            findings.append(
                LedgerFinding(day: gap.day, table: gap.table, row: "", kind: .missing))
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
        let part = try SealRows.part(db, of: seal.day, table.name)
        let isOld = Self.mayBeRetired(seal.day, at: now)
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

    /// Whether a personal field may be gone by right: the person was erased, or the row is older
    /// than the shortest time for which the law wants it kept. A row of nobody belongs to a number
    /// that nobody held, and goes with it.
    func mayBeErased(_ row: SealedRow) -> Bool {
        if row.arrival + Self.shortestRetention < now { return true }
        guard case .int64(let customer) = row.customer.storage else { return true }
        return ([customer] + (formerCustomers[customer] ?? [])).contains {
            erasedCustomers.contains($0)
        }
    }
}
