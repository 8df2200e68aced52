import Foundation
import HongyanCore
import HongyanReports
import Testing

struct JSONReportTests {
    private func parsed(_ report: RunReport) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(JSONReport.render(report).utf8))
        return try #require(object as? [String: Any])
    }

    @Test("parses, hostile text included", arguments: [false, true])
    func parses(_ hostile: Bool) throws {
        let report = sampleReport(hostile: hostile)
        let object = try parsed(report)
        let rules = try #require(object["rules"] as? [[String: Any]])
        #expect(rules.map { $0["title"] as? String } == report.rules.map(\.title))
        let samples = try #require(object["samples"] as? [[String: Any]])
        #expect(samples.map { $0["text"] as? String } == report.samples.map(\.text))
        #expect(samples.allSatisfy { $0["number"] as? String == "138****5678" })
    }

    @Test("funnels add up")
    func addsUp() throws {
        let object = try parsed(sampleReport())
        let rules = try #require(object["rules"] as? [[String: Any]])
        var sent = 0
        for rule in rules {
            let dropped = try #require(rule["dropped"] as? [[String: Any]])
            let lost = dropped.reduce(0) { $0 + ($1["count"] as? Int ?? 0) }
            let rest = ["sent", "outside_audience", "still_held"].reduce(0) {
                $0 + (rule[$1] as? Int ?? 0)
            }
            #expect(rule["occurrences"] as? Int == lost + rest)
            sent += rule["sent"] as? Int ?? 0
        }
        #expect(object["sent"] as? Int == sent)
        let hours = try #require(object["hours"] as? [[String: Any]])
        #expect(hours.reduce(0) { $0 + ($1["sent"] as? Int ?? 0) } == sent)
    }

    @Test("docs/report.md names every key")
    func documented() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/report.md")
        let page = try String(contentsOf: path, encoding: .utf8)
        let object = try parsed(sampleReport())
        // Names of states and assumptions are the values' own.
        let own: Set<String> = ["states", "assumptions"]
        func check(_ value: Any, _ name: String) {
            if let list = value as? [Any] { list.forEach { check($0, name) } }
            guard let object = value as? [String: Any], !own.contains(name) else { return }
            for (key, inner) in object {
                #expect(page.contains("`\(key)`"), "\(name).\(key)")
                check(inner, key)
            }
        }
        check(object, "report")
    }

    @Test("is the same bytes each time")
    func stable() {
        #expect(JSONReport.render(sampleReport()) == JSONReport.render(sampleReport()))
    }
}
