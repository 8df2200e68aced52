/// What is wrong with a line of a lexicon file.
public struct LexiconFault: Error, Hashable, Sendable {
    /// From 1.
    public let line: Int
    public let message: AuditWords
    public init(line: Int, message: AuditWords) {
        self.line = line
        self.message = message
    }
}

/// Lexicons as CSV files.
///
/// ```
/// # version: 2026.11.21
/// # updated: 2026-11-21
/// id,category,level,terms,exceptions,basis,rewording,version,expires
/// ad-01,ad/absolute,block,最佳|最棒,最佳赏味期,ad-law-9-3,热销,2026.11.21,
/// ```
/// Lines that begin with `#` say something of the whole file; phrases are parted by `|` and may be
/// patterns: `(保/包)过`, `保证…提分`, `最好$` (``PhrasePattern``). Cells may stand in quotes as
/// RFC 4180 has it.
public enum LexiconFile {
    public static let columns = [
        "id", "category", "level", "terms", "exceptions", "basis", "rewording", "version",
        "expires",
    ]
    /// In bytes: more than any lexicon needs, less than hurts.
    public static let largest = 16 << 20
    /// Of one phrase, in characters.
    static let longestTerm = 40

    /// Reads a file: all that is good of it, and every fault.
    ///
    /// - Parameter name: What the lexicon is called.
    public static func read(
        _ text: String, name: String
    ) -> (lexicon: Lexicon, faults: [LexiconFault]) {
        var reader = LexiconReader()
        for (line, cells, comment) in LexiconScanner.rows(text) {
            if let comment {
                reader.comment(comment, line)
            } else {
                reader.row(cells, line)
            }
        }
        if reader.header == nil {
            reader.fail(1, "没有表头 \(columns.joined(separator: ","))", "the heading is missing")
        }
        let lexicon = Lexicon(
            name: name, version: reader.version, updated: reader.updated, rows: reader.rows)
        return (lexicon, reader.faults)
    }

    /// The file's text; reading it gives the same rows.
    public static func write(_ lexicon: Lexicon) -> String {
        var text = ""
        if !lexicon.version.isEmpty { text += "# version: \(lexicon.version)\n" }
        if let updated = lexicon.updated { text += "# updated: \(updated)\n" }
        text += columns.joined(separator: ",") + "\n"
        for row in lexicon.rows {
            text += cells(of: row).map(quoted).joined(separator: ",") + "\n"
        }
        return text
    }

    static func cells(of row: LexiconRow) -> [String] {
        [
            row.id, row.category, row.level.rawValue, row.terms.joined(separator: "|"),
            row.exceptions.joined(separator: "|"), row.basis, row.rewording, row.version,
            row.expires.map(\.description) ?? "",
        ]
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { ",\"\n\r#".contains($0) }) else { return cell }
        var result = "\""
        for character in cell { result += character == "\"" ? "\"\"" : String(character) }
        return result + "\""
    }
}

/// Rows of a CSV text with their lines.
private enum LexiconScanner {
    static func rows(_ text: String) -> [(line: Int, cells: [String], comment: String?)] {
        var result: [(line: Int, cells: [String], comment: String?)] = []
        var cells: [String] = []
        var cell = ""
        var isQuoted = false
        var line = 1
        var start = 1
        let characters = Array(text.first == "\u{FEFF}" ? text.dropFirst() : text[...])
        var index = 0
        func endRow() {
            cells.append(cell)
            let isBlank = cells.count == 1 && cell.allSatisfy(\.isWhitespace)
            if cells[0].hasPrefix("#") {
                result.append((start, [], cells.joined(separator: ",")))
            } else if !isBlank {
                result.append((start, cells, nil))
            }
            cells = []
            cell = ""
        }
        while index < characters.count {
            let character = characters[index]
            index += 1
            if isQuoted {
                if character == "\"", index < characters.count, characters[index] == "\"" {
                    cell.append("\"")
                    index += 1
                } else if character == "\"" {
                    isQuoted = false
                } else {
                    if character.isNewline { line += 1 }
                    cell.append(character)
                }
            } else if character == "\"", cell.isEmpty {
                isQuoted = true
            } else if character == "," {
                cells.append(cell)
                cell = ""
            } else if character.isNewline {
                endRow()
                line += 1
                start = line
            } else {
                cell.append(character)
            }
        }
        if !cell.isEmpty || !cells.isEmpty { endRow() }
        return result
    }
}

private struct LexiconReader {
    var version = ""
    var updated: CivilDay?
    var rows: [LexiconRow] = []
    var faults: [LexiconFault] = []
    /// Where each column stands.
    var header: [String: Int]?
    private var lines: [String: Int] = [:]

    mutating func fail(_ line: Int, _ zh: String, _ en: String) {
        faults.append(LexiconFault(line: line, message: AuditWords(zh: zh, en: en)))
    }

