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
        let diagnostics = broken.diagnostics
        let shown = [Language.en, .zh].map {
            DiagnosticRenderer.text(diagnostics, sources: broken.files, color: false, language: $0)
        }.joined()
        let compilation = broken.compilation
        let hasErrors = compilation.diagnostics.contains { $0.severity == .error }
        #expect((compilation.book == nil) == hasErrors)
        #expect(!diagnostics.isEmpty)
        if ProcessInfo.processInfo.environment["HONGYAN_UPDATE_FIXTURES"] != nil {
            try (broken.head + shown).write(to: broken.url, atomically: true, encoding: .utf8)
        } else {
            #expect(shown == broken.expected)
        }
    }

    /// What files alone cannot show: it takes a store, or the book that was there before.
    private static let asksMore = Set(
        StoreChecks.pages.map(\.id)
            + CheckCatalogue.checks.filter { $0.needsHistory }.map { $0.page.id })

    @Test("every fault that files can show is told by some broken file")
    func everyFault() throws {
        var told: Set<String> = []
        for name in BrokenFile.names {
            told.formUnion(try BrokenFile(name).diagnostics.map(\.id))
        }
        let wanted = CheckPages.all.map(\.id).filter { !BrokenFilesTests.asksMore.contains($0) }
        #expect(wanted.count > 150)
        #expect(wanted.filter { !told.contains($0) } == [])
    }
}
