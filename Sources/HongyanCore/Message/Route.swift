/// Which channel a message would take, and why each of the others does not: the router's choice,
/// explained.
public struct Route: Hashable, Sendable {
    public let purpose: Purpose
    public let carrier: Carrier
    public let chosen: ChannelID?
    /// In file order.
    public let candidates: [Candidate]

    public struct Candidate: Hashable, Sendable {
        public let channel: ChannelID
        public let verdict: Verdict
        public let pricePerPart: Money
        public let weight: Int?
        public let fitness: ChannelFitness
        /// Of the last ``ChannelHealth/window``.
        public let health: ChannelHealth.Counts
    }

    public enum Verdict: Hashable, Sendable {
        case chosen
        /// It could carry the message; the chosen one comes first for this reason.
        case passedOver(Why)
        /// It cannot carry the message.
        case excluded(Why)
    }

    public enum Why: String, Hashable, Sendable, CaseIterable {
        case purpose, country, carrier
        case stopped, breaker, filing, impaired
        case weight, standby, price, order
    }

    /// Asks what the engine's table would be asked.
    ///
    /// - Parameters:
    ///   - country: ISO 3166; channels reach the mainland only.
    ///   - obstacle: What keeps the template from leaving through a channel; nil asks of none.
    public init(
        purpose: Purpose, carrier: Carrier, country: String = "CN", customer: CustomerID?,
        channels: [Channel], stops: [Stop], watches: [ChannelID: ChannelWatch],
        obstacle: ((Channel) -> TemplateObstacle?)?, now: Timestamp, zone: Zone
    ) {
        var fitness: [ChannelID: ChannelFitness] = [:]
        for (channel, watch) in watches { fitness[channel] = watch.fitness(at: now) }
        let day = zone.day(of: now)
        let table = RouteTable(
            purpose: purpose, channels: channels, stops: stops, fitness: fitness, on: day)
        let isFiled = { (channel: Channel) -> Bool in obstacle?(channel) == nil }
        let chosen =
            country == "CN"
            ? table.choose(carrier: carrier, customer: customer, isFiled: isFiled) : nil
        self.purpose = purpose
        self.carrier = carrier
        self.chosen = chosen?.id
        candidates = channels.map { channel in
            let watch = watches[channel.id] ?? ChannelWatch()
            let verdict: Verdict
            if !channel.purposes.contains(purpose) {
                verdict = .excluded(.purpose)
            } else if country != "CN" {
                verdict = .excluded(.country)
            } else if let way = table.way(of: channel.id, carrier: carrier) {
                let winner = chosen.flatMap { table.way(of: $0.id, carrier: carrier) }
                verdict =
                    channel.id == chosen?.id
                    ? .chosen
                    : .passedOver(
                        Route.why(way, winner, stops: stops, fitness: fitness, isFiled: isFiled))
            } else {
                verdict = .excluded(.carrier)
            }
            return Candidate(
                channel: channel.id, verdict: verdict,
                pricePerPart: channel.price(of: carrier, on: day), weight: channel.terms.weight,
                fitness: fitness[channel.id] ?? .fit, health: watch.health.counts(at: now))
        }
    }

    /// The first thing in which the chosen one is better.
    private static func why(
        _ way: RouteTable.Way, _ winner: RouteTable.Way?, stops: [Stop],
        fitness: [ChannelID: ChannelFitness], isFiled: (Channel) -> Bool
    ) -> Why {
        guard let winner else { return .order }
        if !isFiled(way.channel), isFiled(winner.channel) { return .filing }
        if way.tier > winner.tier {
            let isStopped = stops.contains { $0.scope == .channel(way.channel.id) }
            if isStopped { return .stopped }
            return way.tier == 2 ? .breaker : .impaired
        }
        let (own, other) = (way.channel.terms.weight, winner.channel.terms.weight)
        if (other ?? 0) > 0 { return own == 0 ? .standby : .weight }
        if own == 0, other == nil { return .standby }
        return way.price == winner.price ? .order : .price
    }
}
