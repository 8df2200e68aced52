import Foundation
import HongyanCore
import HongyanReports
import Testing

struct HTMLReportTests {
    /// The names of elements that are open at the end or closed out of turn.
    private func imbalance(_ markup: String) -> [String] {
        var open: [String] = []
        var faults: [String] = []
        let pieces = markup.split(separator: "<").dropFirst(markup.hasPrefix("<") ? 0 : 1)
        for piece in pieces {
            guard let end = piece.firstIndex(of: ">") else { continue }
            let tag = piece[..<end]
            if tag.hasPrefix("!") || tag.hasSuffix("/") { continue }
            if tag.hasPrefix("/") {
                let name = String(tag.dropFirst())
                if open.popLast() != name { faults.append(name) }
            } else {
                open.append(String(tag.prefix { $0 != " " }))
            }
        }
        return faults + open
    }

    @Test("closes every element and asks for nothing from outside", arguments: Language.allCases)
    func wellFormed(_ language: Language) {
        let html = HTMLReport.render(sampleReport(), language: language)
        #expect(imbalance(html) == [])
        for word in ["http://", "https://", "<script", "<link", "src=", "url(", "@import"] {
            #expect(!html.contains(word))
        }
        #expect(
            html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language == .zh ? "zh-CN" : "en")\">"))
    }

    @Test("escapes hostile titles and texts")
    func escapes() {
        let html = HTMLReport.render(sampleReport(hostile: true), language: .zh)
        #expect(imbalance(html) == [])
        #expect(!html.contains("<script"))
        #expect(!html.contains("<img"))
        #expect(
            html.contains(
                "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp; ]]&gt;"))
        #expect(html.contains("&lt;/p&gt;&lt;img src=x onerror=alert(1)&gt; &amp; &quot;"))
        #expect(!html.unicodeScalars.contains("\u{202E}"))
    }

    @Test("masks numbers")
    func masks() {
        let html = HTMLReport.render(sampleReport(), language: .zh)
        #expect(html.contains("138****5678"))
        #expect(!html.contains("13812345678"))
    }

    @Test("names every reason in words and by code", arguments: Language.allCases)
    func reasons(_ language: Language) {
        let report = sampleReport()
        let html = HTMLReport.render(report, language: language)
        for rule in report.rules {
            for reason in rule.dropped + rule.held {
                #expect(html.contains("<span class=\"code\">\(reason.reason)</span>"))
                let words = ReasonWords.words(reason.reason, language)
                #expect(words != reason.reason && html.contains(words))
            }
        }
    }

    @Test("gives headers a scope and charts a title and a description")
    func accessible() {
        let html = HTMLReport.render(sampleReport(), language: .en)
        let heads =
            html.components(separatedBy: "<th").count - 1
            - (html.components(separatedBy: "<thead").count - 1)
        #expect(heads == html.components(separatedBy: "<th scope=").count - 1)
        let charts = html.components(separatedBy: "role=\"img\" aria-labelledby").count - 1
        #expect(charts == 10)
        #expect(charts == html.components(separatedBy: "<desc").count - 1)
    }

    @Test("tells who displaced whom, how long they waited, and when rules may send")
    func insights() {
        let html = HTMLReport.render(sampleReport(), language: .en)
        for text in [
            "Who displaced whom", ">318<", "How long they waited", ">210<", "up to 3 days",
            "Windows of the rules", "cn-2026@1: daily 08:00-22:00", "高考 ", "Caps: day: 1 per day",
            "month: 4 per month", "blackout 高考", "budget ¥300.00",
            "Parts of a message", "What compliance kept back",
        ] {
            #expect(html.contains(text), "\(text)")
        }
        let none = RunDetails.none
        #expect(none.collisions.isEmpty && none.waits.isEmpty && none.parts.isEmpty)
    }

    @Test("shows an empty run without charts falling over", arguments: Language.allCases)
    func empty(_ language: Language) {
        let moment = Timestamp(seconds: 1_790_000_000)
        let report = RunReport(
            from: moment, through: moment, book: Digest(high: 1, low: 2), zone: .china, rules: [],
            byHour: [], touches: [], channels: [], states: [], samples: [], assumptions: [],
            customers: 0)
        #expect(imbalance(HTMLReport.render(report, language: language)) == [])
        #expect(!TerminalReport.render(report, language: language).isEmpty)
    }

    /// `HONGYAN_REPORT_LOOK=folder` leaves the sample report there, for a look by eye.
    private static let folder = ProcessInfo.processInfo.environment["HONGYAN_REPORT_LOOK"]

    @Test("writes the sample report where it is asked to", .enabled(if: folder != nil))
    func look() throws {
        let folder = try #require(HTMLReportTests.folder)
        for language in Language.allCases {
            let url = URL(fileURLWithPath: "\(folder)/\(language).html")
            try Data(HTMLReport.render(sampleReport(), language: language).utf8).write(to: url)
            #expect(try Data(contentsOf: url).count > 10_000)
        }
    }
}
