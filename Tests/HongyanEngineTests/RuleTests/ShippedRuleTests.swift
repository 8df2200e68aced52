import Foundation
import HongyanCore
import HongyanEngine
import HongyanRules
import Testing

@Suite("The shipped rules")
struct ShippedRuleTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// hongyan.yaml and everything under rules/.
    static func files() throws -> [SourceFile] {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: root.appendingPathComponent("rules").path
        ).sorted()
        return try (["hongyan.yaml"] + names.map { "rules/\($0)" }).map {
            SourceFile(
                path: $0, bytes: Array(try Data(contentsOf: root.appendingPathComponent($0))))
        }
    }

    @Test("pass their tests, and the tests see every branch of every rule")
    func pass() throws {
        let files = try Self.files()
        let compilation = RuleCompiler.compile(files) { $0 == "Asia/Shanghai" ? .china : nil }
        let book = try #require(compilation.book)
        let reading = RuleTestReader.read(files, book: book)
        #expect(reading.diagnostics == [])
        #expect(reading.files.map(\.rule) == book.rules.map(\.id).sorted())
        let runner = TestFile.runner(book)
        var seen = RuleTestCoverage()
        for file in reading.files {
            #expect(file.cases.count >= 5, "\(file.path)")
            for test in file.cases {
                let result = try runner.run(test, of: file)
                #expect(result.verdict == .passed, "\(file.path): \(test.name)")
                seen.formUnion(result.coverage)
            }
        }
        let report = RuleTestCoverageReport(
            book: book, places: ConditionPlaces.all(of: book, files: files), coverage: seen,
            rules: book.rules.map(\.id), withPolicy: true)
        for part in report.parts {
            #expect(part.gaps == [] && part.unseenVariants == [], "\(part)")
        }
        let totals = Dictionary(
            uniqueKeysWithValues: report.parts.map { ($0.rule?.rawValue ?? "policy", $0.total) })
        // Each node counts twice, each variant once; a rule without conditions has nothing to see.
        #expect(totals["cart-abandoned"] == 10 && totals["price-list"] == 6)
        #expect(totals["policy"] == 2 && totals["welcome"] == 0)
    }
}
