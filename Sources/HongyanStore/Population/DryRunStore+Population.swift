internal import GRDB
internal import HongyanCore

/// What a dry run keeps of its customers in memory, and what it remembers between calls.
struct PopulationMemory {
    /// Books whose rules the population can answer.
    var books: Set<Digest> = []
    var pending: PendingOccurrences?
    var signals: [SignalKind: [CivilDay: [StoredSignal]]] = [:]
    var signalDays: [SignalKind: [CivilDay]] = [:]
    /// The past comes again, without anybody handing it in.
    var repetition: PastRepetition?
    /// Events that came, where the tables may have to be brought up to date; nil where they never
    /// are.
    var arrived: [(event: IncomingEvent, seq: Int64, row: Int64)]?
}

extension DryRunStore {
    /// The customers in memory, enough for a book's rules; nil when the tables are asked.
    func population(for book: RuleBook) throws(StoreError) -> Population? {
        guard keepsPopulation else { return nil }
        try begin()
        if let population = ledger.population, memory.books.contains(book.hash) {
            return population
        }
        var need = Population.Need(book, from: ledger.from, repeating: memory.repetition)
        if let first = try firstAwaited() {
            need.from = min(need.from, first - Span(milliseconds: 1))
        }
        if let population = ledger.population, population.need.covers(need) {
            memory.books.insert(book.hash)
            return population
        }
        return try load(ledger.population?.need.joined(with: need) ?? need, for: book)
    }

    private func load(
        _ need: Population.Need, for book: RuleBook
    ) throws(StoreError) -> Population {
        try bringUpToDate()
        let population = try base.read { db in
            let population = try Population(db, need)
            // From here on the tables are asked little.
            try db.execute(sql: "PRAGMA cache_size = -16384")
            try db.execute(sql: "PRAGMA shrink_memory")
            return population
        }
        ledger.population = population
        memory.books = [book.hash]
        // Decoded by the fields of another book.
        memory.signals = [:]
        memory.pending = nil
        return population
    }

    /// Reads further back than before, where a question reaches that far.
    func population(
        _ population: Population, for book: RuleBook, from moment: Timestamp
    ) throws(StoreError) -> Population {
        guard moment < population.need.from else { return population }
        var need = population.need
        need.from = moment
        return try load(need, for: book)
    }

    /// The time of the oldest event that something waits for.
    private func firstAwaited() throws(StoreError) -> Timestamp? {
        var seqs: [Int64] = []
        func note(_ occurrence: Occurrence) {
            if case .event(let seq) = occurrence.cause { seqs.append(seq.value) }
        }
        for hold in ledger.held.all { note(hold.occurrence) }
        for slot in ledger.queue.indices {
            if let message = ledger.queue[slot] { note(message.occurrence) }
        }
        guard !seqs.isEmpty else { return nil }
        let asked = jsonArray(seqs.sorted())
        return try base.read { db in
            try db.int(
                """
                SELECT MIN(e.at) FROM json_each(\(asked)) j
                 CROSS JOIN events e ON e.seq = j.value
                """
            ).map { Timestamp(milliseconds: $0) }
        }
    }

    /// Writes into the tables what lies in memory only, before somebody changes them beside it.
    func bringUpToDate() throws(StoreError) {
        guard let population = ledger.population else { return }
        guard let arrived = memory.arrived else {
            guard !population.hasTakenEvents else {
                throw .refused("a dry run takes in nothing but events and signals")
            }
            return
        }
        try within { db in
            try Meta.set(db, .seq, population.lastSeq.db)
            let insert = try db.cachedStatement(sql: Self.insertingEvent)
            for (event, seq, row) in arrived {
                let payload = Payload.encode(event.fields)
                let id = event.id?.rawValue ?? EventIntake.identity(of: event, payload)
                try insert.run([
                    seq.db, id.db, row.db, event.kind.db, event.at.db, payload.db,
                ])
            }
            for seq in population.masked {
                try db.cachedStatement(sql: SecretText.maskingSeq).run([seq.db])
            }
            try population.saveMoves(db)
            for (rule, membership) in population.memberships.sorted(by: { $0.key < $1.key }) {
                try membership.save(db, of: rule)
            }
        }
        memory.arrived = []
        ledger.population = nil
        memory.books = []
        memory.pending = nil
    }

    /// The next seq comes after those that were issued in memory.
    func passSeqs(_ db: Database) throws {
        guard let population = ledger.population else { return }
        try Meta.set(db, .seq, population.lastSeq.db)
    }

    private static let insertingEvent = """
        INSERT INTO events (seq, slot, id, customer, kind, at, payload)
        VALUES (?, 0, ?, ?, ?, ?, ?)
        """

    // MARK: Events that come

