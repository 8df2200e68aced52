/// Money: the rule's own budget and the workspace's.
///
/// The workspace's counts every message and holds back marketing only: a parcel's notice is not to
/// fail because an offer used the money up.
enum BudgetGate {
    static let ruleReason = Reason("budget")
    static let workspaceReason = Reason("budget.global")

    /// The workspace's budget where it binds the rule.
    static func workspaceBudget(_ context: GateContext) -> Budget? {
        context.rule.purpose == .marketing ? context.book.workspace.budget : nil
    }

    static func binds(_ context: GateContext) -> Bool {
        context.gates.contains(.budget)
            && (context.rule.budget != nil || workspaceBudget(context) != nil)
    }

    /// One verdict for each budget that binds.
    ///
    /// - Parameter cost: Of the message; nil while something else keeps it from leaving, which
    ///   takes no money.
    static func judge(
        _ cost: Money?, _ spending: Spending, _ context: GateContext
    ) -> [Verdict] {
        var verdicts: [Verdict] = []
        if let budget = context.rule.budget {
            verdicts.append(ask("rule", budget, spending.byRule, cost, ruleReason))
        }
        if let budget = workspaceBudget(context) {
            verdicts.append(ask("all", budget, spending.byAll, cost, workspaceReason))
        }
        return verdicts
    }

    private static func ask(
        _ whose: String, _ budget: Budget, _ spent: Money, _ cost: Money?, _ reason: Reason
    ) -> Verdict {
        let seen = "\(whose):\(spent)\(cost.map { "+\($0)" } ?? "")/\(budget.amount)"
        guard let cost, spent + cost > budget.amount else { return .pass(.budget, seen) }
        return .drop(.budget, reason, seen)
    }
}
