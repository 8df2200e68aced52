/// What the store needs to know of channels to write down what came back: what a part costs, what
/// is given back, and what receipts mean.
public struct DeliveryTerms: Sendable {
    private let channels: [ChannelID: Channel]
    private let flat: [ChannelID: Money]
    private let zone: Zone
    private let codes: ReceiptCodes

    public init(_ workspace: Workspace) {
        channels = Dictionary(workspace.channels.map { ($0.id, $0) }) { first, _ in first }
        flat = [:]
        zone = workspace.zone
        codes = workspace.receiptCodes
    }

    /// One price a channel, whoever's number it is.
    public init(prices: [ChannelID: Money]) {
        channels = [:]
        flat = prices
        zone = .china
        codes = .standard
    }

    /// What a part costs that is accepted at a moment.
    public func price(of channel: ChannelID, carrier: Carrier, at moment: Timestamp) -> Money {
        guard let known = channels[channel] else { return flat[channel] ?? .zero }
        guard !known.terms.prices.isEmpty else { return known.pricePerPart }
        return known.price(of: carrier, on: zone.day(of: moment))
    }

    public func meaning(of code: String) -> ReceiptMeaning { codes.meaning(of: code) }

    public var hasRefunds: Bool { channels.values.contains { $0.terms.refund != .none } }

    public func refund(of channel: ChannelID) -> RefundRule {
        channels[channel]?.terms.refund ?? .none
    }
}

extension DeliveryTerms: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (ChannelID, Money)...) {
        self.init(prices: Dictionary(elements) { first, _ in first })
    }
}
