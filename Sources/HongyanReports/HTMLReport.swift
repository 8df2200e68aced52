public import HongyanCore

/// The report as one self-contained HTML file: no script, no network, readable on a phone, on
/// paper and in the dark.
public enum HTMLReport {
    /// A whole document, ending with a line end. Phone numbers are masked; all text is escaped.
    public static func render(_ report: RunReport, language: Language) -> String {
        let page = HTMLPage(
            report: report, sums: ReportSums(report), words: Wording(language: language))
        return HTMLParts.document(
            title: "\(page.title) \(page.period)", language: language,
            [
                page.header(), page.templates(), page.charts(), page.rules(), page.compliance(),
                page.collisions(), page.waits(), page.costs(), page.touches(), page.samples(),
                page.assumptions(), page.footer(),
            ])
    }
}

/// The sections of the page, in reading order.
struct HTMLPage {
    let report: RunReport
    let sums: ReportSums
    let words: Wording
    let marks: AssumptionMarks

    init(report: RunReport, sums: ReportSums, words: Wording) {
        self.report = report
        self.sums = sums
        self.words = words
        marks = AssumptionMarks(report)
    }

    /// The marks of figures over all rules.
    func mark(_ figure: AssumptionMarks.Figure) -> HTML {
        marks.html(marks.keys(of: figure), words)
    }

    /// A section's heading with its marks.
    func heading(_ text: String, _ figure: AssumptionMarks.Figure) -> HTML {
        .element("h2", [], [.text(text), mark(figure)])
    }

    var title: String { words("鸿雁 · 运行报告", "Hongyan · run report") }

    var period: String {
        let first = report.zone.day(of: report.from)
        let last = report.zone.day(of: report.through - Span(milliseconds: 1))
        return "\(first) – \(last)"
    }

    func title(of rule: RuleID) -> String {
        report.rules.first { $0.rule == rule }?.title ?? rule.rawValue
    }

    // MARK: Headline

    func header() -> HTML {
        let days = max(
            1,
            report.zone.day(of: report.through - Span(milliseconds: 1))
                - report.zone.day(of: report.from) + 1)
        let sent = HTML.element("strong", Figures.count(sums.sent))
        let touched = HTML.element("strong", Figures.count(sums.touched))
        let cost = HTML.element("strong", Figures.money(sums.cost))
        let all = Figures.count(report.customers)
        let lead: [HTML] =
            words.language == .zh
            ? [
                .text("\(days) 天里，\(report.rules.count) 条规则发出 "), sent, mark(.sent),
                .text(" 条短信；\(all) 位客户中，"), touched, mark(.touches),
                .text(" 位收到营销短信；费用 "), cost, mark(.cost), .text("。"),
            ]
            : [
                .text("In \(days) days, \(report.rules.count) rules sent "), sent, mark(.sent),
                .text(" messages. Of \(all) customers, "), touched, mark(.touches),
                .text(" got a marketing message. It cost "), cost, mark(.cost), .text("."),
            ]
        return .element(
            "header", [],
            [
                HTMLParts.geese, .element("h1", title),
                .element("p", class: "period", period + " · " + report.zone.name),
                .element("p", [("class", "lead")], lead), figures(),
            ])
    }

    private func figures() -> HTML {
        let share = Figures.share(sums.sent, of: sums.occurrences)
        let average =
            sums.sent == 0 ? "–" : Figures.money(Money(units: sums.cost.units / Int64(sums.sent)))
        let items: [(String, String, String)] = [
            (
                words("触发", "Occurrences"), Figures.count(sums.occurrences),
                words("规则认出的时机", "moments the rules saw")
            ),
            (
                words("发送", "Sent"), Figures.count(sums.sent),
                words("占触发的 \(share)", "\(share) of occurrences")
            ),
            (
                words("计费条数", "Parts"), Figures.count(sums.parts),
                words("长短信按多条计", "long texts count as several")
            ),
            (
                words("费用", "Cost"), Figures.money(sums.cost),
                words("平均每条 \(average)", "\(average) a message")
            ),
        ]
        return HTMLParts.figures(
            items, marks: [mark(.occurrences), mark(.sent), mark(.sent), mark(.cost)])
    }

    // MARK: Templates

    /// Right under the headline: what waits sends nothing, whatever the figures say.
    func templates() -> HTML {
        guard !report.templateWaits.isEmpty else { return .empty }
        let say = TemplateWords(words, report.zone)
        let items = report.templateWaits.map { wait -> HTML in
            .element(
                "li", [],
                [
                    .element("strong", title(of: wait.rule)),
                    .text(" ← \(wait.template): \(say.wait(wait))"),
                ])
        }
        return .element(
            "section", [],
            [
                .element("h2", words("等待模板的规则", "Rules that wait for a template")),
                .element(
                    "p", class: "note",
                    words(
                        "审批和报备按取快照时的状态。",
                        "Approvals and filings are those of the snapshot.")),
                .element("ul", [], items),
            ])
    }

    // MARK: When

    func charts() -> HTML {
        let wide = Charts.days(report, sums, words, width: 960, id: "dw")
        let narrow = Charts.days(report, sums, words, width: 360, id: "dn")
        return .element(
            "section", [],
            [
                heading(words("什么时候发", "When messages leave"), .hours),
                .element(
                    "p", class: "note",
                    words("每一天发出的短信，颜色区分规则。", "Messages by day, coloured by rule.")
                        + blackoutNote),
                .element("div", [("class", "chart wide")], [wide]),
                .element("div", [("class", "chart narrow")], [narrow]), legend(),
                .element("h3", class: "part", words("小时 × 日", "Hour by day")),
                .element(
                    "div", [("class", "chart wide")],
                    [Charts.heat(report, sums, words, isTall: false, id: "hw")]),
                .element(
                    "div", [("class", "chart narrow")],
                    [Charts.heat(report, sums, words, isTall: true, id: "hn")]),
                windows(),
            ])
    }

    private func legend() -> HTML {
        var items: [HTML] = []
        for (place, rule) in report.rules.enumerated() where rule.sent > 0 {
            let box = HTML.void(
                "rect",
                [("class", Charts.style(place)), ("width", "11"), ("height", "11"), ("rx", "2")])
            let swatch = HTML.element(
                "svg", [("viewBox", "0 0 11 11"), ("aria-hidden", "true")], [box])
            items.append(
                .element("li", [], [swatch, .text("\(rule.title) \(Figures.count(rule.sent))")]))
        }
        return .element("ul", [("class", "legend")], items)
    }

    /// What the shaded days of the charts are.
    private var blackoutNote: String {
        report.frame.blackouts.isEmpty
            ? "" : words(" 灰底是静默日，不发营销短信。", " Shaded days are blackouts without marketing.")
    }

    func footer() -> HTML {
        .element("footer", words("由鸿雁根据决策台账生成", "Made by Hongyan from the decision ledger"))
    }
}
