internal import GRDB
public import HongyanCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension SQLiteStore {
    /// Everything that the store holds about a customer, and about those merged into them: each
    /// table with a `customer` column, and what hangs on their messages and their number.
    /// - Returns: nil for an id that the store does not know.
    public func personRecord(_ id: CustomerID) throws(StoreError) -> PersonRecord? {
        try read { db in
            guard let row = try CustomerIndex(db).row(of: id) else { return nil }
            return try PersonReader(db: db, row: row, numbers: try self.numberBook(db)).read(id)
        }
    }
}

private struct PersonReader {
    let db: Database
    let row: Int64
    let numbers: NumberBook

    /// Columns that hold a moment.
    static let moments: Set<String> = [
        "at", "expires", "withdrawn", "lifted_at", "due", "until", "deadline", "last_at",
        "first_decided_at", "previous_at", "entered", "cleared_at", "not_before", "changed_at",
        "written_at", "responded_at", "dead_since", "effective_at", "decided_at", "since",
        "given_at", "refused_at", "recorded_at", "resolved_at",
    ]
    /// Columns of the store's own.
    static let hidden: Set<String> = [
        "slot", "row", "number_hash", "customer", "holder", "optout",
    ]

    func read(_ id: CustomerID) throws -> PersonRecord {
        var phone: String?
        let own: SQL = "SELECT phone, number_hash FROM customers WHERE row = \(row)"
        try db.each(own) { row in
            phone = try (row[0] as String?).map { try numbers.opened($0, row.digest(1)).e164 }
        }
        var tables: [PersonRecord.Table] = []
        for (name, filter) in try sources() {
            let rows = try rows(of: name, filter)
            if !rows.isEmpty { tables.append(PersonRecord.Table(name: name, rows: rows)) }
        }
        tables.sort { $0.name < $1.name }
        return PersonRecord(customer: id, phone: phone, tables: tables)
    }

    /// Tables and how their rows are about the person.
    private func sources() throws -> [(name: String, filter: String)] {
        var found: [(String, String)] = [("customers", "row = ?1 OR merged_into = ?1")]
        let named: SQL = """
            SELECT m.name, EXISTS (SELECT 1 FROM pragma_table_info(m.name) h
                WHERE h.name = 'number_hash')
            FROM sqlite_schema m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND c.name = 'customer' ORDER BY m.name
            """
        let hash = "(SELECT number_hash FROM customers WHERE row = ?1)"
        try db.each(named) { row in
            let byNumber = row.int(1) == 1 ? " OR (customer IS NULL AND number_hash = \(hash))" : ""
            found.append((row.text(0), "customer = ?1\(byNumber)"))
        }
        let messages = "SELECT id FROM messages WHERE slot = 0 AND customer = ?1"
        found.append(("submissions", "message IN (\(messages))"))
        let parts = "submission IN (SELECT id FROM submissions WHERE message IN (\(messages)))"
        found.append(("submission_parts", parts))
        found.append(("charges", parts))
        found.append(("refunds", parts))
        found.append(
            (
                "receipts",
                """
                (channel, provider_id) IN (SELECT channel, provider_id FROM submissions
                    WHERE message IN (\(messages)))
                    OR (channel, provider_id) IN (
                        SELECT channel, provider_id FROM submission_parts WHERE \(parts))
                """
            ))
        found.append(("numbers", "hash = \(hash)"))
        return found
    }

    private func rows(
        of table: String, _ filter: String
    ) throws -> [[(column: String, field: PersonRecord.Field)]] {
        var columns: [String] = []
        let info: SQL = "SELECT name FROM pragma_table_info(\(table)) ORDER BY cid"
        try db.each(info) { row in columns.append(row.text(0)) }
        let list = columns.map(TagColumns.quoted).joined(separator: ", ")
        let order = columns.indices.map { String($0 + 1) }.joined(separator: ", ")
        let sql = """
            SELECT \(list) FROM \(TagColumns.quoted(table)) WHERE \(filter) ORDER BY \(order)
            """
        let hash = columns.firstIndex(of: "number_hash")
        var found: [[(column: String, field: PersonRecord.Field)]] = []
        try db.makeStatement(sql: sql).each([row.db]) { row in
            var fields: [(column: String, field: PersonRecord.Field)] = []
            for (index, column) in columns.enumerated() {
                guard !Self.hidden.contains(column), !column.hasSuffix("__seq"),
                    !column.hasSuffix("__key"), !row.isNull(index)
                else { continue }
                let isNumber = column == "number" || (table == "customers" && column == "phone")
                if isNumber, let hash, !row.text(index).isEmpty {
                    let number = try numbers.opened(row.text(index), row.digest(hash))
                    fields.append((column, .text(number.e164)))
                } else {
                    fields.append((column, field(row[index], column)))
                }
            }
            found.append(fields)
        }
        return found
    }

    private func field(_ value: DatabaseValue, _ column: String) -> PersonRecord.Field {
        switch value.storage {
        case .null: return .missing
        case .int64(let number):
            return Self.moments.contains(column)
                ? .time(Timestamp(milliseconds: number)) : .number(number)
        case .string(let text): return column == "payload" ? .json(text) : .text(text)
        case .double(let number): return .text("\(number)")
        case .blob(let data):
            let digits = data.map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return .text(digits.joined())
        }
    }
}
