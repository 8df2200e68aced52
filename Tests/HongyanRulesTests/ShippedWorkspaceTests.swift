import HongyanCore
import HongyanRules
import Testing

struct ShippedWorkspaceTests {
    @Test("the shipped files compile without a word")
    func compilesClean() throws {
        let files = try Workspace.read(Workspace.root)
        let compilation = Workspace.compile(files)
        let text = DiagnosticRenderer.text(
            compilation.diagnostics, sources: files, color: false, language: .en)
        #expect(text == "")
        let book = try #require(compilation.book)
        #expect(
            book.rules.map(\.id) == [
                "parcel-arrived", "birthday", "high-value", "welcome", "cart-abandoned",
                "rainy-day", "dormant-90d", "price-list",
            ])
    }
}
