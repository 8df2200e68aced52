internal import GRDB
internal import HongyanCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The rows of the seals themselves.
enum SealRows {
    struct Part {
        let after: Int64
        let through: Int64
        let count: Int
        let hash: Fingerprint
        /// When its rows were deleted for their age.
        let retiredAt: Timestamp?
    }

    /// The latest day that is sealed.
    static func last(_ db: Database) throws -> CivilDay? {
        try db.int("SELECT MAX(day) FROM seals WHERE slot = 0").flatMap { Int32(exactly: $0) }
            .map { CivilDay(number: $0) }
    }

    /// Ascending by day.
    static func all(_ db: Database, from: CivilDay?, through: CivilDay?) throws -> [LedgerSeal] {
        var found: [(day: CivilDay, previous: Fingerprint, hash: Fingerprint, at: Timestamp)] = []
        let low = from.map { Int64($0.number) } ?? Int64.min
        let high = through.map { Int64($0.number) } ?? Int64.max
        try db.cachedStatement(sql: reading).each([low.db, high.db]) { row in
            found.append(
                (
                    CivilDay(number: Int32(truncatingIfNeeded: row[0] as Int64)),
                    row.fingerprint(1), row.fingerprint(2), row.time(3)
                ))
        }
        return try found.map { seal in
            let parts = try parts(db, of: seal.day)
            return LedgerSeal(
                day: seal.day, previous: seal.previous, hash: seal.hash, sealedAt: seal.at,
                parts: SealedTable.all.compactMap { table in
                    parts[table.name].map {
                        LedgerSeal.Part(table: table.name, count: $0.count, hash: $0.hash)
                    }
                })
        }
    }

    static func parts(_ db: Database, of day: CivilDay) throws -> [String: Part] {
        var found: [String: Part] = [:]
        try db.cachedStatement(sql: readingParts).each([day.db]) { row in
            found[row.text(0)] = part(row)
        }
        return found
    }

    /// One table's share of a day.
    static func part(_ db: Database, of day: CivilDay, _ table: String) throws -> Part? {
        var found: Part?
        try db.cachedStatement(sql: readingPart).each([day.db, table.db]) { row in
            found = part(row)
        }
        return found
    }

    private static func part(_ row: StoredRow) -> Part {
        Part(
            after: row[1], through: row[2], count: row.int(3), hash: row.fingerprint(4),
            retiredAt: row.timeIfAny(5))
    }

    /// The last sealed row of a table; 0 before the first seal.
    static func sealedThrough(_ db: Database, _ table: String) throws -> Int64 {
        try db.cachedStatement(
            sql: "SELECT MAX(through) FROM seal_parts WHERE slot = 0 AND name = ?"
        ).firstInt([table.db]) ?? 0
    }

    static func marks(
        _ db: Database, _ day: CivilDay, _ table: String
    ) throws -> [(row: Int64, mark: UInt64)] {
        var found: [(row: Int64, mark: UInt64)] = []
        try db.cachedStatement(sql: readingMarks).each([day.db, table.db]) { row in
            let bytes = row.bytes(0)
            for start in stride(from: 0, to: bytes.count - bytes.count % 16, by: 16) {
                found.append(
                    (
                        Int64(bitPattern: word(bytes[start..<start + 8])),
                        word(bytes[start + 8..<start + 16])
                    ))
            }
        }
        return found
    }

    static func packed(_ marks: [(row: Int64, mark: UInt64)]) -> Data {
        var data = Data(capacity: marks.count * 16)
        for entry in marks {
            for word in [UInt64(bitPattern: entry.row), entry.mark] {
                for shift in stride(from: UInt64(56), through: 0, by: -8) {
                    data.append(UInt8(truncatingIfNeeded: word >> shift))
                }
            }
        }
        return data
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    static func prints(_ db: Database, _ table: String, _ row: Int64) throws -> Prints? {
        var found: Prints?
        try db.cachedStatement(sql: readingPrints).each([table.db, row.db]) { row in
            found = prints(row, from: 0)
        }
        return found
    }

    /// From the columns of ``columns``, the first of them at an index.
    static func prints(_ row: StoredRow, from index: Int) -> Prints {
        func bytes(_ place: Int) -> [UInt8]? {
            row.isNull(index + place) ? nil : row.bytes(index + place)
        }
        var number: NumberPrint?
        if let sealed = bytes(2), let salt = bytes(3) {
            number = NumberPrint(
                salt: salt, sealed: sealed, renewed: bytes(5), veil: bytes(6), text: bytes(4))
        }
        return Prints(salt: bytes(0), text: bytes(1), number: number)
    }

    static let columns = "p.salt, p.text, p.number, p.number_salt, p.number_text, p.renewed, p.veil"

    static func put(_ db: Database, _ prints: Prints, _ table: String, _ row: Int64) throws {
        let number = prints.number
        try db.cachedStatement(sql: puttingPrints).run([
            table.db, row.db, prints.salt.blob, prints.text.blob, (number?.sealed).blob,
            (number?.salt).blob, (number?.text).blob, (number?.renewed).blob, (number?.veil).blob,
        ])
    }

    /// A sealed message's number is stored as another text now.
    static func reprint(_ db: Database, number: String, ofMessage row: Int64) throws {
        guard var prints = try prints(db, "messages", row), let print = prints.number,
            print.text != nil
        else { return }
        prints.number?.text = Prints.of(number, print.salt)
        try put(db, prints, "messages", row)
    }

    private static let reading = """
        SELECT day, previous, hash, sealed_at FROM seals
        WHERE slot = 0 AND day >= ? AND day <= ? ORDER BY day
        """
    private static let readingParts = """
        SELECT name, after, through, count, hash, retired_at FROM seal_parts
        WHERE slot = 0 AND day = ? ORDER BY name
        """
    private static let readingPart = """
        SELECT name, after, through, count, hash, retired_at FROM seal_parts
        WHERE slot = 0 AND day = ? AND name = ?
        """
    private static let readingMarks = """
        SELECT marks FROM seal_marks WHERE slot = 0 AND day = ? AND name = ? ORDER BY block
        """
    private static let readingPrints = """
        SELECT \(columns) FROM seal_prints p WHERE p.slot = 0 AND p.name = ? AND p.row = ?
        """
    private static let puttingPrints = """
        INSERT OR REPLACE INTO seal_prints (slot, name, row, salt, text, number, number_salt,
            number_text, renewed, veil)
        VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
}

extension StoredRow {
    func bytes(_ index: Int) -> [UInt8] {
        let value: DatabaseValue = self[index]
        guard case .blob(let data) = value.storage else { return [] }
        return Array(data)
    }

    /// Zeros for what is no fingerprint.
    func fingerprint(_ index: Int) -> Fingerprint { Fingerprint(bytes: bytes(index)) ?? .zero }
}

extension Optional where Wrapped == [UInt8] {
    var blob: DatabaseValue { map { Data($0).databaseValue } ?? .null }
}
extension Fingerprint {
    var db: DatabaseValue { Data(bytes).databaseValue }
}
