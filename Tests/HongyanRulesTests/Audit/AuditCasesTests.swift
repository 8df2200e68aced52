import Foundation
import HongyanCore
import HongyanRules
import Testing

/// `Tests/AuditCases`: what a lawyer can read and correct.
@Suite("audit cases")
struct AuditCasesTests {
    private static func lines(_ name: String) throws -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = folder.appendingPathComponent("AuditCases/\(name)")
        return try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
            .map(String.init).filter { !$0.hasPrefix("#") }
    }

    @Test("each case comes to its verdict and names what was found")
    func cases() throws {
        let lines = try Self.lines("cases.tsv")
        var passes = 0
        for line in lines {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map(String.init)
            try #require(cells.count == 6, "\(line)")
            let purpose = try #require(Purpose(rawValue: cells[2]), "\(line)")
            let profile = try #require(PackLibrary.auditProfile(cells[3]), "\(line)")
            let text = cells[4].replacingOccurrences(of: "\\u200b", with: "\u{200B}")
            let report = ContentAuditor.standard.audit(
                AuditText(template: text), purpose: purpose, profile: profile)
            #expect(report.verdict.name == cells[0], "\(line): \(report.findings.map(\.id))")
            let found = Set(report.findings.map(\.id))
            let wanted = cells[1] == "-" ? [] : cells[1].split(separator: ",").map(String.init)
            #expect(found.isSuperset(of: wanted), "\(line): \(found.sorted())")
            if cells[0] == "pass" {
                passes += 1
                #expect(found.isEmpty, "\(line)")
            }
            #expect(!cells[5].isEmpty, "\(line)")
        }
        #expect(lines.count >= 120)
        #expect(passes * 2 >= lines.count)
    }

    @Test(
        "ordinary messages raise no alarm: three hundred, and those of eight trades",
        arguments: [
            ("ordinary.txt", 300, ["最后", "第一", "唯一", "一级"]),
            (
                "trades.txt", 150,
                [
                    "最后", "第一", "唯一", "一级", "最", "首", "顶", "极", "国家", "保证", "免费", "微信支付", "电话",
                ]
            ),
        ])
    func ordinary(_ name: String, _ count: Int, _ words: [String]) throws {
        let purposes: [Character: Purpose] = [
            "S": .service, "M": .marketing, "V": .verification,
        ]
        let lines = try Self.lines(name)
        #expect(lines.count >= count)
        #expect(Set(lines).count == lines.count)
        for word in words { #expect(lines.contains { $0.contains(word) }, "\(word)") }
        for line in lines {
            let purpose = try #require(line.first.flatMap { purposes[$0] }, "\(line)")
            let report = ContentAuditor.standard.audit(
                AuditText(String(line.dropFirst(2))), purpose: purpose)
            #expect(
                report.findings.isEmpty, "\(line): \(report.findings.map { ($0.id, $0.words) })")
        }
    }

    @Test("a hundred messages that a lawyer stops are stopped for that reason")
    func stopped() throws {
        let lines = try Self.lines("stopped.tsv")
        #expect(lines.count >= 100)
        #expect(Set(lines).count == lines.count)
        for line in lines {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map(String.init)
            try #require(cells.count == 6, "\(line)")
            let purpose = try #require(Purpose(rawValue: cells[2]), "\(line)")
            let profile = try #require(PackLibrary.auditProfile(cells[3]), "\(line)")
            let text = cells[4].replacingOccurrences(of: "\\u200b", with: "\u{200B}")
            let report = ContentAuditor.standard.audit(
                AuditText(template: text), purpose: purpose, profile: profile)
            let found = report.findings.map(\.id)
            #expect(report.verdict >= (cells[0] == "block" ? .block : .review), "\(line): \(found)")
            #expect(found.contains(cells[1]), "\(line): \(found)")
            #expect(!cells[5].isEmpty, "\(line)")
        }
    }

    @Test("a guess is never more than a review, whatever the row says")
    func guesses() {
        for text in ["zui低价", "蕞低价", "亻氐价最亻氐价", "bao本bao息", "力口薇信", "稳zhuan不赔"] {
            let report = ContentAuditor.standard.audit(
                AuditText("【云杉商城】\(text)。拒收请回复R"), purpose: .marketing)
            #expect(report.verdict <= .review, "\(text)")
            for finding in report.findings { #expect(finding.manner == .alike, "\(text)") }
        }
    }

    @Test("a span points at the words as they stand, in scalars and in UTF-16")
    func spans() throws {
        let text = "【云杉商城】😀全网最-低-价。拒收请回复R"
        let report = ContentAuditor.standard.audit(AuditText(text), purpose: .marketing)
        let finding = try #require(report.findings.first { $0.id == "ad/absolute" })
        #expect(finding.words == "全网最-低-价")
        #expect(finding.normalised == "全网最低价")
        #expect(finding.span.scalars == 7..<14)
        #expect(finding.span.utf16 == 8..<15)
        let units = Array(text.utf16)[finding.span.utf16]
        #expect(String(decoding: units, as: UTF16.self) == finding.words)
        #expect(finding.basis.key == "price-rule-16")
        #expect(finding.advice != nil)
    }
}
