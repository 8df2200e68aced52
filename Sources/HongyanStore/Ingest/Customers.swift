internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Takes in one page of customers in one transaction; the same page again changes nothing.
    ///
    /// Absent columns stay, cleared ones become missing, and no absence of a row deletes. The seq
    /// moves
    /// only for customers whose values really changed. Latest-event and computed tags are not
    /// imported.
    public func importCustomers(
        _ page: [IncomingCustomer], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        let count = try write { db in
            var intake = try CustomerImport(
                db, schema: schema, numbers: try self.numberBook(db))
            for customer in page { try intake.take(customer) }
            try intake.seqs.save()
            return intake.count
        }
        if count.added + count.changed > 0 { forgetPages() }
        return count
    }
}

/// One page of customers on its way in.
struct CustomerImport {
    private let db: Database
    private let numbers: NumberBook
    private let tags: [TagDefinition]
    private let find: Statement
    private let touch: Statement
    private let setPhone: Statement
    private var setters: [TagName: Statement] = [:]
    private let insert: Statement
    var seqs: SeqIssuer
    var count = IngestCount()

    init(_ db: Database, schema: TagSchema, numbers: NumberBook) throws {
        self.db = db
        self.numbers = numbers
        tags = schema.tags.filter { $0.source == .stored && $0.hasColumn }
        find = try db.cachedStatement(sql: Self.finding)
        insert = try db.cachedStatement(sql: Self.inserting(tags))
        touch = try db.cachedStatement(sql: "UPDATE customers SET seq = ? WHERE row = ?")
        setPhone = try db.cachedStatement(
            sql: "UPDATE customers SET phone = ?, number_hash = ? WHERE row = ?")
        seqs = try SeqIssuer(db)
    }

    private static let finding = """
        SELECT COALESCE(o.row, c.row), CASE WHEN o.row IS NULL THEN c.number_hash
            ELSE o.number_hash END
        FROM customers c LEFT JOIN customers o ON o.row = c.merged_into
        WHERE c.slot = 0 AND c.id = ?
        """

    mutating func take(_ customer: IncomingCustomer) throws {
        var known: (row: Int64, hash: Digest?)?
        try find.each([customer.id.db]) { row in
            known = (row[0], row.isNull(1) ? nil : row.digest(1))
        }
        guard let known else { return try add(customer) }
        let seq = seqs.last + 1
        var isChanged = try update(known.row, customer.tags, seq: seq)
        if try updatePhone(known.row, from: known.hash, to: customer.phone) { isChanged = true }
        if isChanged {
            try touch.run([seqs.next().db, known.row.db])
            count.changed += 1
        } else {
            count.unchanged += 1
        }
    }

    /// A new customer: all its columns in one statement.
    private mutating func add(_ customer: IncomingCustomer) throws {
        let seq = seqs.next()
        var hash: Digest?
        var phone = DatabaseValue.null
        if case .number(let number) = customer.phone {
            let kept = try numbers.kept(number)
            hash = kept.hash
            phone = kept.text
        }
        var values: [DatabaseValue] = [customer.id.db, seq.db, phone, hash?.db ?? .null]
        for tag in tags {
            let value = customer.tags[tag.name] ?? nil
            values.append(value.map(Scalar.encode) ?? .null)
            if tag.isTracked { values.append(value == nil ? .null : seq.db) }
            if tag.type == .anniversary {
                if case .anniversary(let day)? = value {
                    values.append(day.key.db)
                } else {
                    values.append(.null)
                }
            }
        }
        try insert.run(values)
        if let hash { try numbers.take(hash, by: db.lastInsertedRowID, isNew: true) }
        count.added += 1
    }

    /// All columns of stored tags, in their order.
    private static func inserting(_ tags: [TagDefinition]) -> String {
        let columns =
            ["slot", "id", "seq", "phone", "number_hash"]
            + tags.flatMap { TagColumns.columns(of: $0).map { TagColumns.quoted($0.name) } }
        let marks = Array(repeating: "?", count: columns.count - 1).joined(separator: ", ")
        return "INSERT INTO customers (\(columns.joined(separator: ", "))) VALUES (0, \(marks))"
    }

    /// - Returns: Whether any tag really changed.
    private mutating func update(
        _ row: Int64, _ values: [TagName: Value?], seq: Int64
    ) throws -> Bool {
        var isChanged = false
        for tag in tags {
            guard let given = values[tag.name] else { continue }
            let stored = given.map(Scalar.encode) ?? .null
            var arguments = [stored]
            if tag.isTracked { arguments.append(seq.db) }
            if tag.type == .anniversary {
                if case .anniversary(let day)? = given {
                    arguments.append(day.key.db)
                } else {
                    arguments.append(.null)
                }
            }
            try setter(of: tag).run(arguments + [row.db, stored])
            if db.changesCount > 0 { isChanged = true }
        }
        return isChanged
    }

    private mutating func setter(of tag: TagDefinition) throws -> Statement {
        if let statement = setters[tag.name] { return statement }
        let sets = TagColumns.columns(of: tag).map { "\(TagColumns.quoted($0.name)) = ?" }
        let statement = try db.cachedStatement(
            sql: """
                UPDATE customers SET \(sets.joined(separator: ", "))
                WHERE row = ? AND \(TagColumns.name(tag.name)) IS NOT ?
                """)
        setters[tag.name] = statement
        return statement
    }

    private func updatePhone(
        _ row: Int64, from old: Digest?, to new: IncomingCustomer.Phone
    ) throws -> Bool {
        let wanted: PhoneNumber?
        switch new {
        case .untouched: return false
        case .cleared: wanted = nil
        case .number(let number): wanted = number
        }
        let hash = try wanted.map(numbers.hash)
        if hash == old { return false }
        let text = try wanted.map { try numbers.kept($0).text } ?? .null
        try setPhone.run([text, hash?.db ?? .null, row.db])
        if let old { try numbers.release(old, by: row) }
        if let hash { try numbers.take(hash, by: row) }
        return true
    }
}
