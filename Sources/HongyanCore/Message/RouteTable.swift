/// Which channel the messages of a purpose take, by carrier: made once for a page of decisions.
///
/// Of the channels that carry the purpose and reach the carrier come first those on which the
/// template is filed and whose breaker is closed, then those that measure well. Among equals,
/// channels with a weight share the customers by it; without any the cheapest is taken, of equal
/// prices the first in the file. What is stopped or out is still chosen where nothing else fits:
/// the message waits for it.
public struct RouteTable: Sendable {
    struct Way: Sendable {
        let channel: Channel
        let price: Money
        /// 0 well, 1 impaired, 2 stopped or out.
        let tier: Int
        let place: Int
    }
    /// By ``Carrier/place``, in file order.
    private let ways: [[Way]]
    /// Some channel asks for filing and there is a choice.
    private let asksFiling: [Bool]

    /// - Parameters:
    ///   - fitness: What is measured; a channel that is not named is well.
    ///   - day: Whose prices count; nil for those without a date.
    public init(
        purpose: Purpose, channels: [Channel], stops: [Stop] = [],
        fitness: [ChannelID: ChannelFitness] = [:], on day: CivilDay? = nil
    ) {
        var stopped: Set<ChannelID> = []
        for case .channel(let id) in stops.lazy.map(\.scope) { stopped.insert(id) }
        ways = Carrier.allCases.map { (carrier: Carrier) -> [Way] in
            channels.enumerated().compactMap { (place, channel) -> Way? in
                guard channel.purposes.contains(purpose), Router.reaches(channel, carrier) else {
                    return nil
                }
                let tier = stopped.contains(channel.id) ? 2 : fitness[channel.id]?.tier ?? 0
                return Way(
                    channel: channel, price: channel.price(of: carrier, on: day), tier: tier,
                    place: place)
            }
        }
        asksFiling = ways.map { (list: [Way]) -> Bool in
            list.count > 1 && list.contains { $0.channel.filing == .required }
        }
    }

    /// - Parameters:
    ///   - customer: Whom weights share out by; nil takes the first in the file.
    ///   - isFiled: Whether the template may leave through a channel; asked only where that makes
    ///     a difference.
    public func choose(
        carrier: Carrier, customer: CustomerID? = nil,
        isFiled: (Channel) -> Bool = { _ in true }
    ) -> Channel? {
        let list = ways[carrier.place]
        guard list.count > 1 else { return list.first?.channel }
        let pool = best(list, asksFiling[carrier.place] ? isFiled : { _ in true })
        return pick(pool, customer)?.channel
    }

    func taken(by carrier: Carrier) -> [Channel] {
        let pool = best(ways[carrier.place]) { _ in true }
        let weighted = pool.filter { ($0.channel.terms.weight ?? 0) > 0 }
        return weighted.isEmpty
            ? [pick(pool, nil)?.channel].compactMap { $0 } : weighted.map(\.channel)
    }

    /// Those of the best rank, in file order.
    private func best(_ list: [Way], _ isFiled: (Channel) -> Bool) -> [Way] {
        var pool: [Way] = []
        var rank = Int.max
        for way in list {
            let own = Self.rank(way, isFiled(way.channel))
            if own < rank {
                rank = own
                pool = []
            }
            if own == rank { pool.append(way) }
        }
        return pool
    }

    /// Filing takes days, a breaker seconds.
    static func rank(_ way: Way, _ isFiled: Bool) -> Int { way.tier + (isFiled ? 0 : 3) }

    private func pick(_ pool: [Way], _ customer: CustomerID?) -> Way? {
        guard pool.count > 1 else { return pool.first }
        let weighted = pool.filter { ($0.channel.terms.weight ?? 0) > 0 }
        if !weighted.isEmpty {
            guard let customer else { return weighted.first }
            return Self.share(weighted, customer)
        }
        // A weight of 0 stands by.
        let active = pool.filter { $0.channel.terms.weight == nil }
        return (active.isEmpty ? pool : active).min {
            $0.price == $1.price ? $0.place < $1.place : $0.price < $1.price
        }
    }

    /// The same customer takes the same channel as long as channels and weights stay.
    private static func share(_ ways: [Way], _ customer: CustomerID) -> Way? {
        let total = ways.reduce(0) { $0 + ($1.channel.terms.weight ?? 0) }
        let place = Bucket.route(customer: customer) * total
        var upper = 0
        for way in ways {
            upper += way.channel.terms.weight ?? 0
            if place < upper * Bucket.count { return way }
        }
        return ways.last
    }

    /// What is asked of one channel, for explanations.
    func way(of channel: ChannelID, carrier: Carrier) -> Way? {
        ways[carrier.place].first { $0.channel.id == channel }
    }
}

extension Carrier {
    /// Its place among ``allCases``.
    var place: Int {
        switch self {
        case .mobile: 0
        case .unicom: 1
        case .telecom: 2
        case .broadnet: 3
        case .unknown: 4
        }
    }
}
