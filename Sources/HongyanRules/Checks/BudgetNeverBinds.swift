import HongyanCore

/// A rule's budget that the workspace's always undercuts.
enum BudgetNeverBinds: Check {
    static let page = CheckPage(
        id: "budget/never-binds", severity: .warning,
        title: .init(zh: "规则预算小于总预算", en: "a rule's budget is tighter than the workspace's"),
        why: .init(
            zh: """
                两个预算都要满足。规则预算不小于总预算时永远用不上：总预算总是先用完。
                """,
            en: """
                Both budgets bind. One of a rule that is not tighter than the workspace's never \
                comes into it, for the workspace's is spent before.
                """),
        bad: "budget: 9000/month   # hongyan.yaml: budget: 5000/month",
        good: "budget: 900/month")

    static func run(_ context: CheckContext) {
        guard context.isSound(context.workspace), let all = context.book.workspace.budget
        else { return }
        for source in context.rules where source.rule.purpose == .marketing {
            // A day's budget lets a month of 31 days spend so much.
            let days = all.period == .day && source.rule.budget?.period == .month ? 31 : 1
            guard let own = source.rule.budget, own.amount >= all.amount * days else { continue }
            report(
                source.file.reader, at: source.file.place("budget"),
                zh: "总预算 \(all.written) 总是先用完，\(own.written) 用不上",
                en: "never comes into it: the workspace's \(all.written) is spent before")
        }
    }
}
