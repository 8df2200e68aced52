import Foundation
import HongyanRules
import Testing

/// `docs/checks` is what the pages say. `make docs` writes it anew.
struct CheckDocsTests {
    static let folder = Workspace.root.appendingPathComponent("docs/checks")

    @Test("docs/checks holds one file a page and a table of them")
    func docs() throws {
        var wanted = ["README.md": CheckPageRenderer.index(CheckPages.all)]
        for page in CheckPages.all {
            wanted["\(page.id).md"] = CheckPageRenderer.markdown(page)
        }
        let manager = FileManager.default
        let folder = CheckDocsTests.folder
        let isUpdate = ProcessInfo.processInfo.environment["HONGYAN_UPDATE_DOCS"] != nil
        let found = (manager.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? [])
            .filter { $0.hasSuffix(".md") }.sorted()
        for (name, text) in wanted.sorted(by: { $0.key < $1.key }) {
            let url = folder.appendingPathComponent(name)
            if isUpdate {
                try manager.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: url, atomically: true, encoding: .utf8)
            } else {
                let now = try? String(contentsOf: url, encoding: .utf8)
                #expect(now == text, "docs/checks/\(name) is not what its page says: make docs")
            }
        }
        for name in found where wanted[name] == nil {
            if isUpdate {
                try manager.removeItem(at: folder.appendingPathComponent(name))
            } else {
                Issue.record("docs/checks/\(name) has no page: make docs")
            }
        }
    }
}
