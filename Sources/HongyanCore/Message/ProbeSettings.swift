/// With what channels are tried: a text, and numbers of one's own.
public struct ProbeSettings: Hashable, Sendable {
    /// Without a signature, which is put before it.
    public let text: String
    /// In file order.
    public let numbers: [ProbeNumber]
    public init(text: String, numbers: [ProbeNumber]) {
        self.text = text
        self.numbers = numbers
    }
}

/// A number of one's own, at a carrier and in a province that is known.
public struct ProbeNumber: Hashable, Sendable {
    public let name: String
    public let number: PhoneNumber
    public let province: String?
    /// As the file says; else by its prefix.
    public let carrier: Carrier
    public init(name: String, number: PhoneNumber, province: String?, carrier: Carrier) {
        self.name = name
        self.number = number
        self.province = province
        self.carrier = carrier
    }
}

/// What became of one message that tried a channel.
public struct ProbeResult: Hashable, Sendable {
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case delivered, failed, refused
        /// Accepted, and no receipt came while one waited.
        case accepted
        /// No answer.
        case unknown
    }
    public let channel: ChannelID
    public let name: String
    public let carrier: Carrier
    public let province: String?
    public let outcome: Outcome
    public let code: String
    /// When it was handed over.
    public let at: Timestamp
    /// From there to the last word; nil without one.
    public let took: Span?
    public init(
        channel: ChannelID, name: String, carrier: Carrier, province: String?, outcome: Outcome,
        code: String, at: Timestamp, took: Span?
    ) {
        self.channel = channel
        self.name = name
        self.carrier = carrier
        self.province = province
        self.outcome = outcome
        self.code = code
        self.at = at
        self.took = took
    }
}

/// Whether a channel that claims all three networks (三网) brings messages to each.
public enum NetworkClaim: Hashable, Sendable {
    case verified
    /// These carriers got nothing, or were not tried.
    case unproven([Carrier])

    /// - Parameter results: Of one probe of the channel.
    public init(_ channel: Channel, _ results: [ProbeResult]) {
        let claimed: [Carrier] =
            channel.carriers.isEmpty
            ? [.mobile, .unicom, .telecom]
            : Carrier.allCases.filter { channel.carriers.contains($0) && $0 != .unknown }
        let missing = claimed.filter { carrier in
            !results.contains { $0.carrier == carrier && $0.outcome == .delivered }
        }
        self = missing.isEmpty ? .verified : .unproven(missing)
    }
}
