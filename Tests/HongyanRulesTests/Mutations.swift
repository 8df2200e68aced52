import HongyanCore

@testable import HongyanRules

/// One change of one key, value or operator of a workspace file.
struct Mutant: Hashable {
    let path: String
    /// Of the change, from 1.
    let line: Int
    /// What was changed: `delete 'late'`.
    let what: String
    let bytes: [UInt8]
}

/// Makes every mutant of a file: each key deleted and misspelled, each value replaced by its
/// neighbours, each operator by another, two values of one mapping or list swapped. The same file
/// gives the same mutants in the same order.
struct Mutations {
    private let source: SourceText
    private var found: [Mutant] = []
    private var seen: Set<[UInt8]> = []
    /// Words that could stand for each other, by the names of the workspace.
    private let groups: [[String]]

    /// Empty when the file cannot be read.
    static func of(_ file: SourceFile, book: RuleBook) -> [Mutant] {
        let source = SourceText(file)
        guard let root = YamlReader.read(source, Findings()) else { return [] }
        var mutations = Mutations(source: source, groups: groups(of: book))
        mutations.seen.insert(file.bytes)
        mutations.visit(root, key: "")
        return mutations.found
    }

    private init(source: SourceText, groups: [[String]]) {
        self.source = source
        self.groups = groups
    }

    private static func groups(of book: RuleBook) -> [[String]] {
        let events = book.tags.events
        var groups = [
            Purpose.allCases.map(\.rawValue), TagsFile.types, Backlog.allCases.map(\.rawValue),
            events.map(\.kind.rawValue), book.tags.tags.map(\.name.rawValue),
            book.tags.audiences.map(\.name), book.templates.map(\.id.rawValue),
            book.policy.windows.map(\.name), ["and", "or"], ["true", "false"],
            ["count", "sum", "min", "max", "last"], ["per occurrence", "per year", "ever"],
            ["drop", "defer 1h"], ["never", "skip 1h"], ["day", "hour"], ["day", "week", "month"],
            ["daily", "workdays", "restdays", "weekends"], ["solar", "lunar"],
        ]
        groups += events.map { $0.fields.map(\.name) }
        groups += book.tags.signals.map { $0.fields.map(\.name) }
        for tag in book.tags.tags {
            switch tag.type {
            case .enumeration(let values), .set(let values): groups.append(values)
            default: break
            }
        }
        return groups
    }

    // MARK: Edits

    private mutating func edit(_ range: Range<Int>, _ text: String, _ what: String) {
        var bytes = source.bytes
        bytes.replaceSubrange(range, with: Array(text.utf8))
        guard seen.insert(bytes).inserted else { return }
        let line = source.lineNumber(range.lowerBound)
        found.append(Mutant(path: source.path, line: line, what: what, bytes: bytes))
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: source.bytes[range], as: UTF8.self)
    }

    private func isOnOneLine(_ range: Range<Int>) -> Bool {
        !source.bytes[range].contains(0x0A)
    }

    private mutating func visit(_ node: YamlNode, key: String) {
        switch node.content {
        case .scalar(let scalar): mutate(scalar, node, key)
        case .mapping(let entries):
            let places = entries.map { $0.keyRange.lowerBound..<$0.value.range.upperBound }
            for (entry, place) in zip(entries, places) {
                delete(place, of: places, in: node, "delete '\(entry.key)'")
                let end = text(entry.keyRange).hasSuffix("\"") ? 2 : 1
                let letter = entry.keyRange.upperBound - end
                if source.bytes[letter] < 0x80, entry.keyRange.count > 1 {
                    edit(letter..<letter + 1, "", "misspell '\(entry.key)'")
                } else {
                    edit(entry.keyRange, text(entry.keyRange) + "x", "misspell '\(entry.key)'")
                }
                visit(entry.value, key: entry.key)
            }
            swap(entries.map { ($0.key, $0.value.range) })
        case .sequence(let items):
            let places = items.map(\.range)
            for (index, item) in items.enumerated() {
                delete(item.range, of: places, in: node, "delete item \(index + 1) of '\(key)'")
                visit(item, key: key)
            }
            swap(places.enumerated().map { ("item \($0.offset + 1) of \(key)", $0.element) })
        }
    }

    /// An entry with its comma in a flow, with its whole lines in a block.
    private mutating func delete(
        _ place: Range<Int>, of all: [Range<Int>], in node: YamlNode, _ what: String
    ) {
        let first = source.bytes[node.range.lowerBound]
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            var range = place
            if let next = all.first(where: { $0.lowerBound >= place.upperBound }) {
                range = place.lowerBound..<next.lowerBound
            } else if let before = all.last(where: { $0.upperBound <= place.lowerBound }) {
                range = before.upperBound..<place.upperBound
            }
            edit(range, "", what)
        } else {
            let start = source.line(source.lineNumber(place.lowerBound)).lowerBound
            let end = source.line(source.lineNumber(max(start, place.upperBound - 1))).upperBound
            edit(start..<min(end + 1, source.bytes.count), "", what)
        }
    }

    /// Every two values that stand on one line each.
    private mutating func swap(_ values: [(name: String, range: Range<Int>)]) {
        let plain = values.filter { isOnOneLine($0.range) && !$0.range.isEmpty }
        for (index, one) in plain.enumerated() {
            for two in plain[(index + 1)...] where text(one.range) != text(two.range) {
                let between = text(one.range.upperBound..<two.range.lowerBound)
                edit(
                    one.range.lowerBound..<two.range.upperBound,
                    text(two.range) + between + text(one.range),
                    "swap '\(one.name)' and '\(two.name)'")
            }
        }
    }
}

