/// What a channel's contract says of money and of its share of the messages.
public struct ChannelTerms: Hashable, Sendable {
    /// Prices that differ by carrier or come into force on a day; ``Channel/pricePerPart`` stands
    /// where none of them does.
    public var prices: [PriceRow]
    /// Its share beside other channels with a weight; 0: only where no other channel fits. nil:
    /// the price decides.
    public var weight: Int?
    /// What comes back for a message that was accepted and failed.
    public var refund: RefundRule
    public var balance: ChannelBalance?

    public init(
        prices: [PriceRow] = [], weight: Int? = nil, refund: RefundRule = .none,
        balance: ChannelBalance? = nil
    ) {
        self.prices = prices
        self.weight = weight
        self.refund = refund
        self.balance = balance
    }
    public static let standard = ChannelTerms()
}

/// A line of a price list.
public struct PriceRow: Hashable, Sendable {
    /// Its first day, in the workspace's zone.
    public let from: CivilDay
    /// Whose numbers it is for; all when empty.
    public let carriers: Set<Carrier>
    public let pricePerPart: Money
    public init(from: CivilDay, carriers: Set<Carrier> = [], pricePerPart: Money) {
        self.from = from
        self.carriers = carriers
        self.pricePerPart = pricePerPart
    }
}

/// What a provider gives back of what it charged at acceptance. Providers differ: some give back
/// what the carrier reports as failed, some nothing once they have accepted.
public enum RefundRule: String, Hashable, Sendable, CaseIterable {
    case none
    /// The whole message, once, when its receipts add up to a failure.
    case failed
}

/// What the provider's console said of the account on a day.
public struct ChannelBalance: Hashable, Sendable {
    /// At the beginning of the day.
    public let amount: Money
    public let on: CivilDay
    /// Below this somebody should be told.
    public let alarm: Money
    public init(amount: Money, on: CivilDay, alarm: Money = .zero) {
        self.amount = amount
        self.on = on
        self.alarm = alarm
    }
}

extension Channel {
    /// Of the lines in force on a day, one for the carrier beats one for all, and a later one an
    /// earlier one.
    /// - Parameter day: nil asks for the price without any line.
    public func price(of carrier: Carrier, on day: CivilDay?) -> Money {
        guard let day, !terms.prices.isEmpty else { return pricePerPart }
        var best: PriceRow?
        for row in terms.prices where row.from <= day {
            guard row.carriers.isEmpty || row.carriers.contains(carrier) else { continue }
            if let held = best {
                if held.carriers.isEmpty != row.carriers.isEmpty {
                    if row.carriers.isEmpty { continue }
                } else if held.from > row.from {
                    continue
                }
            }
            best = row
        }
        return best?.pricePerPart ?? pricePerPart
    }

    /// What must be the same for a message to change channels without being decided again:
    /// signature, opt-out words, pack and filing.
    public func sharesRoute(with other: Channel) -> Bool {
        signature == other.signature && optOutWords == other.optOutWords && pack == other.pack
            && filing == FilingDemand.none && other.filing == FilingDemand.none
    }

    /// Whether it carries and reaches all that another does.
    public func covers(_ other: Channel) -> Bool {
        guard purposes.isSuperset(of: other.purposes) else { return false }
        if carriers.isEmpty { return true }
        return !other.carriers.isEmpty && carriers.isSuperset(of: other.carriers)
    }
}
