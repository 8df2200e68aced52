internal import GRDB
internal import GRDBSQLite
internal import HongyanCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

// Values go in and rows come out by SQLite's own functions: GRDB's arguments and row objects cost
// more than most of the statements.
extension Statement {
    /// Runs it once with these values, in the order of its question marks.
    func run(_ values: [DatabaseValue]) throws {
        try bind(values)
        defer { sqlite3_reset(sqliteStatement) }
        while try step() {}
    }

    /// The first column of the first row, when there is one.
    func firstInt(_ values: [DatabaseValue]) throws -> Int64? {
        try bind(values)
        defer { sqlite3_reset(sqliteStatement) }
        return try step() ? StoredRow(statement: sqliteStatement)[0] : nil
    }

    func firstText(_ values: [DatabaseValue]) throws -> String? {
        try bind(values)
        defer { sqlite3_reset(sqliteStatement) }
        return try step() ? StoredRow(statement: sqliteStatement)[0] : nil
    }

    /// Calls `body` with each row, which is gone afterwards.
    func each(_ values: [DatabaseValue] = [], _ body: (StoredRow) throws -> Void) throws {
        try bind(values)
        try eachBound(body)
    }

    fileprivate func eachBound(_ body: (StoredRow) throws -> Void) throws {
        defer { sqlite3_reset(sqliteStatement) }
        while try step() { try body(StoredRow(statement: sqliteStatement)) }
    }

    private func bind(_ values: [DatabaseValue]) throws {
        // A statement that failed before may not have been reset.
        sqlite3_reset(sqliteStatement)
        var index: CInt = 0
        for value in values {
            index += 1
            let code = bind(value, at: index)
            if code != SQLITE_OK { throw failure(code) }
        }
    }

    private func bind(_ value: DatabaseValue, at index: CInt) -> CInt {
        switch value.storage {
        case .int64(let number): return sqlite3_bind_int64(sqliteStatement, index, number)
        case .string(var text):
            return text.withUTF8 { bytes in
                // An empty text must not become NULL.
                guard let start = bytes.baseAddress, !bytes.isEmpty else {
                    return sqlite3_bind_text(sqliteStatement, index, "", 0, Self.copied)
                }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text(
                        sqliteStatement, index, $0, CInt(bytes.count), Self.copied)
                }
            }
        case .null: return sqlite3_bind_null(sqliteStatement, index)
        case .double, .blob: return value.bind(to: sqliteStatement, at: index)
        }
    }

    /// SQLITE_TRANSIENT: SQLite takes a copy.
    private static var copied: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    /// - Returns: Whether there is a row.
    private func step() throws -> Bool {
        switch sqlite3_step(sqliteStatement) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        case let code: throw failure(code)
        }
    }

    private func failure(_ code: CInt) -> DatabaseError {
        let message = sqlite3_errmsg(sqlite3_db_handle(sqliteStatement))
        return DatabaseError(
            resultCode: ResultCode(rawValue: code), message: message.map { String(cString: $0) })
    }
}

extension Database {
    /// Runs a fragment and calls `body` with each row.
    func each(_ sql: SQL, _ body: (StoredRow) throws -> Void) throws {
        try cachedStatement(literal: sql).eachBound(body)
    }

    /// The first column of the first row.
    func int(_ sql: SQL) throws -> Int64? {
        var first: Int64?
        var isFirst = true
        try cachedStatement(literal: sql).eachBound { row in
            if isFirst { first = row[0] }
            isFirst = false
        }
        return first
    }
}

/// The row on which a statement stands; valid until its next step.
struct StoredRow {
    let statement: SQLiteStatement

    subscript(_ index: Int) -> Int64 { sqlite3_column_int64(statement, CInt(index)) }
    subscript(_ index: Int) -> Int64? { isNull(index) ? nil : self[index] as Int64 }
    subscript(_ index: Int) -> String { text(index) }
    subscript(_ index: Int) -> String? { isNull(index) ? nil : text(index) }
    subscript(_ index: Int) -> DatabaseValue {
        if sqlite3_column_type(statement, CInt(index)) == SQLITE_TEXT { return text(index).db }
        return DatabaseValue(sqliteStatement: statement, index: CInt(index))
    }

    func isNull(_ index: Int) -> Bool {
        sqlite3_column_type(statement, CInt(index)) == SQLITE_NULL
    }
    func time(_ index: Int) -> Timestamp { Timestamp(milliseconds: self[index]) }
    func timeIfAny(_ index: Int) -> Timestamp? {
        (self[index] as Int64?).map { Timestamp(milliseconds: $0) }
    }
    func text(_ index: Int) -> String {
        guard let bytes = sqlite3_column_text(statement, CInt(index)) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, CInt(index)))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
    func int(_ index: Int) -> Int { Int(self[index] as Int64) }
    func digest(_ index: Int) -> Digest {
        guard let bytes = sqlite3_column_blob(statement, CInt(index)),
            sqlite3_column_bytes(statement, CInt(index)) == 16
        else { return Digest(high: 0, low: 0) }
        return Digest(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}

extension Optional where Wrapped: DatabaseValueConvertible {
    var db: DatabaseValue { self?.databaseValue ?? .null }
}
extension Int64 { var db: DatabaseValue { databaseValue } }
extension Int { var db: DatabaseValue { Int64(self).databaseValue } }
extension String { var db: DatabaseValue { databaseValue } }
extension Bool { var db: DatabaseValue { Int64(self ? 1 : 0).databaseValue } }
extension Timestamp { var db: DatabaseValue { milliseconds.databaseValue } }
extension CivilDay { var db: DatabaseValue { Int64(number).databaseValue } }
extension Seq { var db: DatabaseValue { value.databaseValue } }
extension Identifier { var db: DatabaseValue { rawValue.databaseValue } }
extension Digest {
    var db: DatabaseValue { blob.databaseValue }
    /// - Parameter blob: Sixteen bytes; missing ones are zero.
    init(blob: Data) {
        let words = blob.prefix(16).reduce(into: (high: UInt64(0), low: UInt64(0), at: 0)) {
            if $0.at < 8 { $0.high = $0.high << 8 | UInt64($1) }
            if $0.at >= 8 { $0.low = $0.low << 8 | UInt64($1) }
            $0.at += 1
        }
        self.init(high: words.high, low: words.low)
    }
    /// 16 bytes, big-endian.
    var blob: Data {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Data($0) }
    }
}
extension Optional where Wrapped == Timestamp {
    var db: DatabaseValue { self?.db ?? .null }
}

/// A JSON array of integers, for `json_each`.
func jsonArray(_ numbers: [Int64]) -> String {
    "[" + numbers.map { String($0) }.joined(separator: ",") + "]"
}

/// A JSON array of texts, for `json_each`.
func jsonArray(_ texts: [String]) -> String {
    var result = "["
    for (index, text) in texts.enumerated() {
        if index > 0 { result += "," }
        JSONText.append(text, to: &result)
    }
    return result + "]"
}
