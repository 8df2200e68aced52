import HongyanCore

extension Charts {
    /// What each day costs, with the sum so far as a line, and the workspace's budget.
    static func costs(
        _ report: RunReport, _ sums: ReportSums, _ words: Wording, width: Int, id: String
    ) -> HTML {
        CostChart(report, sums, words, width: width).svg(id)
    }
}

/// Days as columns on the left axis, the sum so far on the right one.
private struct CostChart {
    private let sums: ReportSums
    private let words: Wording
    private let width: Int
    private let height = 200
    private let left = 58
    private let right = 58
    private let top = 12
    private let bottom = 28
    private let budget: Budget?
    /// By day: the sum so far.
    private let running: [Money]
    /// What the axes end with, in yuan.
    private let most: Double
    private let whole: Double

    private var plotWidth: Double { Double(width - left - right) }
    private var plotHeight: Double { Double(height - top - bottom) }
    private var floor: Double { Double(height - bottom) }
    private var slot: Double { plotWidth / Double(max(1, sums.costByDay.count)) }

    init(_ report: RunReport, _ sums: ReportSums, _ words: Wording, width: Int) {
        self.sums = sums
        self.words = words
        self.width = width
        let line = report.frame.budgets.first { $0.rule == nil }
        budget = line?.budget
        running = Self.running(sums, line)
        let daily = line?.budget.period == .day ? line?.budget.amount : nil
        let monthly = line?.budget.period == .month ? line?.budget.amount : nil
        most = Self.end(max(sums.costByDay.max() ?? .zero, daily ?? .zero))
        whole = Self.end(max(running.max() ?? .zero, monthly ?? .zero))
    }

    private static func end(_ money: Money) -> Double {
        Double(Charts.ceiling(Int(money.units / 10_000) + 1))
    }

    /// Where the budget is a month's, of the month, with what was spent before.
    private static func running(
        _ sums: ReportSums, _ line: RunFrame.BudgetLine?
    ) -> [Money] {
        let isMonthly = line?.budget.period == .month
        var sum = isMonthly ? line?.spentBefore ?? .zero : .zero
        return zip(sums.days, sums.costByDay).enumerated().map { place, entry in
            if isMonthly, place > 0, entry.0.fields.day == 1 { sum = .zero }
            sum = sum + entry.1
            return sum
        }
    }

    func svg(_ id: String) -> HTML {
        let heads: [HTML] = [
            .element(
                "title", [("id", id + "t")], [.text(words("每日费用与累计", "Cost by day and so far"))]),
            .element("desc", [("id", id + "d")], [.text(sentence)]),
        ]
        return Charts.svg(
            width: width, height: height, id: id, heads + axes() + columns() + line() + budgetLine()
        )
    }

    private var sentence: String {
        let costs = sums.costByDay
        let total = Figures.money(costs.reduce(Money.zero, +))
        let told = words("共 \(total)，分 \(costs.count) 天", "\(total) over \(costs.count) days")
        guard let budget else { return told }
        return told + words("，总预算 ", ", the budget is ") + Figures.money(budget.amount)
            + words.per(budget.period)
    }

    private func axes() -> [HTML] {
        (0...4).flatMap { step -> [HTML] in
            let y = Int(floor) - Int(plotHeight) * step / 4
            let low = "¥" + Figures.count(Int(most) * step / 4)
            let sum = "¥" + Figures.count(Int(whole) * step / 4)
            return [
                .void(
                    "line",
                    [
                        ("class", step == 0 ? "axis" : "grid"), ("x1", "\(left)"),
                        ("x2", "\(width - right)"), ("y1", "\(y)"), ("y2", "\(y)"),
                    ]),
                Charts.label(low, x: left - 6, y: y + 4, anchor: "end"),
                Charts.label(sum, x: width - right + 6, y: y + 4, anchor: "start"),
            ]
        }
    }

    private func columns() -> [HTML] {
        let every = max(1, Int((56 / slot).rounded(.up)))
        let count = sums.costByDay.count
        return zip(sums.days, sums.costByDay).enumerated().flatMap { place, entry -> [HTML] in
            let (day, cost) = entry
            let x = Double(left) + slot * Double(place)
            let size = Double(cost.units) / 10_000 / most * plotHeight
            let name = "\(day) \(words.weekday(day))\n\(Figures.money(cost))"
            let column = HTML.element(
                "rect",
                [
                    ("class", "s8"), ("x", Charts.tenths(x + slot * 0.14)),
                    ("y", Charts.tenths(floor - size)),
                    ("width", Charts.tenths(max(slot * 0.72, 0.5))),
                    ("height", Charts.tenths(max(size, 0))),
                ], [.element("title", [], [.text(name)])])
            guard place % every == 0 && (place + every / 2 < count || place == 0) else {
                return [column]
            }
            let text = Figures.monthDay(day)
            return [
                column, Charts.label(text, x: Int(x + slot / 2), y: height - 8, anchor: "middle"),
            ]
        }
    }

    /// A line for each month where each begins anew.
    private func line() -> [HTML] {
        var lines: [[String]] = [[]]
        for (place, day) in sums.days.enumerated() {
            if budget?.period == .month, place > 0, day.fields.day == 1 { lines.append([]) }
            let x = Double(left) + slot * (Double(place) + 0.5)
            let y = floor - Double(running[place].units) / 10_000 / whole * plotHeight
            lines[lines.count - 1].append("\(Charts.tenths(x)),\(Charts.tenths(y))")
        }
        return lines.map {
            .void("polyline", [("class", "sum-line"), ("points", $0.joined(separator: " "))])
        }
    }

    private func budgetLine() -> [HTML] {
        guard let budget else { return [] }
        let isDaily = budget.period == .day
        let share = Double(budget.amount.units) / 10_000 / (isDaily ? most : whole)
        let y = floor - share * plotHeight
        let text = words("预算 ", "budget ") + Figures.money(budget.amount)
        return [
            .element(
                "line",
                [
                    ("class", "budget-line"), ("x1", "\(left)"), ("x2", "\(width - right)"),
                    ("y1", Charts.tenths(y)), ("y2", Charts.tenths(y)),
                ], [.element("title", [], [.text(text)])]),
            Charts.label(
                text, x: isDaily ? left + 4 : width - right - 4, y: Int(y) - 5,
                anchor: isDaily ? "start" : "end"),
        ]
    }
}
