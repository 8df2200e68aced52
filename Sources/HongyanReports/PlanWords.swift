import HongyanCore

/// What every form of a plan says alike.
struct PlanWords {
    let plan: Plan
    let words: Wording

    init(_ plan: Plan, _ language: Language) {
        self.plan = plan
        words = Wording(language: language)
    }

    var title: String { words("鸿雁 · 变更预演", "Hongyan · plan") }

    var period: String {
        let last = plan.zone.day(of: plan.through - Span(milliseconds: 1))
        return "\(plan.zone.day(of: plan.from)) – \(last)"
    }

    var sides: String { "\(plan.before.name) → \(plan.after.name)" }

    /// Rules that say something else, came or went.
    var changed: [RuleChange] { plan.rules.filter { $0.kind != .unchanged } }
    /// Rules that say the same and come out differently.
    var affected: [RuleChange] {
        plan.rules.filter { $0.kind == .unchanged && $0.comesOutOtherwise }
    }
    var untouched: Int { plan.rules.count - changed.count - affected.count }

    /// Changes outside the rules; templates that a rule shows as its own are left to it.
    var sharedFields: [FieldChange] {
        let shown = Set(plan.rules.flatMap(\.fields))
        return plan.fields.filter { !shown.contains($0) }
    }

    /// Something is said otherwise, be it a title only.
    var hasChanges: Bool {
        plan.changesSomething || !changed.isEmpty || !plan.fields.isEmpty
    }

    var headlines: [String] {
        guard plan.changesSomething else {
            let isSame = changed.isEmpty && plan.fields.isEmpty
            let renamed = isSame ? "" : words("（只有名称或标题不同）", " (only names or titles)")
            return [
                words(
                    "没有变化\(renamed)：\(plan.rules.count) 条规则的每一个决定都相同。",
                    "Nothing changes\(renamed): every decision of \(plan.rules.count) rules is "
                        + "the same.")
            ]
        }
        var lines = [rulesLine]
        guard plan.changesOutcomes else {
            lines.append(
                words(
                    "但在这段时间里，没有任何客户收到的短信因此不同。",
                    "In this period no customer gets anything else because of it."))
            return lines
        }
        lines.append(messagesLine)
        lines.append(costLine)
        return lines
    }

    private var rulesLine: String {
        let added = count(.added)
        let removed = count(.removed)
        let edited = count(.changed)
        return words(
            "规则：新增 \(added)，修改 \(edited)，删除 \(removed)；未改动却受影响 \(affected.count)。",
            "Rules: \(added) new, \(edited) changed, \(removed) removed; "
                + "\(affected.count) unchanged but affected.")
    }

    private var messagesLine: String {
        let more = Figures.count(gained.messages)
        let fewer = Figures.count(lost.messages)
        let winners = Figures.count(plan.gainingCustomers)
        let losers = Figures.count(plan.losingCustomers)
        var chinese = "多发 \(more) 条，少发 \(fewer) 条；\(winners) 位客户收到的变多，\(losers) 位变少。"
        var english =
            "Messages gained: \(more), lost: \(fewer); customers who get more: \(winners), "
            + "fewer: \(losers)."
        let reworded = plan.rules.reduce(0) { $0 + $1.reworded }
        let retimed = plan.rules.reduce(0) { $0 + $1.retimed }
        if reworded > 0 {
            chinese += "\(Figures.count(reworded)) 条内容、通道或费用不同。"
            english += " With other words, route or cost: \(Figures.count(reworded))."
        }
        if retimed > 0 {
            chinese += "\(Figures.count(retimed)) 条时间不同。"
            english += " At another time: \(Figures.count(retimed))."
        }
        return words(chinese, english)
    }

    private var costLine: String {
        let (before, after) = totals
        return words(
            "短信 \(change(before.sent, after.sent))，计费条数 \(change(before.parts, after.parts))，"
                + "费用 \(change(before.cost, after.cost))。",
            "In all: messages \(change(before.sent, after.sent)), parts "
                + "\(change(before.parts, after.parts)), cost \(change(before.cost, after.cost)).")
    }

    // MARK: Numbers

    private func count(_ kind: RuleChange.Kind) -> Int {
        plan.rules.count { $0.kind == kind }
    }

    var gained: RuleChange.Movement { plan.rules.reduce(into: .init()) { $0.add($1.gained) } }
    var lost: RuleChange.Movement { plan.rules.reduce(into: .init()) { $0.add($1.lost) } }

    var totals: (before: Sums, after: Sums) {
        var sums = (before: Sums(), after: Sums())
        for rule in plan.rules {
            sums.before.add(rule.before)
            sums.after.add(rule.after)
        }
        return sums
    }

    struct Sums {
        var sent = 0
        var parts = 0
        var cost = Money.zero
        mutating func add(_ totals: RuleChange.Totals?) {
            sent += totals?.sent ?? 0
            parts += totals?.parts ?? 0
            cost = cost + (totals?.cost ?? .zero)
        }
    }

    /// `1,200 → 1,500 (+300)`, or one number where nothing moved.
    func change(_ old: Int, _ new: Int) -> String {
        old == new
            ? Figures.count(new)
            : "\(Figures.count(old)) → \(Figures.count(new)) (\(signed(new - old)))"
    }

