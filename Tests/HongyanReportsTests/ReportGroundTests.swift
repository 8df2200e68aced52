import Foundation
import HongyanCore
import Testing

@testable import HongyanReports

/// What figures rest on: assumptions, budgets, data; and how large the page may become.
struct ReportGroundTests {
    private func parsed(_ report: RunReport) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(JSONReport.render(report).utf8))
        return try #require(object as? [String: Any])
    }

    @Test("figures bear the letters of what they rest on, in every form alike")
    func marks() throws {
        let report = sampleReport()
        let marks = AssumptionMarks(report)
        // The seed has no letter, and no forecast was assumed.
        #expect(marks.keys == ["events", "carrier"])
        #expect(marks.keys(of: "cart-abandoned") == ["events"])
        #expect(marks.keys(of: "rainy-day") == [])
        #expect(marks.keys(of: "birthday") == [])
        #expect(marks.keys(of: .occurrences) == ["events"])
        #expect(marks.letters(of: marks.keys(of: .sent)) == "ab")
        let object = try parsed(report)
        let rests = try #require(object["rests_on"] as? [String: [String]])
        for figure in AssumptionMarks.Figure.allCases {
            #expect(rests[figure.rawValue] == marks.keys(of: figure))
        }
        let html = HTMLReport.render(report, language: .zh)
        for key in marks.keys {
            #expect(html.contains("href=\"#assumption-\(key)\""))
            #expect(html.contains("id=\"assumption-\(key)\""))
        }
        #expect(!html.contains("#assumption-seed"))
    }

    @Test("a report of what really happened has no marks")
    func real() {
        let moment = Zone.china.moment(CivilDay(number: 20_778))
        let report = RunReport(
            from: moment, through: moment + .days(1), book: Digest(high: 1, low: 2), zone: .china,
            rules: [], byHour: [], touches: [], channels: [], states: [], samples: [],
            assumptions: [], customers: 1)
        #expect(!HTMLReport.render(report, language: .en).contains("<sup"))
        #expect(!TerminalReport.render(report, language: .en).contains("["))
    }

    @Test("budgets are summed by period, with what was spent before")
    func budgets() throws {
        let report = sampleReport()
        let sums = ReportSums(report)
        let all = BudgetSums.all(report, sums)
        // 2026-11-21 to 2026-12-20: two months, thirty days.
        #expect(all.map(\.periods.count) == [2, 30])
        #expect(all[0].periods.map(\.first.description) == ["2026-11-21", "2026-12-01"])
        let total = report.byHour.reduce(Money.zero) { $0 + $1.cost }
        #expect(
            all[0].periods.reduce(Money.zero) { $0 + $1.spent } == total + Money(units: 1_000_000))
        let object = try parsed(report)
        let lines = try #require(object["budgets"] as? [[String: Any]])
        #expect(lines.map { $0["rule"] as? String } == [nil, "price-list"])
        #expect(lines[0]["amount"] as? Double == 300)
    }

    @Test("texts show their signature and where each part begins")
    func handset() {
        let html = HTMLReport.render(sampleReport(), language: .zh)
        #expect(html.contains("<b>【云杉商城】</b>"))
        #expect(html.components(separatedBy: "class=\"cut\"").count - 1 == 1)
        #expect(html.contains("138****5678"))
    }

    /// Thirty days, twelve rules, everything at its fullest.
    private func month(customers: Int) -> RunReport {
        let first = CivilDay(number: 20_778)
        let rules = (1...12).map { RuleID("rule-\($0)") }
        var random = RandomStream(seed: 7, purpose: "report", id: "size")
        let reasons = ReasonWords.codes.map {
            RunReport.ReasonCount(reason: $0, count: customers / 3 + random.below(9))
        }
        var tally = RunDetailsTally()
        for rule in rules {
            for winner in rules {
                tally.displaced(rule, by: winner, cap: "cap.month", count: customers / 7)
            }
            for hours in [1, 5, 20, 60, 100] {
                tally.ended(
                    rule, after: .hours(Int64(hours)), isSent: true, count: customers / 5)
            }
        }
        let text = "【云杉商城】" + String(repeating: "好消息", count: 60) + "拒收请回复R"
        return RunReport(
            from: Zone.china.moment(first), through: Zone.china.moment(first + 30),
            book: Digest(high: 1, low: 2), zone: .china,
            rules: rules.map {
                .init(
                    rule: $0, title: "一条名字比较长的规则，讲清楚它做什么", purpose: .marketing,
                    occurrences: customers * 30, outsideAudience: customers, sent: customers,
                    parts: customers * 2, cost: Money(units: 450) * customers, dropped: reasons,
                    held: reasons, stillHeld: customers / 9)
            },
            byHour: (0..<30).flatMap { day in
                (0..<24).flatMap { hour in
                    rules.map {
                        .init(
                            day: first + day, hour: hour, rule: $0, sent: customers / 24,
                            cost: Money(units: 450) * (customers / 24))
                    }
                }
            },
            touches: (1...60).map { .init(messages: $0, customers: customers / $0) },
            channels: ["a", "b", "c"].map {
                .init(
                    channel: $0, messages: customers, parts: customers * 2,
                    charged: Money(units: 450) * customers)
            },
            states: MessageState.allCases.map { .init(state: $0, count: customers) },
            samples: rules.flatMap { rule in
                (0..<3).map { _ in
                    .init(
                        rule: rule, at: Zone.china.moment(first + 3),
                        number: PhoneNumber(e164: "+8613812345678"), text: text, parts: 3)
                }
            },
            assumptions: [.init(key: "events", value: "repeat-last 28d")], customers: customers,
            details: RunDetails(tally))
    }

    @Test("a month stays far under 1 MB, whatever the number of customers")
    func size() {
        for language in Language.allCases {
            let small = HTMLReport.render(month(customers: 1_000), language: language).utf8.count
            let large = HTMLReport.render(month(customers: 1_000_000), language: language)
                .utf8.count
            let huge = HTMLReport.render(month(customers: 100_000_000), language: language)
                .utf8.count
            #expect(large < 800_000, "\(large)")
            // Three digits more in each number, and nothing else.
            #expect(large - small < 30_000 && huge - large < 30_000, "\(small) \(large) \(huge)")
        }
    }
}
