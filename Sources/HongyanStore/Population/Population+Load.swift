internal import GRDB
internal import HongyanCore

extension Population {
    /// Reads all customers, what they allowed and refused, and the events that are asked for.
    convenience init(_ db: Database, _ need: Need) throws {
        self.init(need)
        lastSeq = try Meta.int(db, .seq) ?? 0
        try loadNumbers(db)
        try loadCustomers(db)
        try consents.load(db, rows: rowCount)
        try loadRefusals(db)
        try loadEvents(db)
    }

    private func loadNumbers(_ db: Database) throws {
        let sql = "SELECT hash, holder, failures, dead_since FROM numbers WHERE slot = 0"
        try db.cachedStatement(sql: sql).each { row in
            let place = self.place(of: row.digest(0))
            numbers[place].holder = row.isNull(1) ? 0 : row[1]
            numbers[place].failures = row[2]
            numbers[place].deadSince = row[3]
            numbers[place].isKnown = true
        }
        let learned = "SELECT hash, carrier FROM portability WHERE slot = 0"
        try db.cachedStatement(sql: learned).each { row in
            numbers[place(of: row.digest(0))].carrier = Carrier(rawValue: row.text(1))
        }
    }

    /// The place of a number; a new one where it has none yet.
    func place(of hash: Digest) -> Int {
        if let known = places[hash] { return Int(known) }
        places[hash] = Int32(numbers.count)
        numbers.append(Number())
        return numbers.count - 1
    }

    private func loadCustomers(_ db: Database) throws {
        let count = Int(try db.int("SELECT MAX(row) FROM customers") ?? 0) + 1
        ids = Array(repeating: "", count: count)
        phones = ids
        hashes = Array(repeating: Digest(high: 0, low: 0), count: count)
        numberPlaces = Array(repeating: -1, count: count)
        rows.reserveCapacity(Int(try db.int("SELECT COUNT(*) FROM customers") ?? 0))
        columns = need.tags.map { TagColumn($0, rows: count) }
        var places: [Int] = []
        var selected = "row, id, phone, number_hash, merged_into"
        var next = 5
        for tag in need.tags {
            places.append(next)
            selected += ", \(TagColumns.name(tag.name))"
            next += 1
            guard tag.isTracked else { continue }
            selected += ", \(TagColumns.seq(tag.name))"
            next += 1
        }
        let sql = "SELECT \(selected) FROM customers WHERE slot = 0 ORDER BY row"
        try db.makeStatement(sql: sql).each { stored in
            let row = stored.int(0)
            takeCustomer(row, stored)
            for index in columns.indices {
                columns[index].load(row, from: stored, column: places[index])
            }
        }
        byID = (1..<max(1, Int32(count))).filter { !ids[Int($0)].isEmpty }
        let ascends = zip(byID, byID.dropFirst()).allSatisfy { comesBefore($0, $1) }
        if !ascends { byID.sort { comesBefore($0, $1) } }
    }

    private func takeCustomer(_ row: Int, _ stored: StoredRow) {
        ids[row] = stored.text(1)
        rows[ids[row]] = Int32(row)
        if !stored.isNull(2) {
            phones[row] = stored.text(2)
            hashes[row] = stored.digest(3)
            if let place = places[hashes[row]] { numberPlaces[row] = place }
        }
        if !stored.isNull(4) { merged[Int64(row)] = stored[4] }
    }

    private func loadRefusals(_ db: Database) throws {
        for (number, customer, optOut) in try Self.optOuts(db) {
            if let number { optOutsByNumber[number, default: []].append(optOut) }
            if let customer { optOutsByRow[customer, default: []].append(optOut) }
        }
        for (number, customer, since) in try Self.reviews(db) {
            if let number { reviewsByNumber[number] = since }
            if let customer { reviewsByRow[customer] = since }
        }
    }

