public import HongyanCore

/// A plan as one self-contained HTML file, with the look of the report.
public enum PlanHTML {
    /// A whole document, ending with a line end. Phone numbers are masked; all text is escaped.
    public static func render(_ plan: Plan, language: Language) -> String {
        let page = PlanHTMLPage(words: PlanWords(plan, language))
        var sections = [page.header()]
        if page.words.hasChanges {
            sections += [
                page.chart(), page.changes(), page.affected(), page.samples(), page.rewordings(),
            ]
        }
        sections += [page.foundations(), page.footer()]
        return HTMLParts.document(
            title: "\(page.words.title) \(page.words.sides)", language: language, sections)
    }
}

private struct PlanHTMLPage {
    let words: PlanWords

    private var plan: Plan { words.plan }
    private func say(_ chinese: String, _ english: String) -> String {
        words.words(chinese, english)
    }

    func header() -> HTML {
        let lead = words.headlines.joined(separator: words.words.language == .zh ? "" : " ")
        return .element(
            "header", [],
            [
                HTMLParts.geese, .element("h1", words.title),
                .element("p", class: "period", "\(words.sides) · \(words.period)"),
                .element("p", class: "lead", lead), figures(),
            ])
    }

    private func figures() -> HTML {
        let (before, after) = words.totals
        let cost = Money(units: after.cost.units - before.cost.units)
        return HTMLParts.figures([
            (
                say("多发", "Gained"), Figures.count(words.gained.messages),
                say(
                    "\(Figures.count(plan.gainingCustomers)) 位客户变多",
                    "\(Figures.count(plan.gainingCustomers)) customers get more")
            ),
            (
                say("少发", "Lost"), Figures.count(words.lost.messages),
                say(
                    "\(Figures.count(plan.losingCustomers)) 位客户变少",
                    "\(Figures.count(plan.losingCustomers)) customers get fewer")
            ),
            (
                say("计费条数", "Parts"), words.signed(after.parts - before.parts),
                "\(Figures.count(before.parts)) → \(Figures.count(after.parts))"
            ),
            (
                say("费用", "Cost"), words.signed(cost),
                "\(Figures.money(before.cost)) → \(Figures.money(after.cost))"
            ),
        ])
    }

    func chart() -> HTML {
        .element(
            "section", [],
            [
                .element("h2", say("每天发送", "Sends by day")),
                .element("p", class: "note", say("灰色：此前；彩色：此后。", "Gray: before; colour: after.")),
                .element(
                    "div", [("class", "chart wide")],
                    [Charts.pairs(plan.days, words.words, width: 960, id: "pw")]),
                .element(
                    "div", [("class", "chart narrow")],
                    [Charts.pairs(plan.days, words.words, width: 360, id: "pn")]),
            ])
    }

    // MARK: Rules

    func changes() -> HTML {
        guard !words.changed.isEmpty || !words.sharedFields.isEmpty else { return .empty }
        var articles = words.changed.map(article)
        if !words.sharedFields.isEmpty {
            articles.append(
                fields(say("规则之外的改动", "Changes outside the rules"), words.sharedFields))
        }
        return .element(
            "section", [], [.element("h2", say("改动", "Changes"))] + articles)
    }

    func affected() -> HTML {
        guard !words.affected.isEmpty else { return .empty }
        return .element(
            "section", [],
            [
                .element("h2", say("未改动却受影响的规则", "Rules that did not change and are affected")),
                .element(
                    "p", class: "note",
                    say(
                        "它们与改动的规则共用频次上限等资源。",
                        "They share caps and the like with the rules that did.")),
            ] + words.affected.map(article))
    }

