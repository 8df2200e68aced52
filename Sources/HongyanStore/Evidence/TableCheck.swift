internal import GRDB
internal import HongyanCore

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
    /// Numbers that were not opened, for want of the key.
    private(set) var unopened = 0
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
        isDone = part.map { $0.after == $0.through } ?? true
    }

    mutating func nextPage(_ db: Database, _ lock: NumberLock) throws {
        guard let part else { return }
        var page: [SealedRow] = []
        try db.cachedStatement(sql: table.reading).each([
            last.db, part.through.db, SQLiteStore.sealPage.db,
        ]) { row in page.append(SealedRow(row, of: table)) }
        for row in page {
            try check(row, db, lock)
            last = row.row
        }
        isDone = page.count < SQLiteStore.sealPage
    }

    private mutating func check(_ row: SealedRow, _ db: Database, _ lock: NumberLock) throws {
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
        let none = Prints(salt: nil, text: nil, number: nil)
        try checkText(row, prints ?? none, db)
        checkNumber(row, (prints ?? none).number, lock)
        try checkCopies(of: row, db)
    }

    // MARK: What is personal

    private mutating func checkText(_ row: SealedRow, _ prints: Prints, _ db: Database) throws {
        var text = row.text
        if table.personal == .consent {
            // What an older event was about has become what the latest says.
            guard try ConsentLog.isLatest(db, event: row.row) else { return }
            text = try ConsentLog.proof(db, ofEvent: row.row)
        }
        switch (text, prints.text) {
        case (nil, nil): break
        // There was nothing to seal; what is there now came later.
        case (_?, nil): found(row.row, .personal)
        case (nil, _?):
            // Who erases takes the salt away as well; what is only blanked was changed.
            if prints.salt == nil, table.personal != .consent, verifier.mayBeErased(row) {
                erased += 1
            } else {
                found(row.row, .personal)
            }
        case (let now?, let then?):
            if prints.salt.map({ Prints.of(now, $0) }) != then { found(row.row, .personal) }
        }
    }

    private mutating func checkNumber(
        _ row: SealedRow, _ print: NumberPrint?, _ lock: NumberLock
    ) {
        guard let print, let hash = row.numberHash else {
            if print != nil || row.numberHash != nil { found(row.row, .personal) }
            return
        }
        let name = Prints.name(table.name, row.row)
        var isSame = print.fits(hash)
        if case .open(let cipher) = lock { isSame = isSame && print.fits(name, hash: hash, cipher) }
        if let number = row.number {
            isSame = isSame && print.fits(text: number) && opens(number, name, hash, print, lock)
        } else if print.text != nil || (table.personal == .message && row.text != nil) {
            // Number and text go together.
            isSame = false
        }
        if !isSame { found(row.row, .personal) }
    }

    /// Whether a stored number says what its hash says; without the key that is not asked.
    private mutating func opens(
        _ text: String, _ name: String, _ hash: Digest, _ print: NumberPrint, _ lock: NumberLock
    ) -> Bool {
        var number = NumberBook.number(text, hash)
        var cipher: NumberCipher?
        if let sealed = number.sealed {
            guard case .open(let key) = lock else {
                unopened += 1
                return true
            }
            guard let opened = key.open(sealed) else { return false }
            (number, cipher) = (opened, key)
        }
        let plain = Digest(keyed: SQLiteStore.plainNumberKey, hashing: [number.e164])
        guard let cipher else { return plain == hash }
        return cipher.hash(plain) == hash && print.wasSealed(name, overPlain: plain, cipher)
    }

    /// The tables in which stands what the journals led to.
    private mutating func checkCopies(of row: SealedRow, _ db: Database) throws {
        func copy(_ copy: String, _ journal: String) {
            findings.append(
                LedgerFinding(day: day, table: copy, row: "\(journal) \(row.row)", kind: .copy))
        }
        switch table.name {
        case "ledger":
            for table in try LedgerCopies(db).differing(from: row.row) { copy(table, "ledger") }
        case "consent_events":
            if try ConsentLog.isLatest(db, event: row.row),
                try !ConsentLog.agrees(db, event: row.row)
            {
                copy("consents", "consent_events")
            }
        case "optout_events":
            if try !OptOutLog.agrees(db, event: row.row) { copy("optouts", "optout_events") }
        default: break
        }
    }

    private mutating func found(_ row: Int64, _ kind: LedgerFinding.Kind) {
        let finding = LedgerFinding(day: day, table: table.name, row: String(row), kind: kind)
        guard findings.count < LedgerVerification.most, findings.last != finding else { return }
        findings.append(finding)
    }

    private mutating func lost(_ row: Int64) {
        if isRetired { retired += 1 } else { found(row, .missing) }
    }

    mutating func finish() {
        while position < marks.count {
            lost(marks[position].row)
            position += 1
        }
        // The last row of a day takes its marks along.
        if isRetired, marks.isEmpty { retired = part?.count ?? 0 }
        guard let part, findings.isEmpty, retired == 0 else { return }
        // Every row fits its mark, and yet the day's hash is another: the marks were changed too.
        if marks.count != part.count || hasher.finish() != part.hash {
            findings.append(
                LedgerFinding(day: day, table: table.name, row: "", kind: .changed))
        }
    }
}