    /// Takes events into memory; a customer whom nobody knows gets a row in the tables as well.
    func take(
        _ events: [IncomingEvent], into population: Population
    ) throws(StoreError) -> (IngestCount, [Int64]) {
        // What is older than what was read may have older neighbours.
        let oldest = events.filter { population.events.number(of: $0.kind) != nil }.map(\.at).min()
        if let oldest, oldest <= population.need.from {
            try bringUpToDate()
            ledger.population = nil
            let (count, rows) = try base.take(events, schema: base.schema, keepsRows: true)
            return (count, rows)
        }
        if population.eventNames == nil {
            try base.read { db in try population.loadNames(db) }
        }
        let taken = try SQLiteStore.mapped {
            try population.take(
                events, stub: { try self.stub($0, in: population) },
                isStored: { id in
                    try base.read { db in
                        let sql = "SELECT 1 FROM events WHERE slot = 0 AND id = ?"
                        return try db.cachedStatement(sql: sql).firstInt([id.db]) != nil
                    }
                })
        }
        if memory.arrived != nil {
            for (index, seq, row) in taken.places {
                memory.arrived?.append((events[index], seq, row))
            }
        }
        return (taken.count, taken.places.map(\.row))
    }

    private func stub(_ customer: CustomerID, in population: Population) throws -> Int64 {
        try within { db in
            try passSeqs(db)
            var seqs = try SeqIssuer(db)
            let row = try CustomerIndex(db).rowOrStub(customer, &seqs)
            try seqs.save()
            population.lastSeq = seqs.last
            population.addStub(customer, row: row)
            return row
        }
    }

    // MARK: Facts of a day

    /// - Parameter db: Where the tables are read already.
    func signals(
        _ kind: SignalKind, _ day: CivilDay, _ book: RuleBook, in db: Database? = nil
    ) throws -> [StoredSignal] {
        if let known = memory.signals[kind]?[day] { return known }
        guard let db else {
            return try base.read { db in try signals(kind, day, book, in: db) }
        }
        let fields = book.tags.signal(kind)?.fields ?? []
        var found: [StoredSignal] = []
        try db.cachedStatement(sql: Self.readingSignals).each([kind.db, day.db]) { row in
            found.append(
                StoredSignal(
                    key: row.text(0), fetchedAt: row.time(1), seq: row[2],
                    fields: Payload.decode(row.text(3), fields)))
        }
        memory.signals[kind, default: [:]][day] = found
        return found
    }

    private static let readingSignals = """
        SELECT key, fetched_at, seq, payload FROM signals
        WHERE slot = 0 AND kind = ? AND day = ? ORDER BY key
        """

    /// The first day from another on of which there are facts.
    func nextSignalDay(_ kind: SignalKind, from day: CivilDay) throws(StoreError) -> CivilDay? {
        if memory.signalDays[kind] == nil {
            var days: [CivilDay] = []
            try base.read { db in
                let sql = """
                    SELECT DISTINCT day FROM signals WHERE slot = 0 AND kind = ? ORDER BY day
                    """
                try db.cachedStatement(sql: sql).each([kind.db]) { row in
                    days.append(CivilDay(number: Int32(truncatingIfNeeded: row[0] as Int64)))
                }
            }
            memory.signalDays[kind] = days
        }
        return memory.signalDays[kind]?.first { $0 >= day }
    }
}

extension Population {
    /// Writes the latest-event tags that moved.
    fileprivate func saveMoves(_ db: Database) throws {
        for index in columns.indices {
            let column = columns[index]
            let tracked = column.tag.isTracked ? ", \(TagColumns.seq(column.tag.name)) = ?" : ""
            let sql = """
                UPDATE customers SET \(TagColumns.name(column.tag.name)) = ?\(tracked) WHERE row = ?
                """
            for row in Set((moves[index] ?? []).map(\.row)).sorted() {
                guard let count = column.count(Int(row)) else { continue }
                let seq = column.tag.isTracked ? [column.seq(Int(row)).db] : []
                try db.cachedStatement(sql: sql).run([count.db] + seq + [Int64(row).db])
            }
        }
    }
}

extension Membership {
    fileprivate func save(_ db: Database, of rule: RuleID) throws {
        guard let instant, let fingerprint else { return }
        try db.cachedStatement(sql: SQLiteStore.savingSample).run([
            rule.db, instant.db, fingerprint.db,
        ])
        let clear = "DELETE FROM memberships WHERE slot = 0 AND rule = ?"
        try db.cachedStatement(sql: clear).run([rule.db])
        let insert = """
            INSERT INTO memberships (slot, rule, customer, inside, entered) VALUES (0, ?, ?, ?, ?)
            """
        try eachMember { row, isInside, entered in
            try db.cachedStatement(sql: insert).run([
                rule.db, Int64(row).db, isInside.db, entered.db,
            ])
        }
    }
}
