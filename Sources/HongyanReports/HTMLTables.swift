import HongyanCore

extension HTMLPage {
    // MARK: Rules

    func rules() -> HTML {
        .element(
            "section", [],
            [
                .element("h2", words("每条规则：从触发到发送", "Each rule: from occurrence to send")),
                .element(
                    "p", class: "note",
                    words(
                        "每一次触发都有且只有一个去向：发送、未发送（附原因），或仍在等待。",
                        "Every occurrence ends in one place: sent, not sent for a reason, "
                            + "or still held."
                    )),
                stripKeys(),
            ] + report.rules.map { funnel($0) })
    }

    /// What the colours of the bars are.
    private func stripKeys() -> HTML {
        let keys = [
            ("p0", words("发送", "sent")), ("p1", words("未发送", "not sent")),
            ("p2", words("仍在等待", "still held")), ("p3", words("不在人群内", "outside the audience")),
        ]
        return .element(
            "ul", [("class", "legend keys")],
            keys.map { style, name in
                .element("li", [], [.element("i", [("class", style)], []), .text(name)])
            })
    }

    private func funnel(_ rule: RunReport.RuleFunnel) -> HTML {
        let sum: [HTML] = [
            .text(words("触发 ", "occurrences ")), .element("b", Figures.count(rule.occurrences)),
            .text(words("，发送 ", ", sent ")), .element("b", Figures.count(rule.sent)),
            .text(
                words(
                    "，计费 \(Figures.count(rule.parts)) 条，", ", \(Figures.count(rule.parts)) parts, ")
            ),
            .element("b", Figures.money(rule.cost)),
        ]
        return .element(
            "article", [("class", "rule")],
            [
                .element(
                    "div", [("class", "rulehead")],
                    [
                        .element(
                            "h3", [],
                            [.text(rule.title), marks.html(marks.keys(of: rule.rule), words)]),
                        .element("code", rule.rule.rawValue),
                        .element("span", class: "tag", words.purpose(rule.purpose)),
                    ]),
                .element("p", [("class", "sum")], sum),
                strip(rule),
                .element(
                    "details", [],
                    [
                        .element(
                            "summary", [],
                            [
                                .text(words("去向与原因", "Reasons")),
                                .element("span", topReasons(rule)),
                            ]),
                        .element(
                            "div", [("class", "columns")], [destinations(rule), holds(rule)]),
                    ]),
            ])
    }

    /// Where the rule's occurrences went, as one bar.
    private func strip(_ rule: RunReport.RuleFunnel) -> HTML {
        let pieces: [(String, String, Int)] = [
            ("p0", words("发送", "sent"), rule.sent),
            ("p1", words("未发送", "not sent"), rule.droppedTotal),
            ("p2", words("仍在等待", "still held"), rule.stillHeld),
            ("p3", words("不在人群内", "outside the audience"), rule.outsideAudience),
        ]
        let parts = pieces.filter { $0.2 > 0 }.map { style, name, count -> HTML in
            let title = "\(name) \(Figures.count(count))"
            return .element(
                "i", [("class", style), ("style", "flex-grow:\(count)"), ("title", title)], [])
        }
        guard !parts.isEmpty else { return .empty }
        let told = pieces.filter { $0.2 > 0 }.map { "\($0.1) \(Figures.count($0.2))" }
        return .element(
            "div",
            [
                ("class", "strip"), ("role", "img"),
                ("aria-label", told.joined(separator: words("，", ", "))),
            ], parts)
    }

    /// The reasons that count most, in a line: `no consent 402 · …`.
    private func topReasons(_ rule: RunReport.RuleFunnel) -> String {
        var told = rule.dropped.prefix(3).map {
            "\(ReasonWords.words($0.reason, words.language))\u{A0}\(Figures.count($0.count))"
        }
        if rule.dropped.count > 3 {
            told.append(
                words("另 \(rule.dropped.count - 3) 种", "\(rule.dropped.count - 3) more"))
        }
        if told.isEmpty { told = [words("全部发送或不在人群内", "all sent or outside the audience")] }
        return told.joined(separator: " · ")
    }

    private func destinations(_ rule: RunReport.RuleFunnel) -> HTML {
        var rows: [HTML] = [
            row(words("发送", "sent"), nil, rule.sent, of: rule.occurrences, isResult: true)
        ]
        if rule.outsideAudience > 0 {
            rows.append(
                row(
                    words("不在人群内", "outside the audience"), nil, rule.outsideAudience,
                    of: rule.occurrences))
        }
        for drop in rule.dropped {
            rows.append(
                row(
                    ReasonWords.words(drop.reason, words.language), drop.reason, drop.count,
                    of: rule.occurrences))
        }
        if rule.stillHeld > 0 {
            rows.append(row(words("仍在等待", "still held"), nil, rule.stillHeld, of: rule.occurrences))
        }
        return HTMLParts.table(
            words("去向", "Where occurrences went"),
            [words("结果", "outcome"), words("次数", "count"), words("占比", "share")], rows)
    }