// MARK: Values

extension Mutations {
    private mutating func mutate(_ scalar: YamlNode.Scalar, _ node: YamlNode, _ key: String) {
        guard let start = scalar.exactStart, !scalar.text.isEmpty else { return }
        let whole = start..<start + scalar.text.utf8.count
        if ["title", "text"].contains(key) {
            edit(whole, String(scalar.text.dropLast()), "shorten '\(key)'")
            return
        }
        for other in neighbours(scalar.text) {
            edit(whole, other, "'\(scalar.text)' to '\(other)'")
        }
        if ["audience", "where", "when", "enters"].contains(key) {
            edit(whole, "not (\(scalar.text))", "negate '\(scalar.text)'")
        }
        for (run, text) in Mutations.runs(scalar.text) {
            let range = start + run.lowerBound..<start + run.upperBound
            for other in changes(of: text) {
                edit(range, other, "'\(text)' to '\(other)' in '\(scalar.text)'")
            }
        }
        for run in Mutations.items(scalar.text) {
            let range = start + run.lowerBound..<start + run.upperBound
            edit(range, "", "without '\(text(range))' in '\(scalar.text)'")
        }
    }

    private func neighbours(_ word: String) -> [String] {
        groups.filter { $0.contains(word) }.flatMap { $0.filter { $0 != word } }
    }

    private func changes(of run: String) -> [String] {
        if let number = Int(run) {
            let width = run.utf8.count
            return [number + 1, number - 1].filter { $0 >= 0 }.map { number in
                let digits = String(number)
                return run.hasPrefix("0")
                    ? String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
                    : digits
            }
        }
        switch run {
        case "d": return ["h"]
        case "h": return ["d", "m"]
        case "m": return ["h"]
        case ">=": return [">", "<=", "="]
        case "<=": return ["<", ">=", "="]
        case ">": return [">=", "<"]
        case "<": return ["<=", ">"]
        case "=": return ["!="]
        case "!=": return ["="]
        default:
            guard run.utf8.contains(where: { $0 > 0x40 }) else { return [] }
            let shorter = String(run.dropLast())
            return (shorter.isEmpty ? [run + "x"] : [shorter]) + neighbours(run)
        }
    }

    /// Runs of digits, of the letters of names, and of comparison signs, with their bytes.
    private static func runs(_ text: String) -> [(Range<Int>, String)] {
        func kind(_ byte: UInt8, after previous: Int) -> Int {
            switch byte {
            case 0x30...0x39: previous == 2 ? 2 : 1
            case 0x61...0x7A, 0x41...0x5A, 0x5F, 0x80...0xFF: 2
            case 0x2E, 0x2D: previous == 2 ? 2 : 0
            case 0x3C...0x3E, 0x21: 3
            default: 0
            }
        }
        let bytes = Array(text.utf8)
        var result: [(Range<Int>, String)] = []
        var start = 0
        var current = 0
        for index in 0...bytes.count {
            let next = index < bytes.count ? kind(bytes[index], after: current) : 0
            if next == current, index < bytes.count { continue }
            if current != 0 {
                result.append(
                    (start..<index, String(decoding: bytes[start..<index], as: UTF8.self)))
            }
            (start, current) = (index, next)
        }
        return result
    }

    /// Each item of a list in a condition, with its comma.
    private static func items(_ text: String) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        guard let open = bytes.firstIndex(of: UInt8(ascii: "[")),
            let close = bytes[open...].firstIndex(of: UInt8(ascii: "]"))
        else { return [] }
        var starts = [open + 1]
        for index in open..<close where bytes[index] == UInt8(ascii: ",") {
            starts.append(index + 1)
        }
        return starts.enumerated().map { index, start in
            if index + 1 < starts.count { return start..<starts[index + 1] }
            return (index == 0 ? start : start - 1)..<close
        }
    }
}
