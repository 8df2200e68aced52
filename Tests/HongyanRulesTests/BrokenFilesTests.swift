import Foundation
import HongyanCore
import HongyanRules
import Testing

/// Each fixture holds files that differ from the good workspace (`@@ path`) and the exact text that
/// a check prints (`@@ expected`). `HONGYAN_UPDATE_FIXTURES=1 swift test --filter BrokenFilesTests`
/// writes that text anew; it is reviewed as code.
struct BrokenFilesTests {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("Fixtures")

    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".bad.yaml") }.sorted()

    @Test("there are at least 40 broken files")
    func enough() { #expect(BrokenFilesTests.names.count >= 40) }

    @Test("prints exactly what is expected", arguments: names)
    func prints(_ name: String) throws {
        let url = BrokenFilesTests.folder.appendingPathComponent(name)
        let text = try String(contentsOf: url, encoding: .utf8)
        var sections: [(path: String, lines: [Substring])] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("@@ ") {
                sections.append((String(line.dropFirst(3)), []))
            } else {
                sections[sections.count - 1].lines.append(line)
            }
        }
        let expected = sections.removeLast()
        #expect(expected.path == "expected")
        var changes: [String: String?] = [:]
        for section in sections {
            changes[section.path] = section.lines.joined(separator: "\n") + "\n"
        }
        let files = Workspace.files(changes)
        let compilation = Workspace.compile(files)
        let shown = [Language.en, .zh].map {
            DiagnosticRenderer.text(
                compilation.diagnostics, sources: files, color: false, language: $0)
        }.joined()
        let hasErrors = compilation.diagnostics.contains { $0.severity == .error }
        #expect((compilation.book == nil) == hasErrors)
        #expect(!compilation.diagnostics.isEmpty)
        if ProcessInfo.processInfo.environment["HONGYAN_UPDATE_FIXTURES"] != nil {
            let head = text.prefix(upTo: text.range(of: "@@ expected\n")!.upperBound)
            try (head + shown).write(to: url, atomically: true, encoding: .utf8)
        } else {
            #expect(shown == expected.lines.joined(separator: "\n"))
        }
    }
}