    private func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }

    mutating func comment(_ text: String, _ line: Int) {
        let parts = text.dropFirst().split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return }
        let value = trimmed(parts[1])
        switch trimmed(parts[0]) {
        case "version": version = value
        case "updated":
            updated = CivilDay(text: value)
            if updated == nil {
                fail(
                    line, "updated 要写成 2026-11-21，不是“\(value)”",
                    "updated must be a date such as 2026-11-21, not '\(value)'")
            }
        default: break
        }
    }

    mutating func row(_ cells: [String], _ line: Int) {
        guard let header else {
            heading(cells.map { trimmed($0) }, line)
            return
        }
        func cell(_ name: String) -> String {
            guard let index = header[name], index < cells.count else { return "" }
            return trimmed(cells[index])
        }
        /// A cell may stand on several lines.
        func phrases(_ name: String) -> [String] {
            cell(name).split(whereSeparator: \.isNewline).map { trimmed($0) }.joined()
                .split(separator: "|").map { trimmed($0) }.filter { !$0.isEmpty }
        }
        let count = faults.count
        if cells.count > header.count {
            fail(
                line, "多了一列：有 \(cells.count) 列，表头有 \(header.count) 列",
                "\(cells.count) cells, but the heading has \(header.count)")
        }
        let id = cell("id")
        identify(id, line)
        let category = cell("category")
        if !isCategory(category) {
            fail(
                line, "category 要写成 ad/absolute 的样子，不是“\(category)”",
                "category must look like ad/absolute, not '\(category)'")
        }
        let level = LexiconLevel(rawValue: cell("level"))
        if level == nil {
            let known = LexiconLevel.allCases.map(\.rawValue).joined(separator: ", ")
            fail(
                line, "level 不认识“\(cell("level"))”，可用：\(known)",
                "level '\(cell("level"))' is not known; one of \(known)")
        }
        let terms = phrases("terms")
        if terms.isEmpty { fail(line, "terms 是空的", "terms is empty") }
        for phrase in terms + phrases("exceptions") { check(phrase, line) }
        let day = CivilDay(text: cell("expires"))
        if day == nil, !cell("expires").isEmpty {
            fail(
                line, "expires 要写成 2026-11-21，不是“\(cell("expires"))”",
                "expires must be a date such as 2026-11-21, not '\(cell("expires"))'")
        }
        guard faults.count == count, let level else { return }
        rows.append(
            LexiconRow(
                id: id, category: category, level: level, terms: terms,
                exceptions: phrases("exceptions"), basis: cell("basis"),
                rewording: cell("rewording"), version: cell("version"), expires: day))
    }

    private mutating func identify(_ id: String, _ line: Int) {
        if id.isEmpty { fail(line, "缺 id", "the id is missing") }
        if let first = lines[id], !id.isEmpty {
            fail(
                line, "id“\(id)”重复，第 \(first) 行已有",
                "the id '\(id)' is there already, on line \(first)")
        } else {
            lines[id] = line
        }
    }

    private mutating func check(_ phrase: String, _ line: Int) {
        do {
            let choices = try PhrasePattern(phrase).slots.flatMap { $0 }
            if let long = choices.first(where: { $0.count > LexiconFile.longestTerm }) {
                fail(
                    line, "“\(long.prefix(10))…”太长，最多 \(LexiconFile.longestTerm) 字",
                    "'\(long.prefix(10))…' is too long, \(LexiconFile.longestTerm) at most")
            } else if choices.contains(where: { TextFolder.shared.fold($0).isEmpty }) {
                fail(line, "“\(phrase)”没有可找的字", "'\(phrase)' has nothing to look for")
            }
        } catch {
            switch error {
            case .brackets:
                fail(
                    line, "“\(phrase)”的括号要成对，不能套用：(甲/乙)",
                    "the brackets of '\(phrase)' must come in pairs, none inside another: (a/b)")
            case .empty: fail(line, "“\(phrase)”有一处是空的", "a part of '\(phrase)' is empty")
            case .many:
                fail(
                    line, "“\(phrase)”的组合超过 \(PhrasePattern.mostChoices) 种",
                    "'\(phrase)' stands for more than \(PhrasePattern.mostChoices) phrases")
            }
        }
    }

    private mutating func heading(_ cells: [String], _ line: Int) {
        var places: [String: Int] = [:]
        for (index, name) in cells.enumerated() {
            if !LexiconFile.columns.contains(name) {
                fail(
                    line, "表头不认识“\(name)”，可用：\(LexiconFile.columns.joined(separator: ","))",
                    "the column '\(name)' is not known; "
                        + LexiconFile.columns.joined(separator: ", "))
            } else if places[name] != nil {
                fail(line, "“\(name)”列写了两次", "the column '\(name)' is there twice")
            }
            places[name] = index
        }
        for name in ["id", "category", "level", "terms"] where places[name] == nil {
            fail(line, "缺“\(name)”列", "the column '\(name)' is missing")
        }
        header = places
    }

    private func isCategory(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.unicodeScalars.allSatisfy {
                        ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
                    }
            }
    }
}
