import Foundation
import HongyanCore
import HongyanRules
import Testing

/// Carets and columns under text that is not one byte, one character, one column.
struct HonestColumnsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// Stands before the fault, inside a quoted text.
        let before: String
        let characters: Int
        let utf16: Int
        let width: Int
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "ASCII", before: "ab", characters: 2, utf16: 2, width: 2),
        Case(name: "Chinese", before: "生鲜", characters: 2, utf16: 2, width: 4),
        Case(
            name: "Chinese beyond the basic plane", before: "𠮷野", characters: 2, utf16: 3, width: 4),
        Case(name: "full-width", before: "ＡＢ１", characters: 3, utf16: 3, width: 6),
        Case(name: "half-width katakana", before: "ｱｲ", characters: 2, utf16: 2, width: 2),
        Case(name: "emoji", before: "😀", characters: 1, utf16: 2, width: 2),
        Case(name: "emoji joined", before: "👨‍👩‍👧", characters: 1, utf16: 8, width: 2),
        Case(name: "emoji of a skin", before: "👍🏽", characters: 1, utf16: 4, width: 2),
        Case(name: "flags", before: "🇨🇳🇭🇰", characters: 2, utf16: 8, width: 4),
        Case(name: "emoji by selector", before: "❤️", characters: 1, utf16: 2, width: 2),
        Case(name: "keycap", before: "1️⃣", characters: 1, utf16: 3, width: 2),
        Case(
            name: "combining marks", before: "e\u{301}o\u{308}\u{304}", characters: 2, utf16: 5,
            width: 2),
        Case(name: "composed", before: "éö", characters: 2, utf16: 2, width: 2),
        Case(
            name: "Hangul letters", before: "\u{1112}\u{1161}\u{11AB}", characters: 1, utf16: 3,
            width: 2),
        Case(name: "Thai", before: "กำ", characters: 1, utf16: 2, width: 1),
        Case(name: "zero-width space", before: "a\u{200B}b", characters: 3, utf16: 3, width: 2),
    ]

    static let prefix = "audience: name = '"

    private func files(_ one: Case, lineEnd: String, mark: String) -> [SourceFile] {
        let rule = Workspace.rule + "\n\(HonestColumnsTests.prefix)\(one.before)' and teir = gold\n"
        let text =
            mark
            + rule.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: lineEnd)
        return Workspace.files(["rules/r.yaml": text])
    }

    @Test(
        "all formats point at the same place", arguments: cases,
        [("\n", ""), ("\r\n", ""), ("\n", "\u{FEFF}"), ("\r\n", "\u{FEFF}")])
    func places(_ one: Case, _ file: (lineEnd: String, mark: String)) throws {
        let files = files(one, lineEnd: file.lineEnd, mark: file.mark)
        let diagnostics = Workspace.compile(files).diagnostics
        #expect(diagnostics.map(\.id) == ["tag/unknown"])
        let start = HonestColumnsTests.prefix.count + "' and ".count
        let column = start + one.characters + 1
        // Text: the caret stands under the word, counted in columns of a terminal.
        let text = DiagnosticRenderer.text(
            diagnostics, sources: files, color: false, language: .en)
        let lines = text.split(separator: "\n")
        #expect(lines[0].hasPrefix("rules/r.yaml:6:\(column): "))
        let pad = String(repeating: " ", count: start + one.width)
        #expect(lines[2] == "  | \(pad)^^^^ replace with 'tier'")
        #expect(
            DisplayWidth.of("6 | \(HonestColumnsTests.prefix)\(one.before)' and ") == pad.count + 4)
        // JSON: characters and bytes.
        let json = DiagnosticRenderer.json(diagnostics)
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
        #expect(object?.first?["column"] as? Int == column)
        #expect(object?.first?["endColumn"] as? Int == column + 4)
        let bytes = files.first { $0.path == "rules/r.yaml" }?.bytes ?? []
        let offset = object?.first?["offset"] as? Int ?? 0
        let end = object?.first?["endOffset"] as? Int ?? 0
        #expect(String(decoding: bytes[offset..<end], as: UTF8.self) == "teir")
        // GitHub: characters.
        let github = GitHubRenderer.text(diagnostics, language: .en)
        #expect(github.contains(",line=6,col=\(column),endColumn=\(column + 4),"))
        // SARIF: UTF-16 code units.
        let sarif = SarifRenderer(version: "1", sources: files, language: .en).text(diagnostics)
        let unit = start + one.utf16 + 1
        #expect(
            sarif.contains(
                "{\"startLine\":6,\"startColumn\":\(unit),\"endLine\":6,\"endColumn\":\(unit + 4)}")
        )
    }

    @Test("a tab is one character and one unit, and stays a tab before the caret")
    func tabs() {
        let files = Workspace.files([
            "rules/r.yaml": Workspace.rule(audience: "points > 5\tand\tteir = gold")
        ])
        let diagnostics = Workspace.compile(files).diagnostics
        let text = DiagnosticRenderer.text(
            diagnostics, sources: files, color: false, language: .en)
        let lines = text.split(separator: "\n")
        #expect(lines[0].hasPrefix("rules/r.yaml:6:26: "))
        #expect(lines[2].hasPrefix("  |                     \t   \t^^^^ "))
        #expect(GitHubRenderer.text(diagnostics, language: .en).contains("col=26,"))
    }

    @Test("a full-width fault has carets of its full width")
    func wideFault() {
        let files = Workspace.files(["rules/r.yaml": Workspace.rule(audience: "会员等级 = gold")])
        let text = DiagnosticRenderer.text(
            Workspace.compile(files).diagnostics, sources: files, color: false, language: .zh)
        #expect(text.contains("\n  |           ^^^^^^^^\n"))
    }
}
