internal import HongyanCore

/// What the current periods of budgets have cost so far: read once a period, then counted along,
/// for nobody but the engine clears messages.
struct Purse {
    /// By rule; nil is everybody's.
    private var sums: [RuleID?: (since: Timestamp, spent: Money)] = [:]

    /// nil when it has to be read.
    func spent(by rule: RuleID?, after since: Timestamp) -> Money? {
        guard let sum = sums[rule], sum.since == since else { return nil }
        return sum.spent
    }

    mutating func note(_ spent: Money, by rule: RuleID?, after since: Timestamp) {
        sums[rule] = (since, spent)
    }

    /// Counts what a page cleared.
    mutating func take(_ decisions: [Decision], of rule: RuleID) {
        guard !sums.isEmpty else { return }
        let cost = decisions.reduce(Money.zero) { $0 + ($1.message?.cost ?? .zero) }
        for name in [rule, nil] {
            if let sum = sums[name] { sums[name] = (sum.since, sum.spent + cost) }
        }
    }
}

extension Engine {
    /// What the budgets that bind a rule have cost in the periods of a moment.
    func spending(of rule: CompiledRule, at now: Timestamp) throws(StoreError) -> Spending {
        var spending = Spending.zero
        if let budget = rule.budget {
            spending.byRule = try spent(by: rule.id, budget.period, at: now)
        }
        if let budget = book.workspace.budget, rule.purpose == .marketing {
            spending.byAll = try spent(by: nil, budget.period, at: now)
        }
        return spending
    }

    private func spent(
        by rule: RuleID?, _ period: Budget.Period, at now: Timestamp
    ) throws(StoreError) -> Money {
        let since = period.start(at: now, zone: book.workspace.zone)
        if let known = purse.spent(by: rule, after: since) { return known }
        let spent = try store.spent(by: rule, after: since)
        purse.note(spent, by: rule, after: since)
        return spent
    }

    /// Commits a page and counts its money; after a failure the sums are read anew.
    func commit(_ page: DecisionPage) throws(StoreError) {
        do {
            try store.commit(page)
        } catch {
            purse = Purse()
            throw error
        }
        purse.take(page.decisions, of: page.rule)
    }
}