    private func article(_ rule: RuleChange) -> HTML {
        let sum = [
            say("发送 ", "sent ") + words.change(rule.before?.sent ?? 0, rule.after?.sent ?? 0),
            say("计费条数 ", "parts ") + words.change(rule.before?.parts ?? 0, rule.after?.parts ?? 0),
            say("费用 ", "cost ")
                + words.change(rule.before?.cost ?? .zero, rule.after?.cost ?? .zero),
        ]
        var children: [HTML] = [
            .element(
                "div", [("class", "rulehead")],
                [
                    .element("h3", rule.title), .element("code", words.name(of: rule)),
                    .element("span", class: "tag", words.kind(rule.kind)),
                ]),
            .element("p", class: "sum", sum.joined(separator: say("，", ", "))),
        ]
        if !rule.fields.isEmpty {
            children.append(fields(say("改了什么", "What it says now"), rule.fields))
        }
        let movements = [
            movement(words.gains(rule.gained), rule.gained),
            movement(words.losses(rule.lost), rule.lost),
        ].compactMap { $0 }
        if !movements.isEmpty {
            children.append(.element("div", [("class", "pair")], movements))
        }
        let remarks = words.remarks(rule)
        if !remarks.isEmpty {
            children.append(.element("ul", [], remarks.map { .element("li", $0) }))
        }
        return .element("article", [("class", "rule")], children)
    }

    private func fields(_ title: String, _ fields: [FieldChange]) -> HTML {
        let rows = fields.map { field -> HTML in
            .element(
                "tr", [],
                [
                    .element("th", [("scope", "row")], [.element("code", field.name)]),
                    .element("td", [("class", "words")], [.text(words.value(field.old))]),
                    .element("td", [("class", "words")], [.text(words.value(field.new))]),
                ])
        }
        return HTMLParts.table(
            title, [say("项", "field"), say("此前", "before"), say("此后", "after")], rows,
            holdsWords: true)
    }

    private func movement(_ title: String, _ movement: RuleChange.Movement) -> HTML? {
        guard movement.messages > 0 else { return nil }
        return HTMLParts.table(
            title, [say("原因", "reason"), say("条", "messages")],
            movement.causes.map {
                HTMLParts.cells(words.cause($0.cause), [Figures.count($0.count)])
            })
    }

    // MARK: Samples

    func samples() -> HTML {
        let groups = [
            (say("样例：多发", "Samples gained"), plan.gained),
            (say("样例：少发", "Samples lost"), plan.lost),
        ].filter { !$0.1.isEmpty }
        guard !groups.isEmpty else { return .empty }
        return .element(
            "section", [],
            groups.flatMap { title, samples -> [HTML] in
                [
                    .element("h2", title),
                    .element(
                        "div", [("class", "samples")],
                        samples.map { sample in
                            figure(
                                sample.rule, sample.customer, [sample.message],
                                words.cause(sample.cause))
                        }),
                ]
            })
    }

    func rewordings() -> HTML {
        guard !plan.reworded.isEmpty else { return .empty }
        return .element(
            "section", [],
            [
                .element("h2", say("样例：内容或时间不同", "Samples with other words or time")),
                .element(
                    "div", [("class", "samples")],
                    plan.reworded.map { sample in
                        figure(sample.rule, sample.customer, [sample.before, sample.after], nil)
                    }),
            ])
    }

    private func figure(
        _ rule: RuleID, _ customer: CustomerID, _ messages: [SentMessage], _ remark: String?
    ) -> HTML {
        let title = plan.rules.first { $0.rule == rule }?.title ?? rule.rawValue
        var children = [HTML.element("figcaption", "\(title) · \(customer)")]
        for message in messages {
            children.append(
                .element("p", class: "to", "\(message.number) · \(words.time(message.at))"))
            children.append(.element("p", class: "bubble", message.text))
        }
        if let remark { children.append(.element("p", class: "parts", remark)) }
        return .element("figure", [("class", "sample")], children)
    }

    // MARK: Foot

    func foundations() -> HTML {
        var items: [HTML] = []
        for assumption in plan.assumptions {
            items.append(.element("dt", words.words.assumption(assumption.key)))
            items.append(.element("dd", assumption.value))
        }
        for note in plan.notes {
            items.append(.element("dt", say("注意", "note")))
            items.append(.element("dd", words.note(note)))
        }
        for side in [plan.before, plan.after] {
            items.append(.element("dt", side.name))
            items.append(.element("dd", class: "code", side.book.description))
        }
        return .element(
            "section", [],
            [
                .element("h2", say("这份预演的前提", "What this plan rests on")),
                .element("dl", [], items),
            ])
    }

    func footer() -> HTML {
        .element(
            "footer",
            say("由鸿雁在同一份数据上运行两个版本得出", "Made by Hongyan: two versions over the same data"))
    }
}
