import HongyanCore

/// A channel without a price.
enum ChannelFree: Check {
    static let page = CheckPage(
        id: "channel/free", severity: .warning,
        title: .init(zh: "通道有价格", en: "a channel has a price"),
        why: .init(
            zh: """
                价格 0 会让费用全是 0，而且路由总选它：它是最便宜的。请写合同价，精确到 0.0001 \
                元。
                """,
            en: """
                At a price of 0 every cost is 0, and routing always takes it for the cheapest. \
                Write the contract's price, in yuan a part.
                """),
        bad: "price: 0", good: "price: 0.045")

    static func run(_ context: CheckContext) {
        guard context.isSound(context.workspace) else { return }
        for channel in context.book.workspace.channels where channel.pricePerPart <= .zero {
            report(
                context.workspace.reader,
                at: context.workspace.place("channels", channel.id.rawValue, "price"),
                zh: "通道“\(channel.id)”价格为 0：费用全是 0，路由总选它",
                en: "'\(channel.id)' costs nothing, so routing always takes it")
        }
    }
}
