import Foundation
import HongyanCore
import HongyanRules

/// One fixture: a workspace that somebody could plausibly have written, and what is said of it.
///
/// A section `@@ path` is a file. `@@ path missing` leaves one out, `@@ path padded 1048600` adds
/// spaces up to that many bytes, and in `@@ path escaped` `\xC4` stands for a byte.
struct BrokenFile {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("Fixtures")

    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".bad.yaml") }.sorted()

    /// The day of all fixtures.
    static let today = CivilDay(year: 2026, month: 11, day: 21)

    let url: URL
    let files: [SourceFile]
    /// Up to what is expected.
    let head: String
    let expected: String

    init(_ name: String) throws {
        url = BrokenFile.folder.appendingPathComponent(name)
        let text = try String(contentsOf: url, encoding: .utf8)
        var sections: [(title: String, lines: [Substring])] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("@@ ") {
                sections.append((String(line.dropFirst(3)), []))
            } else {
                sections[sections.count - 1].lines.append(line)
            }
        }
        guard let last = sections.popLast(), last.title == "expected" else {
            throw CocoaError(.fileReadCorruptFile)
        }
        expected = last.lines.joined(separator: "\n")
        head = String(text.dropLast(expected.count))
        var changes: [String: String?] = [:]
        var raw: [SourceFile] = []
        for section in sections {
            let words = section.title.split(separator: " ")
            let path = String(words[0])
            let body = section.lines.joined(separator: "\n") + "\n"
            switch words.dropFirst().first {
            case "missing":
                changes[path] = .some(nil)
            case "escaped":
                changes[path] = .some(nil)
                raw.append(SourceFile(path: path, bytes: BrokenFile.unescaped(body)))
            case "padded":
                let length = words.last.flatMap { Int($0) } ?? 0
                changes[path] =
                    body + String(repeating: " ", count: max(0, length - body.utf8.count))
            default:
                changes[path] = body
            }
        }
        files = Workspace.files(changes) + raw
    }

    var compilation: Compilation { Workspace.compile(files, today: BrokenFile.today) }

    /// What `hongyan check` says of the files alone: rule tests are read where there is a book.
    var diagnostics: [Diagnostic] {
        let compilation = compilation
        guard let book = compilation.book else { return compilation.diagnostics }
        return compilation.adding(RuleTestReader.read(files, book: book).diagnostics).diagnostics
    }

    private static func unescaped(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.dropFirst().prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"),
                let value = UInt8(digits, radix: 16)
            {
                result.append(value)
                rest = rest.dropFirst(3)
            } else {
                result.append(byte)
            }
        }
        return result
    }
}