    /// Refusals in force, in the order in which they came.
    /// - Parameter filter: SQL that goes on from WHERE.
    private static func optOuts(
        _ db: Database, _ filter: String = "", _ values: [DatabaseValue] = []
    ) throws -> [(number: Digest?, customer: Int64?, optOut: OptOut)] {
        let sql = """
            SELECT number_hash, customer, at, source, purpose, signature FROM optouts
            WHERE slot = 0 AND lifted_at IS NULL \(filter) ORDER BY row
            """
        var found: [(number: Digest?, customer: Int64?, optOut: OptOut)] = []
        try db.cachedStatement(sql: sql).each(values) { row in
            let optOut = OptOut(
                at: row.time(2), source: row.text(3),
                purpose: (row[4] as String?).flatMap { Purpose(rawValue: $0) }, signature: row[5])
            found.append((row.isNull(0) ? nil : row.digest(0), row[1], optOut))
        }
        return found
    }

    /// Replies that wait to be read, the latest first.
    private static func reviews(
        _ db: Database, _ filter: String = "", _ values: [DatabaseValue] = []
    ) throws -> [(number: Digest?, customer: Int64?, since: Timestamp)] {
        let sql = """
            SELECT number_hash, customer, at FROM reply_reviews
            WHERE slot = 0 AND resolved_at IS NULL \(filter) ORDER BY at DESC
            """
        var found: [(number: Digest?, customer: Int64?, since: Timestamp)] = []
        try db.cachedStatement(sql: sql).each(values) { row in
            found.append((row.isNull(0) ? nil : row.digest(0), row[1], row.time(2)))
        }
        return found
    }

    /// Reads anew what a reply may have changed about a number and its customers.
    func reloadPermissions(_ db: Database, of number: Digest, _ customers: Set<Int64>) throws {
        let byNumber = "AND number_hash = ?"
        optOutsByNumber[number] = try Self.optOuts(db, byNumber, [number.db]).map(\.optOut)
        reviewsByNumber[number] = try Self.reviews(db, byNumber, [number.db]).last?.since
        let byCustomer = "AND customer = ?"
        for row in customers.sorted() {
            optOutsByRow[row] = try Self.optOuts(db, byCustomer, [row.db]).map(\.optOut)
            reviewsByRow[row] = try Self.reviews(db, byCustomer, [row.db]).last?.since
            try consents.reload(db, row)
        }
    }

    private func loadEvents(_ db: Database) throws {
        var counts: [EventKind: Int] = [:]
        let counting: SQL = """
            SELECT kind, COUNT(*) FROM events
            WHERE slot = 0 AND at > \(need.from.milliseconds) GROUP BY kind
            """
        try db.each(counting) { row in counts[EventKind(row.text(0))] = row.int(1) }
        events.reserve(
            customers: rowCount, counts: counts, again: need.repetition?.timesAgain ?? 0)
        let sql: SQL = """
            SELECT seq, id, customer, kind, at, payload FROM events NOT INDEXED
            WHERE slot = 0 AND at > \(need.from.milliseconds) ORDER BY seq
            """
        try db.each(sql) { row in
            guard let kind = events.number(of: EventKind(row.text(3))) else { return }
            var stored: [(String, StoredField)] = []
            if !events.kinds[kind].fields.isEmpty {
                var scanner = JSONText(row.text(5))
                stored = scanner.flatObject().map { ($0, StoredField($1)) }
            }
            events.add(
                seq: row[0], id: row.text(1), customer: row[2], kind: kind, at: row[4]
            ) { field in stored.first { $0.0 == field.name }?.1 ?? .none }
        }
        events.order()
    }

    /// The ids that the tables have.
    func loadNames(_ db: Database) throws {
        guard eventNames == nil else { return }
        var names = EventNames(count: Int(try db.int("SELECT COUNT(*) FROM events") ?? 0))
        try db.cachedStatement(sql: "SELECT id FROM events").each { names.load($0.text(0)) }
        eventNames = names
    }

    /// By the bytes of their ids.
    private func comesBefore(_ left: Int32, _ right: Int32) -> Bool {
        ids[Int(left)].utf8.lexicographicallyPrecedes(ids[Int(right)].utf8)
    }
}

extension SQLiteStore {
    /// The greatest row of a customer.
    func customerRows() throws(StoreError) -> Int {
        try read { db in Int(try db.int("SELECT MAX(row) FROM customers") ?? 0) }
    }
}
