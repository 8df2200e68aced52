import Foundation
import HongyanCore
import Testing

@testable import HongyanRules

/// The catalogue as a whole.
struct CheckPagesTests {
    /// Everything in the sources that looks like an id and is not the start of a page.
    static let reported: [String: Set<String>] = {
        let folder = Workspace.root.appendingPathComponent("Sources/HongyanRules")
        let paths =
            FileManager.default.enumerator(atPath: folder.path)?
            .compactMap { $0 as? String } ?? []
        var result: [String: Set<String>] = [:]
        for path in paths.sorted() where path.hasSuffix(".swift") && !path.contains("Pages/") {
            let text =
                (try? String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8))
                ?? ""
            for match in text.matches(of: #/"([a-z]+/[a-z0-9-]+)"/#) {
                result[String(match.1), default: []].insert(path)
            }
        }
        return result
    }()

    @Test("every id that is reported has a page")
    func reportedHasPage() {
        #expect(CheckPagesTests.reported.count > 80)
        let pageless = CheckPagesTests.reported.keys.filter { CheckPages.page($0) == nil }.sorted()
        #expect(pageless == [])
    }

    @Test("every page is of something that is reported")
    func pageIsReported() {
        let unsaid = CheckPages.all.map(\.id).filter { CheckPagesTests.reported[$0] == nil }
        #expect(unsaid == [])
    }

    @Test("ids are there once, in order, and written area/name")
    func ids() {
        let ids = CheckPages.all.map(\.id)
        #expect(ids == Set(ids).sorted())
        #expect(ids.allSatisfy { $0.wholeMatch(of: #/[a-z]+/[a-z0-9]+(-[a-z0-9]+)*/#) != nil })
    }

    @Test("a page states its rule in one phrase and its reasons in sentences, in both languages")
    func wording() {
        for page in CheckPages.all {
            for text in [page.title.zh, page.title.en, page.why.zh, page.why.en] {
                #expect(!text.isEmpty && !text.contains("  "), "\(page.id): \(text)")
            }
            for end in [".", "。"] {
                #expect(
                    !page.title.en.hasSuffix(end) && !page.title.zh.hasSuffix(end), "\(page.id)")
            }
            #expect(page.why.en.hasSuffix("."), "\(page.id)")
            #expect(page.why.zh.hasSuffix("。"), "\(page.id)")
            #expect(page.bad.isEmpty == page.good.isEmpty, "\(page.id)")
            #expect(page.bad.isEmpty || page.bad != page.good, "\(page.id)")
        }
    }

    @Test("what is reported has the severity, and the fix-it, that its page tells")
    func severity() throws {
        for name in BrokenFile.names {
            for found in try BrokenFile(name).diagnostics {
                let page = try #require(CheckPages.page(found.id), "\(found.id)")
                #expect(found.severity == page.severity, "\(name): \(found.id)")
                if found.fixIt != nil { #expect(page.hasFixIt, "\(name): \(found.id)") }
            }
        }
    }

    @Test("a page that promises a fix-it has one in some broken file or check")
    func promisedFixIts() throws {
        var fixed: Set<String> = []
        for name in BrokenFile.names {
            let found = try BrokenFile(name).diagnostics
            fixed.formUnion(found.filter { $0.fixIt != nil }.map(\.id))
        }
        let checks = Set(CheckCatalogue.checks.map { $0.page.id })
        let empty = CheckPages.all.filter { $0.hasFixIt && !fixed.contains($0.id) }.map(\.id)
        #expect(empty.filter { !checks.contains($0) } == [])
    }

    @Test("a misspelt id has a nearest one, nonsense has none")
    func nearest() {
        #expect(CheckPages.nearest("window/deadlin") == "window/deadline")
        #expect(CheckPages.nearest("deadline") == "window/deadline")
        #expect(CheckPages.nearest("xyzzy") == nil)
    }

    @Test("the list has one line a page, its titles in one column")
    func list() throws {
        let lines = CheckPageRenderer.list(CheckPages.all, language: .en).split(separator: "\n")
        #expect(lines.count == CheckPages.all.count)
        let line = try #require(lines.first { $0.hasPrefix("tag/unknown ") })
        #expect(line.contains("error    fix-it  tags and audiences are declared in tags.yaml"))
        let chinese = CheckPageRenderer.list(CheckPages.all, language: .zh)
        #expect(chinese.contains("错误"))
        let data = Data(CheckPageRenderer.json(CheckPages.all).utf8)
        let parsed = try JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        #expect(parsed?.count == CheckPages.all.count)
        #expect(parsed?.first?["id"] as? String == CheckPages.all.first?.id)
    }

    @Test("a warning's page says how to silence it, an error's does not")
    func silencing() throws {
        let warning = try #require(CheckPages.page("window/deadline"))
        let error = try #require(CheckPages.page("tag/unknown"))
        #expect(
            CheckPageRenderer.text(warning, language: .en)
                .contains("# hongyan: allow window/deadline until "))
        #expect(!CheckPageRenderer.text(error, language: .en).contains("hongyan: allow"))
        #expect(CheckPageRenderer.text(error, language: .zh).hasPrefix("tag/unknown · 错误"))
    }
}