    func change(_ old: Money, _ new: Money) -> String {
        guard old != new else { return Figures.money(new) }
        let more = Money(units: new.units - old.units)
        return "\(Figures.money(old)) → \(Figures.money(new)) (\(signed(more)))"
    }

    func signed(_ number: Int) -> String {
        (number > 0 ? "+" : "") + Figures.count(number).replacingMinus
    }

    func signed(_ money: Money) -> String {
        let size = Figures.money(Money(units: Int64(money.units.magnitude)))
        return money.units == 0 ? size : (money.units > 0 ? "+" : "−") + size
    }

    // MARK: Words

    static func mark(_ kind: RuleChange.Kind) -> String {
        switch kind {
        case .added: "+"
        case .removed: "-"
        case .changed: "~"
        case .unchanged: " "
        }
    }

    func kind(_ kind: RuleChange.Kind) -> String {
        switch kind {
        case .added: words("新增", "new")
        case .removed: words("删除", "removed")
        case .changed: words("修改", "changed")
        case .unchanged: words("未改动", "unchanged")
        }
    }

    func name(of rule: RuleChange) -> String {
        rule.formerID.map { words("\(rule.rule)（原 \($0)）", "\(rule.rule) (was \($0))") }
            ?? rule.rule.rawValue
    }

    /// Why the other side does not send, with its code and the rule that took the slot.
    func cause(_ cause: Plan.Cause) -> String {
        switch cause.kind {
        case .dropped:
            let winner = cause.winner.map { " ← \($0)" } ?? ""
            return "\(ReasonWords.words(cause.code, words.language)) (\(cause.code))\(winner)"
        case .held:
            let reason = "\(ReasonWords.words(cause.code, words.language)) (\(cause.code))"
            return words("到期末仍在等待：", "still held at the end: ") + reason
        case .notDue: return words("没有触发", "does not fall due")
        case .outsideAudience: return words("不在人群内", "outside the audience")
        case .noRule: return words("没有这条规则", "there is no such rule")
        case .disabled: return words("规则未启用", "the rule is disabled")
        }
    }

    func value(_ text: String?) -> String { text ?? "—" }

    /// What a movement is called: gained messages ask why the old side kept silent.
    func gains(_ movement: RuleChange.Movement) -> String {
        words(
            "多发 \(Figures.count(movement.messages)) 条，\(Figures.count(movement.customers)) 位客户；"
                + "此前不发的原因：",
            "\(amount(movement)), not sent before because:")
    }

    func losses(_ movement: RuleChange.Movement) -> String {
        words(
            "少发 \(Figures.count(movement.messages)) 条，\(Figures.count(movement.customers)) 位客户；"
                + "此后不发的原因：",
            "\(amount(movement)), not sent any more because:")
    }

    /// `1 message to 1 customer`.
    private func amount(_ movement: RuleChange.Movement) -> String {
        let messages = movement.messages == 1 ? "message" : "messages"
        let customers = movement.customers == 1 ? "customer" : "customers"
        return "\(Figures.count(movement.messages)) \(messages) to "
            + "\(Figures.count(movement.customers)) \(customers)"
    }

    /// What else is to be said of a rule, one sentence each.
    func remarks(_ rule: RuleChange) -> [String] {
        var list: [String] = []
        if rule.reworded > 0 {
            let count = Figures.count(rule.reworded)
            list.append(words("\(count) 条内容、通道或费用不同", "\(count) with other words, route or cost"))
        }
        if rule.retimed > 0 {
            let count = Figures.count(rule.retimed)
            list.append(words("\(count) 条时间不同", "\(count) at another time"))
        }
        if rule.passedOver > 0 {
            let count = Figures.count(rule.passedOver)
            list.append(
                words(
                    "按新的触发条件，此前已有 \(count) 次触发，属存量，不补发",
                    "\(count) occurrences fell due earlier under the new trigger: "
                        + "backlog, passed over"
                ))
        }
        for shift in rule.shifts.prefix(Self.shiftLimit) {
            let count = Figures.count(shift.count)
            let (old, new) = (cause(shift.before), cause(shift.after))
            list.append(
                words(
                    "\(count) 次仍不发，原因改变：\(old) → \(new)",
                    "\(count) not sent either way, for another reason: \(old) → \(new)"))
        }
        return list
    }

    static let shiftLimit = 5

    func note(_ note: Plan.Note) -> String {
        switch note {
        case .tagMissingBefore(let tag):
            words(
                "存储中没有标签 \(tag)（旧版本使用），对所有客户按缺失处理",
                "the store has no tag '\(tag)' that the old version reads: missing for everybody")
        case .tagMissingAfter(let tag):
            words(
                "存储中还没有标签 \(tag)（新版本使用），对所有客户按缺失处理",
                "the store has no tag '\(tag)' yet that the new version reads: "
                    + "missing for everybody"
            )
        }
    }

    func time(_ moment: Timestamp) -> String {
        let (day, rest) = plan.zone.split(moment)
        let minutes = Int(rest / 60_000)
        return "\(day) \(Figures.two(minutes / 60)):\(Figures.two(minutes % 60))"
    }
}

extension RuleChange.Movement {
    mutating func add(_ other: RuleChange.Movement) {
        messages += other.messages
        customers += other.customers
        parts += other.parts
        cost = cost + other.cost
    }
}

extension String {
    /// With a true minus sign, as wide as the plus.
    fileprivate var replacingMinus: String {
        hasPrefix("-") ? "−" + dropFirst() : self
    }
}
