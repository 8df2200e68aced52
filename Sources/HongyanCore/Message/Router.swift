/// Chooses the channel a message takes.
public enum Router {
    /// The cheapest channel that carries the purpose and reaches the carrier; of equal prices the
    /// one that stands first in the file. nil when none fits.
    ///
    /// A number whose carrier is unknown needs a channel that takes all carriers.
    public static func route(purpose: Purpose, carrier: Carrier, channels: [Channel]) -> Channel? {
        var best: Channel?
        for channel in channels where fits(channel, purpose, carrier) {
            if let held = best, held.pricePerPart <= channel.pricePerPart { continue }
            best = channel
        }
        return best
    }

    private static func fits(_ channel: Channel, _ purpose: Purpose, _ carrier: Carrier) -> Bool {
        guard channel.purposes.contains(purpose) else { return false }
        if channel.carriers.isEmpty { return true }
        return carrier != .unknown && channel.carriers.contains(carrier)
    }
}
