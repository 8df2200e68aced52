/// Chooses the channel a message takes.
public enum Router {
    /// The channel that a message takes while all channels are well: see ``RouteTable``. nil when
    /// none carries the purpose to that carrier.
    ///
    /// A number whose carrier is unknown needs a channel that takes all carriers.
    public static func route(purpose: Purpose, carrier: Carrier, channels: [Channel]) -> Channel? {
        RouteTable(purpose: purpose, channels: channels).choose(carrier: carrier)
    }

    /// Those that some customer's message takes while all channels are well, in file order.
    public static func taken(
        purpose: Purpose, carrier: Carrier, channels: [Channel]
    ) -> [Channel] {
        RouteTable(purpose: purpose, channels: channels).taken(by: carrier)
    }

    static func reaches(_ channel: Channel, _ carrier: Carrier) -> Bool {
        if channel.carriers.isEmpty { return true }
        return carrier != .unknown && channel.carriers.contains(carrier)
    }
}