    private func holds(_ rule: RunReport.RuleFunnel) -> HTML {
        guard !rule.held.isEmpty else { return .element("div", [], []) }
        let rows = rule.held.map { held -> HTML in
            row(
                ReasonWords.words(held.reason, words.language), held.reason, held.count,
                of: rule.occurrences)
        }
        return HTMLParts.table(
            words("曾经等待（之后重新判断）", "Held for a while, then decided afresh"),
            [words("原因", "reason"), words("次数", "count"), words("占比", "share")], rows)
    }

    func row(
        _ name: String, _ code: String?, _ count: Int, of whole: Int, isResult: Bool = false
    ) -> HTML {
        var head: [HTML] = [.text(name)]
        if let code {
            head.append(.text(" "))
            head.append(.element("span", class: "code", code))
        }
        let permille = whole == 0 ? 0 : min(1_000, count * 1_000 / whole)
        let width = "width:\(permille / 10).\(permille % 10)%"
        head.append(
            .element("span", [("class", "meter")], [.element("i", [("style", width)], [])]))
        return .element(
            "tr", isResult ? [("class", "result")] : [],
            [
                .element("th", [("scope", "row")], head), .element("td", Figures.count(count)),
                .element("td", Figures.share(count, of: whole)),
            ])
    }

    // MARK: Money

    func costs() -> HTML {
        let channels = report.channels.map { channel -> HTML in
            HTMLParts.cells(
                channel.channel.rawValue,
                [
                    Figures.count(channel.messages), Figures.count(channel.parts),
                    Figures.money(channel.charged),
                ])
        }
        let rules = report.rules.filter { $0.sent > 0 }.map { rule -> HTML in
            HTMLParts.cells(
                rule.title,
                [Figures.count(rule.sent), Figures.count(rule.parts), Figures.money(rule.cost)])
        }
        let total = HTMLParts.cells(
            words("合计", "total"),
            [Figures.count(sums.sent), Figures.count(sums.parts), Figures.money(sums.cost)])
        let heads = [words("短信", "messages"), words("计费条数", "parts"), words("费用", "cost")]
        return .element(
            "section", [],
            [
                heading(words("费用", "Cost"), .cost),
                .element(
                    "p", class: "note",
                    words(
                        "柱：每一天；线：累计（右轴）。",
                        "Columns: each day; line: the sum so far, on the right.")
                        + budgetNote),
                .element(
                    "div", [("class", "chart wide")],
                    [Charts.costs(report, sums, words, width: 960, id: "cw")]),
                .element(
                    "div", [("class", "chart narrow")],
                    [Charts.costs(report, sums, words, width: 360, id: "cn")]),
                .element(
                    "div", [("class", "pair")],
                    [
                        HTMLParts.table(
                            words("按规则", "By rule"), [words("规则", "rule")] + heads, rules,
                            foot: total),
                        .element(
                            "div", [],
                            [
                                HTMLParts.table(
                                    words("按通道（接收时计费）", "By channel, as charged at acceptance"),
                                    [words("通道", "channel")] + heads, channels,
                                    marks: mark(.channels)),
                                lengths(), states(),
                            ]),
                    ]),
                budgets(),
            ])
    }

    private func states() -> HTML {
        guard !report.states.isEmpty else { return .empty }
        let whole = report.states.reduce(0) { $0 + $1.count }
        let rows = report.states.map { state -> HTML in
            HTMLParts.cells(
                words.state(state.state),
                [Figures.count(state.count), Figures.share(state.count, of: whole)])
        }
        return HTMLParts.table(
            words("运行结束时的状态", "State at the end of the run"),
            [words("状态", "state"), words("短信", "messages"), words("占比", "share")], rows,
            marks: mark(.states))
    }

    // MARK: Touches

    func touches() -> HTML {
        guard !report.touches.isEmpty else { return .empty }
        var rows: [HTML] = []
        let untouched = report.customers - sums.touched
        if untouched > 0 { rows.append(touch(0, untouched)) }
        rows += report.touches.map { touch($0.messages, $0.customers) }
        return .element(
            "section", [],
            [
                heading(words("每位客户收到几条", "How often each customer is reached"), .touches),
                .element("p", class: "note", words("只数营销短信。", "Marketing messages only.")),
                capLine(),
                .element(
                    "div", [("class", "chart wide")],
                    [Charts.touches(report, words, width: 960, id: "tw")]),
                .element(
                    "div", [("class", "chart narrow")],
                    [Charts.touches(report, words, width: 360, id: "tn")]),
                HTMLParts.table(
                    words("客户数", "Customers"),
                    [words("收到的条数", "messages"), words("客户", "customers"), words("占比", "share")],
                    rows),
            ])
    }

    private func touch(_ messages: Int, _ customers: Int) -> HTML {
        let name = words("\(messages) 条", messages == 1 ? "1 message" : "\(messages) messages")
        return row(name, nil, customers, of: max(report.customers, sums.touched))
    }
}
