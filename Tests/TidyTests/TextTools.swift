extension TidyRule {
    static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: byte >= 0x80
        }
    }

    static func words(in line: Substring) -> Set<String> {
        Set(line.utf8.split { !isWordByte($0) }.map { String(decoding: $0, as: UTF8.self) })
    }

    /// How often a text stands in another, without overlap.
    static func occurrences(of needle: String, in text: String) -> Int {
        text.split(separator: needle, omittingEmptySubsequences: false).count - 1
    }

    /// Faults for every place in the code that names one of these; `Date()` does not match
    /// `update()`.
    /// - Parameter members: Whether `x.print(` counts as `print(`.
    static func faults(
        in file: SourceText, naming needles: [String], members: Bool = true
    ) -> [Fault] {
        // Most files name none of them; their words tell without a look at each line.
        let likely = needles.filter { words(in: $0[...]).isSubset(of: file.words) }
        guard !likely.isEmpty else { return [] }
        return file.codeLines.enumerated().flatMap { number, line in
            likely.filter { names($0, in: Array(line.utf8), members: members) }
                .map { Fault(path: file.path, line: number + 1, what: $0) }
        }
    }

    private static func names(_ needle: String, in line: [UInt8], members: Bool) -> Bool {
        let pattern = Array(needle.utf8)
        guard line.count >= pattern.count else { return false }
        return (0...(line.count - pattern.count)).contains { start in
            guard line[start..<(start + pattern.count)].elementsEqual(pattern) else { return false }
            let end = start + pattern.count
            let before = start > 0 && isWordByte(pattern[0]) ? line[start - 1] : 0
            let joinsLeft = isWordByte(before) || (!members && before == UInt8(ascii: "."))
            let joinsRight =
                end < line.count && isWordByte(pattern[pattern.count - 1])
                && isWordByte(line[end])
            return !joinsLeft && !joinsRight
        }
    }

    /// Whether a literal is a database statement: keywords as SQL is written, or a lower-case
    /// statement from its first word on. Prose such as "select a rule from the list" starts
    /// elsewhere.
    static func isSQL(_ text: String) -> Bool {
        let upper = [
            "SELECT ", "INSERT INTO ", "INSERT OR ", "DELETE FROM ", "CREATE TABLE", "CREATE INDEX",
            "CREATE UNIQUE", "DROP TABLE", "ALTER TABLE", "PRAGMA ", "BEGIN IMMEDIATE", "ORDER BY ",
            "GROUP BY ", "VACUUM",
        ]
        if upper.contains(where: { text.contains($0) }) { return true }
        if text.contains("UPDATE "), text.contains(" SET ") { return true }
        let lower = text.lowercased().drop { $0.isWhitespace }
        return (lower.hasPrefix("select ") && lower.contains(" from "))
            || (lower.hasPrefix("update ") && lower.contains(" set ") && lower.contains("="))
            || ["insert into ", "delete from ", "create table ", "pragma "].contains {
                lower.hasPrefix($0)
            }
    }

    /// A comment or literal with an address, which cannot be broken.
    static func isAddress(_ line: Substring) -> Bool {
        line.contains("https://") || line.contains("http://")
    }

    /// How many columns a terminal needs.
    static func displayWidth(_ line: Substring) -> Int {
        if line.utf8.allSatisfy({ $0 < 0x80 }) { return line.utf8.count }
        return line.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
        0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]

    private static func width(of scalar: Unicode.Scalar) -> Int {
        if scalar.properties.generalCategory == .nonspacingMark { return 0 }
        return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
    }
}
