import HongyanCore
import Testing

@testable import HongyanReports

struct TerminalReportTests {
    @Test("keeps to the width, in both languages", arguments: Language.allCases, [60, 80, 120])
    func width(_ language: Language, _ width: Int) {
        let text = TerminalReport.render(sampleReport(), language: language, width: width)
        let headline = 2
        for line in text.split(separator: "\n").dropFirst(headline) {
            #expect(DisplayWidth.of(String(line)) <= width)
        }
    }

    @Test("lines numbers up under Chinese and English titles")
    func aligned() {
        for language in Language.allCases {
            let lines = TerminalReport.render(sampleReport(), language: language, width: 100)
                .split(separator: "\n").map(String.init)
            let rows = lines.filter { $0.contains("¥") && !$0.contains("位客户") }.dropFirst()
            #expect(rows.count > 8)
            let ends = rows.prefix(8).map { row -> Int in
                let cost = row.lastIndex(of: "¥") ?? row.startIndex
                let end = row[cost...].firstIndex(of: " ") ?? row.endIndex
                return DisplayWidth.of(String(row[..<end]))
            }
            #expect(Set(ends).count == 1)
        }
    }

    @Test("tells budgets, marks and the data's version")
    func ground() {
        let text = TerminalReport.render(sampleReport(), language: .en, width: 100)
        for part in [
            "购物车两小时未付款提醒 [a]", "total [ab]", "[a] future events: repeat-last 28d",
            "[b] simulated carrier", "\nseed: 7", "all messages: ¥300.00 a month",
            "data: 00000000000000070000000000000009", "seq 48,213, through 2026-11-20T23:59",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("生日前三天祝福与礼券 ["))
    }

    @Test("colours only when asked")
    func color() {
        let plain = TerminalReport.render(sampleReport(), language: .zh)
        let painted = TerminalReport.render(sampleReport(), language: .zh, color: true)
        #expect(!plain.contains("\u{1B}"))
        #expect(painted.contains("\u{1B}[1m"))
    }

    @Test(
        "measures the width of text",
        arguments: [
            ("abc", 3), ("鸿雁", 4), ("a，b", 4), ("é", 1), ("e\u{301}", 1), ("█▏", 2), ("😀", 2),
        ])
    func measures(_ text: String, _ width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test(
        "pads and cuts to a width",
        arguments: [("鸿雁", 6, "鸿雁  "), ("鸿雁传书", 6, "鸿雁… "), ("abc", 2, "a…")])
    func fits(_ text: String, _ width: Int, _ expected: String) {
        #expect(DisplayWidth.left(text, width) == expected)
    }
}
