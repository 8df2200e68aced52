internal import GRDB
internal import HongyanCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension Statement {
    /// Runs it once with these values, in the order of its question marks.
    func run(_ values: [DatabaseValue]) throws {
        setUncheckedArguments(StatementArguments(values))
        try execute()
    }

    /// The first column of the first row, when there is one.
    func firstInt(_ values: [DatabaseValue]) throws -> Int64? {
        setUncheckedArguments(StatementArguments(values))
        let rows = try Row.fetchCursor(self)
        guard let row = try rows.next() else { return nil }
        return row[0]
    }

    func firstText(_ values: [DatabaseValue]) throws -> String? {
        setUncheckedArguments(StatementArguments(values))
        let rows = try Row.fetchCursor(self)
        guard let row = try rows.next() else { return nil }
        return row[0]
    }

    /// Calls `body` with each row.
    func each(_ values: [DatabaseValue] = [], _ body: (Row) throws -> Void) throws {
        setUncheckedArguments(StatementArguments(values))
        let rows = try Row.fetchCursor(self)
        while let row = try rows.next() { try body(row) }
    }
}

extension Database {
    /// Runs a fragment and calls `body` with each row.
    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        let statement = try cachedStatement(literal: sql)
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() { try body(row) }
    }

    /// The first column of the first row.
    func int(_ sql: SQL) throws -> Int64? {
        let statement = try cachedStatement(literal: sql)
        // The row lives as long as its cursor.
        let rows = try Row.fetchCursor(statement)
        guard let row = try rows.next() else { return nil }
        return row[0]
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
    /// 16 bytes, big-endian.
    var blob: Data {
        var data = Data(capacity: 16)
        for word in [high, low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                data.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return data
    }
    init?(blob: Data?) {
        guard let blob, blob.count == 16 else { return nil }
        var words: [UInt64] = [0, 0]
        for (index, byte) in blob.enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        self.init(high: words[0], low: words[1])
    }
}
extension Optional where Wrapped == Timestamp {
    var db: DatabaseValue { self?.db ?? .null }
}

extension Row {
    func time(_ index: Int) -> Timestamp { Timestamp(milliseconds: self[index]) }
    func timeIfAny(_ index: Int) -> Timestamp? {
        (self[index] as Int64?).map { Timestamp(milliseconds: $0) }
    }
    func text(_ index: Int) -> String { self[index] }
    func int(_ index: Int) -> Int { Int(self[index] as Int64) }
    func digest(_ index: Int) -> Digest {
        Digest(blob: self[index] as Data?) ?? Digest(high: 0, low: 0)
    }
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
