import Foundation
import HongyanCore
import HongyanRules
import Testing

/// The structure that SARIF 2.1.0 asks for, by hand.
struct SarifRendererTests {
    private typealias Object = [String: Any]

    private func run(
        _ files: [SourceFile], folder: String = "", docsURL: String? = nil,
        language: Language = .en
    ) throws -> Object {
        let compilation = Workspace.compile(files, today: BrokenFile.today)
        let renderer = SarifRenderer(
            version: "1.2.3", sources: files, language: language, folder: folder, docsURL: docsURL)
        let text = renderer.text(compilation.diagnostics, silenced: compilation.silenced)
        let log = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object
        #expect(log?["version"] as? String == "2.1.0")
        #expect((log?["$schema"] as? String)?.hasSuffix("sarif-schema-2.1.0.json") == true)
        let runs = try #require(log?["runs"] as? [Object])
        #expect(runs.count == 1)
        return runs[0]
    }

    private func dig(_ object: Any?, _ path: String...) -> Any? {
        path.reduce(object) { (inner: Any?, key: String) -> Any? in
            if let index = Int(key) {
                let list = inner as? [Any]
                guard let list, list.indices.contains(index) else { return nil }
                return list[index]
            }
            return (inner as? Object)?[key]
        }
    }

    @Test("every page is a rule with texts, help and a level")
    func rules() throws {
        let run = try run(Workspace.files(), docsURL: "https://example.com/docs/checks")
        #expect(run["columnKind"] as? String == "utf16CodeUnits")
        #expect(dig(run, "tool", "driver", "name") as? String == "hongyan")
        #expect(dig(run, "tool", "driver", "version") as? String == "1.2.3")
        let rules = try #require(dig(run, "tool", "driver", "rules") as? [Object])
        #expect(rules.compactMap { $0["id"] as? String } == CheckPages.all.map(\.id))
        for rule in rules {
            for key in ["shortDescription", "fullDescription", "help"] {
                #expect((dig(rule, key, "text") as? String)?.isEmpty == false, "\(key)")
            }
            let id = rule["id"] as? String ?? ""
            #expect(rule["helpUri"] as? String == "https://example.com/docs/checks/\(id).md")
            let level = dig(rule, "defaultConfiguration", "level") as? String
            #expect(level == "error" || level == "warning")
        }
        #expect((run["results"] as? [Object])?.isEmpty == true)
    }

    @Test("an address that somebody typed becomes one that RFC 3986 allows")
    func address() throws {
        let run = try run(Workspace.files(), docsURL: "https://example.com/检 查/a%20b?q=1/")
        let rule = try #require((dig(run, "tool", "driver", "rules") as? [Object])?.first)
        let id = rule["id"] as? String ?? ""
        #expect(
            rule["helpUri"] as? String
                == "https://example.com/%E6%A3%80%20%E6%9F%A5/a%20b?q=1/\(id).md")
    }

    @Test("a result points at its rule, its place and its fix, in UTF-16 columns")
    func results() throws {
        let files = Workspace.files([
            "rules/r.yaml": Workspace.rule(audience: "name = '👨‍👩‍👧生' and teir = gold")
        ])
        let run = try run(files, folder: "examples/零 售")
        let result = try #require((run["results"] as? [Object])?.first)
        #expect(result["ruleId"] as? String == "tag/unknown")
        let index = try #require(result["ruleIndex"] as? Int)
        #expect(CheckPages.all[index].id == "tag/unknown")
        #expect(result["level"] as? String == "error")
        #expect(
            (dig(result, "message", "text") as? String)?.hasPrefix("unknown tag 'teir'") == true)
        let place = dig(result, "locations", "0", "physicalLocation")
        let uri = dig(place, "artifactLocation", "uri") as? String
        #expect(uri == "examples/%E9%9B%B6%20%E5%94%AE/rules/r.yaml")
        // audience: name = ' is 18 units, the family 8, 生 1, "' and " 6.
        let region = try #require(dig(place, "region") as? [String: Int])
        #expect(region == ["startLine": 6, "endLine": 6, "startColumn": 34, "endColumn": 38])
        let change = dig(result, "fixes", "0", "artifactChanges", "0")
        #expect(dig(change, "artifactLocation", "uri") as? String == uri)
        let deleted = dig(change, "replacements", "0", "deletedRegion") as? [String: Int]
        #expect(deleted == region)
        #expect(dig(change, "replacements", "0", "insertedContent", "text") as? String == "tier")
    }

    @Test("a silenced warning is a suppressed result with its reason")
    func suppressed() throws {
        let allow = "# hongyan: allow window/deadline until 2027-03-01 because 试点"
        let files = Workspace.files([
            "rules/r.yaml": Workspace.rule + "\nwindow: evening\nclosed: defer 2h  \(allow)\n"
        ])
        let run = try run(files, language: .zh)
        let results = try #require(run["results"] as? [Object])
        #expect(results.count == 1)
        #expect(dig(results[0], "suppressions", "0", "kind") as? String == "inSource")
        let why = dig(results[0], "suppressions", "0", "justification") as? String
        #expect(why == "until 2027-03-01: 试点")
        #expect(dig(run, "tool", "driver", "language") as? String == "zh-CN")
    }

    @Test("a file that is missing has an address and no region")
    func missingFile() throws {
        let run = try run(Workspace.files(["rules/policy.yaml": String?.none]))
        let result = try #require((run["results"] as? [Object])?.first)
        #expect(result["ruleId"] as? String == "file/missing")
        let place = dig(result, "locations", "0", "physicalLocation") as? Object
        #expect(place?.keys.sorted() == ["artifactLocation"])
    }

    /// One in five: each of them writes all rules out.
    static let names = stride(from: 0, to: BrokenFile.names.count, by: 5)
        .map { BrokenFile.names[$0] }

    @Test("a broken file gives JSON that holds all findings", arguments: names)
    func broken(_ name: String) throws {
        let files = try BrokenFile(name).files
        let compilation = Workspace.compile(files, today: BrokenFile.today)
        let results = try #require(try run(files)["results"] as? [Object])
        #expect(results.count == compilation.diagnostics.count)
        for result in results {
            guard let region = dig(result, "locations", "0", "physicalLocation", "region")
            else { continue }
            let places = try #require(region as? [String: Int])
            #expect(places.values.allSatisfy { $0 >= 1 })
            let (start, end) = (places["startLine"] ?? 0, places["endLine"] ?? 0)
            #expect(start < end || places["startColumn"] ?? 0 <= places["endColumn"] ?? 0)
        }
    }
}
