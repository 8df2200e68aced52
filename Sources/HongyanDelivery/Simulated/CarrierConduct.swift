public import HongyanCore

/// How a carrier that is served over a socket behaves: the profile of the simulated carrier, and
/// what only a connection can suffer. Shares are of 10,000.
public struct CarrierConduct: Hashable, Sendable {
    public var profile: SimulatedProfile
    /// The connection is dropped when a submission was taken, before its answer.
    public var disconnectShare: Int
    /// Receipts that come early, twice, after an intermediate one, or oddly written.
    public var oddReceiptShare: Int
    /// Delivered messages that the customer answers in two parts.
    public var longReplyShare: Int

    public init(
        profile: SimulatedProfile = SimulatedProfile(), disconnectShare: Int = 0,
        oddReceiptShare: Int = 0, longReplyShare: Int = 0
    ) {
        self.profile = profile
        self.disconnectShare = disconnectShare
        self.oddReceiptShare = oddReceiptShare
        self.longReplyShare = longReplyShare
    }

    /// The profiles that `hongyan carrier --profile` knows.
    public enum Preset: String, CaseIterable, Sendable {
        /// Quick, and everything is delivered.
        case calm
        /// As carriers are: some refuse, some fail, some stay silent.
        case real
        /// Answers take two seconds.
        case slow
        /// More than 20 parts a second are throttled.
        case throttled
        /// One answer in 20 is lost, one submission in 200 ends the connection.
        case flaky
        /// Every receipt is odd.
        case odd

        public var conduct: CarrierConduct {
            var calm = SimulatedProfile(
                latency: Span(milliseconds: 20), receiptLatency: Span(milliseconds: 500),
                refusedShare: 0, failedShare: 0, silentShare: 0, optOutShare: 0, otherReplyShare: 0)
            switch self {
            case .calm: return CarrierConduct(profile: calm)
            case .real: return CarrierConduct(longReplyShare: 20)
            case .slow:
                calm.latency = .seconds(2)
                return CarrierConduct(profile: calm)
            case .throttled:
                calm.throttleAbovePartsPerSecond = 20
                return CarrierConduct(profile: calm)
            case .flaky:
                calm.lostResponseShare = 500
                return CarrierConduct(profile: calm, disconnectShare: 50)
            case .odd:
                calm.otherReplyShare = 500
                return CarrierConduct(profile: calm, oddReceiptShare: 10_000, longReplyShare: 500)
            }
        }
    }
}
