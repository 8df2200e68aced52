import HongyanCore

/// A budget that not one message fits.
enum BudgetNoMessage: Check {
    static let page = CheckPage(
        id: "budget/no-message", severity: .warning,
        title: .init(zh: "预算够发至少一条短信", en: "a budget pays for a message"),
        why: .init(
            zh: """
                预算比最便宜的通道发一条的价格还低，就一条也发不出去。单位是元，不是分，也不是条数。
                """,
            en: """
                A budget below the price of one part through the cheapest channel lets nothing \
                leave. It is in yuan, not in fen and not in messages.
                """),
        bad: "budget: 0.03/day", good: "budget: 300/day")

    static func run(_ context: CheckContext) {
        let book = context.book
        if context.isSound(context.workspace), let budget = book.workspace.budget {
            judge(budget, .marketing, context, context.workspace)
        }
        for source in context.rules where source.rule.meets(.budget) {
            guard let budget = source.rule.budget else { continue }
            judge(budget, source.rule.purpose, context, source.file)
        }
    }

    private static func judge(
        _ budget: Budget, _ purpose: Purpose, _ context: CheckContext, _ file: FileSource
    ) {
        let prices = context.book.workspace.channels.filter { $0.purposes.contains(purpose) }
            .map(\.pricePerPart)
        guard let least = prices.min(), budget.amount < least else { return }
        report(
            file.reader, at: file.place("budget"),
            zh: "预算 \(budget.written) 元，一条就要 \(least) 元：一条也发不出去",
            en: "a message costs \(least), so that none fits into \(budget.written)")
    }
}
