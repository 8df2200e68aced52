import Foundation
import HongyanCore
import Testing

@testable import HongyanRules

/// Each fixture holds files that differ from the good workspace (`@@ path`) and the exact text that
/// a check prints (`@@ expected`). `HONGYAN_UPDATE_FIXTURES=1 swift test --filter BrokenFilesTests`
/// writes that text anew; it is reviewed as code.
struct BrokenFilesTests {
    @Test("there are at least 150 broken files")
    func enough() { #expect(BrokenFile.names.count >= 150) }

    @Test("prints exactly what is expected", arguments: BrokenFile.names)
    func prints(_ name: String) throws {
        let broken = try BrokenFile(name)
        let compilation = Workspace.compile(broken.files, today: BrokenFile.today)
        let shown = [Language.en, .zh].map {
            DiagnosticRenderer.text(
                compilation.diagnostics, sources: broken.files, color: false, language: $0)
        }.joined()
        let hasErrors = compilation.diagnostics.contains { $0.severity == .error }
        #expect((compilation.book == nil) == hasErrors)
        #expect(!compilation.diagnostics.isEmpty)
        if ProcessInfo.processInfo.environment["HONGYAN_UPDATE_FIXTURES"] != nil {
            try (broken.head + shown).write(to: broken.url, atomically: true, encoding: .utf8)
        } else {
            #expect(shown == broken.expected)
        }
    }

    @Test("every fault that the readers tell is told by some broken file")
    func everyFault() throws {
        var told: Set<String> = []
        for name in BrokenFile.names {
            let files = try BrokenFile(name).files
            told.formUnion(
                Workspace.compile(files, today: BrokenFile.today).diagnostics.map(\.id))
        }
        let checks = Set(CheckCatalogue.checks.map { $0.page.id })
        let untold = CheckPages.all.map(\.id).filter { !checks.contains($0) && !told.contains($0) }
        #expect(untold == [])
    }
}
