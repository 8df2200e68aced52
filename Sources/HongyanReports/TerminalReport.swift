public import HongyanCore

/// The report for a terminal.
public enum TerminalReport {
    /// Lines no wider than `width` columns (at least 60), right-aligned under Chinese too; ends
    /// with a line end.
    public static func render(
        _ report: RunReport, language: Language, width: Int = 80, color: Bool = false
    ) -> String {
        var page = TerminalPage(
            report: report, sums: ReportSums(report), words: Wording(language: language),
            width: max(60, width), paint: Paint(isOn: color), marks: AssumptionMarks(report))
        page.headline()
        page.rules()
        page.reasons()
        page.templates()
        page.days()
        page.touches()
        page.channels()
        page.budgets()
        page.assumptions()
        return page.lines.joined(separator: "\n") + "\n"
    }
}

/// ANSI colours, or none.
private struct Paint {
    let isOn: Bool
    func bold(_ text: String) -> String { isOn ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    func dim(_ text: String) -> String { isOn ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
    func bar(_ text: String) -> String { isOn ? "\u{1B}[36m\(text)\u{1B}[0m" : text }
}

private struct TerminalPage {
    let report: RunReport
    let sums: ReportSums
    let words: Wording
    let width: Int
    let paint: Paint
    let marks: AssumptionMarks
    var lines: [String] = []

    private static let numberWidth = 11

    mutating func headline() {
        let zone = report.zone
        let period =
            "\(zone.day(of: report.from)) – \(zone.day(of: report.through - Span(milliseconds: 1)))"
        lines.append(paint.bold(words("鸿雁 · 运行报告", "Hongyan · run report")) + "  " + period)
        let cost = Figures.money(sums.cost)
        lines.append(
            words(
                "发出 \(Figures.count(sums.sent)) 条短信（计费 \(Figures.count(sums.parts)) 条），费用 \(cost)；"
                    + "\(Figures.count(report.customers)) 位客户中 "
                    + "\(Figures.count(sums.touched)) 位收到营销短信",
                "\(Figures.count(sums.sent)) messages, \(Figures.count(sums.touched)) of "
                    + "\(Figures.count(report.customers)) customers reached by marketing, "
                    + "\(Figures.count(sums.parts)) parts, \(cost)"))
    }

    /// ` [ab]`, the letters of the assumptions that figures rest on; empty for none.
    private func mark(_ keys: [String]) -> String {
        let letters = marks.letters(of: keys)
        return letters.isEmpty ? "" : " [\(letters)]"
    }

    mutating func rules() {
        section(words("规则", "Rules"))
        let number = TerminalPage.numberWidth
        let name = min(30, width - 3 * number - 10)
        let room = width - name - 3 * number - 1
        lines.append(
            paint.dim(
                DisplayWidth.left("", name)
                    + DisplayWidth.right(words("触发", "occurrences"), number + 1)
                    + DisplayWidth.right(words("发送", "sent"), number)
                    + DisplayWidth.right(words("费用", "cost"), number)))
        let most = max(1, report.rules.map(\.sent).max() ?? 1)
        for rule in report.rules {
            lines.append(
                named(rule, name)
                    + DisplayWidth.right(Figures.count(rule.occurrences), number + 1)
                    + DisplayWidth.right(Figures.count(rule.sent), number)
                    + DisplayWidth.right(Figures.money(rule.cost), number)
                    + bar(rule.sent, of: most, room: room - 1))
        }
        lines.append(
            paint.bold(
                DisplayWidth.left(
                    words("合计", "total") + mark(marks.keys(of: .sent)), name)
                    + DisplayWidth.right(Figures.count(sums.occurrences), number + 1)
                    + DisplayWidth.right(Figures.count(sums.sent), number)
                    + DisplayWidth.right(Figures.money(sums.cost), number)))
    }

    /// A rule's title with its marks, which a long title makes room for.
    private func named(_ rule: RunReport.RuleFunnel, _ width: Int) -> String {
        let mark = mark(marks.keys(of: rule.rule))
        guard !mark.isEmpty else { return DisplayWidth.left(rule.title, width) }
        let title = DisplayWidth.left(rule.title, width - mark.utf8.count).trimmedEnd
        return DisplayWidth.left(title + mark, width)
    }

    mutating func reasons() {
        section(words("没有发出的原因", "Why others got none"))
        for rule in report.rules
        where !rule.dropped.isEmpty || rule.outsideAudience > 0 || rule.stillHeld > 0 {
            lines.append(DisplayWidth.left(rule.title, width - 12).trimmedEnd)
            if rule.outsideAudience > 0 {
                reason(words("不在人群内", "outside the audience"), rule.outsideAudience, rule)
            }
            for drop in rule.dropped {
                let name = ReasonWords.words(drop.reason, words.language)
                reason("\(name) (\(drop.reason))", drop.count, rule)
            }
            if rule.stillHeld > 0 { reason(words("仍在等待", "still held"), rule.stillHeld, rule) }
        }
    }

    private mutating func reason(_ name: String, _ count: Int, _ rule: RunReport.RuleFunnel) {
        lines.append(
            "  " + DisplayWidth.left(name, width - 2 - TerminalPage.numberWidth - 8)
                + DisplayWidth.right(Figures.count(count), TerminalPage.numberWidth)
                + DisplayWidth.right(Figures.share(count, of: rule.occurrences), 8))
    }

    mutating func templates() {
        guard !report.templateWaits.isEmpty else { return }
        section(words("等待模板的规则", "Rules that wait for a template"))
        lines += TemplateWords(words, report.zone).waits(report.templateWaits, indent: "  ")
    }

    mutating func days() {
        section(words("每日发送", "Sends by day") + mark(marks.keys(of: .hours)))
        let totals = sums.byDay.map { $0.reduce(0, +) }
        let most = max(1, totals.max() ?? 1)
        for (day, total) in zip(sums.days, totals) {
            lines.append(
                "\(Figures.monthDay(day)) \(DisplayWidth.left(words.weekday(day), 4))"
                    + DisplayWidth.right(Figures.count(total), 9)
                    + bar(total, of: most, room: width - 20))
        }
    }

    mutating func touches() {
        guard !report.touches.isEmpty else { return }
        section(
            words("每位客户收到的营销短信", "Marketing messages per customer")
                + mark(marks.keys(of: .touches)))
        let most = max(1, report.touches.map(\.customers).max() ?? 1)
        for touch in report.touches {
            lines.append(
                DisplayWidth.right("\(touch.messages)×", 5)
                    + DisplayWidth.right(Figures.count(touch.customers), 14)
                    + bar(touch.customers, of: most, room: width - 20))
        }
    }

    mutating func channels() {
        guard !report.channels.isEmpty else { return }
        section(words("通道", "Channels") + mark(marks.keys(of: .channels)))
        for channel in report.channels {
            let number = TerminalPage.numberWidth
            lines.append(
                DisplayWidth.left(channel.channel.rawValue, width - 3 * number)
                    + DisplayWidth.right(Figures.count(channel.messages), number)
                    + DisplayWidth.right(Figures.count(channel.parts), number)
                    + DisplayWidth.right(Figures.money(channel.charged), number))
        }
    }

    /// What each budget was used for, at its fullest.
    mutating func budgets() {
        let all = BudgetSums.all(report, sums)
        guard !all.isEmpty else { return }
        section(words("预算", "Budgets") + mark(marks.keys(of: .cost)))
        for sum in all {
            let budget = sum.line.budget
            let name =
                sum.line.rule.map { rule in
                    report.rules.first { $0.rule == rule }?.title ?? rule.rawValue
                } ?? words("全部短信", "all messages")
            let amount = Figures.money(budget.amount) + words.per(budget.period)
            let kept =
                sum.keptBack == 0
                ? "" : words("，因预算未发 ", ", kept back ") + Figures.count(sum.keptBack)
            let used = Figures.share(Int(sum.most.units), of: Int(budget.amount.units))
            lines.append(DisplayWidth.left("\(name): \(amount)", width).trimmedEnd)
            lines.append("  \(Figures.money(sum.most)) (\(used))\(kept)")
        }
    }

    mutating func assumptions() {
        lines.append("")
        for assumption in report.assumptions {
            let letter = marks.letter(of: assumption.key).map { "[\($0)] " } ?? ""
            lines.append(
                paint.dim("\(letter)\(words.assumption(assumption.key)): \(assumption.value)"))
        }
        lines.append(paint.dim("\(words("规则簿", "rule book")): \(report.book)"))
        if let data = report.data {
            let newest = data.newest.map { words("，截至 ", ", through ") + report.zone.format($0) }
            lines.append(paint.dim("\(words("数据", "data")): \(data.hash)"))
            lines.append(
                paint.dim("  seq \(Figures.count(Int(data.seq.value)))" + (newest ?? "")))
        }
    }

    private mutating func section(_ title: String) {
        lines.append("")
        lines.append(paint.bold(title))
    }

    /// A bar of eighths behind a space; nothing for nothing.
    private func bar(_ value: Int, of most: Int, room: Int) -> String {
        guard value > 0, room > 0 else { return "" }
        let eighths = max(1, value * room * 8 / most)
        let tips = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return " " + paint.bar(String(repeating: "█", count: eighths / 8) + tips[eighths % 8])
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
