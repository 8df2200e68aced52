import HongyanCore

/// What was spent of each budget, period by period.
struct BudgetSums {
    struct Period {
        /// The first local day of the run in it.
        let first: CivilDay
        let spent: Money
    }
    let line: RunFrame.BudgetLine
    /// Ascending; periods of the run without a message are there too.
    let periods: [Period]
    /// Occurrences that it kept back.
    let keptBack: Int
    var most: Money { periods.map(\.spent).max() ?? .zero }

    /// The sums of all budgets, in the frame's order.
    static func all(_ report: RunReport, _ sums: ReportSums) -> [BudgetSums] {
        report.frame.budgets.map { BudgetSums($0, report, sums) }
    }

    init(_ line: RunFrame.BudgetLine, _ report: RunReport, _ sums: ReportSums) {
        self.line = line
        var periods: [(start: CivilDay, first: CivilDay, spent: Money)] = []
        let costs = line.rule.map { sums.cost(of: $0, report) } ?? sums.costByDay
        for (day, cost) in zip(sums.days, costs) {
            let start = line.budget.period.firstDay(of: day)
            if let last = periods.last, last.start == start {
                periods[periods.count - 1].spent = last.spent + cost
            } else {
                periods.append((start, day, periods.isEmpty ? line.spentBefore + cost : cost))
            }
        }
        self.periods = periods.map { Period(first: $0.first, spent: $0.spent) }
        keptBack =
            report.rules.filter { line.rule == nil || $0.rule == line.rule }.flatMap(\.dropped)
            .filter { $0.reason == (line.rule == nil ? "budget.global" : "budget") }
            .reduce(0) { $0 + $1.count }
    }
}

extension ReportSums {
    /// By day of `days`: what a rule's messages cost that were cleared on it.
    func cost(of rule: RuleID, _ report: RunReport) -> [Money] {
        var costs = [Money](repeating: .zero, count: days.count)
        guard let first = days.first else { return costs }
        for hour in report.byHour where hour.rule == rule {
            let place = hour.day - first
            if costs.indices.contains(place) { costs[place] = costs[place] + hour.cost }
        }
        return costs
    }
}

extension HTMLPage {
    /// What the dashed line of the cost chart is.
    var budgetNote: String {
        guard let line = report.frame.budgets.first(where: { $0.rule == nil }) else { return "" }
        let amount = Figures.money(line.budget.amount)
        return line.budget.period == .day
            ? words(" 虚线：每日总预算 \(amount)。", " Dashed: the budget of \(amount) a day.")
            : words(
                " 虚线：每月总预算 \(amount)（右轴）；累计每月重新起算。",
                " Dashed: the budget of \(amount) a month, on the right; the sum begins anew "
                    + "each month.")
    }

    /// Nothing where there is no budget.
    func budgets() -> HTML {
        let all = BudgetSums.all(report, sums)
        guard !all.isEmpty else { return .empty }
        let rows = all.map { sum -> HTML in
            let budget = sum.line.budget
            return HTMLParts.cells(
                sum.line.rule.map { title(of: $0) } ?? words("全部短信", "all messages"),
                [
                    Figures.money(budget.amount) + words.per(budget.period),
                    Figures.money(sum.most), share(sum.most, of: budget.amount),
                    Figures.count(sum.keptBack),
                ])
        }
        return .element(
            "div", [("class", "scroll"), ("tabindex", "0")],
            [
                HTMLParts.table(
                    words("预算", "Budgets"),
                    [
                        words("对象", "of"), words("预算", "budget"),
                        words("用得最多的一期", "most in a period"), words("占预算", "share"),
                        words("因预算未发", "kept back"),
                    ], rows, marks: mark(.cost))
            ])
    }

    private func share(_ part: Money, of whole: Money) -> String {
        Figures.share(Int(part.units), of: Int(whole.units))
    }
}

extension Wording {
    /// ` a month`.
    func per(_ period: Budget.Period) -> String {
        switch period {
        case .day: self("／日", " a day")
        case .month: self("／月", " a month")
        }
    }

    /// What an assumption means for the figures; nil where its value says it all.
    func meaning(of assumption: RunReport.Assumption) -> String? {
        switch assumption.key {
        case "events" where assumption.value == "none":
            self(
                "运行期内没有新事件：靠事件触发的规则几乎不会触发。",
                "Nothing new happens in the run: rules that wait for events hardly fire.")
        case "events" where assumption.value.hasPrefix("repeat-last"):
            self(
                "最近的事件按整周平移后再来一遍；没有人改变习惯，也没有新人。",
                "The last events come again, shifted by whole weeks: nobody changes habits, and "
                    + "nobody is new.")
        case "events": self("未来只有文件里的事件。", "The future holds the file's events only.")
        case "cut":
            self(
                "数据里的事件不够久：重复的部分比真实情况少。",
                "Events do not reach back far enough: less comes again than is likely.")
        case "signals" where assumption.value == "store":
            self(
                "只用库里已有的外部数据，不会再更新。",
                "Only the forecasts that the store has; none is fetched again.")
        case "signals":
            self("预报每天早上六点重新取得，内容不变。", "Forecasts are fetched each morning at six, unchanged.")
        case "carrier":
            self(
                "送达、失败和回复都是模拟的；模拟的退订会减少之后的发送。",
                "Delivery, failures and replies are simulated; simulated refusals make later "
                    + "sends fewer.")
        default: nil
        }
    }
}
