/// What channels charged and gave back over some days.
///
/// A charge belongs to the local day on which the message was accepted, a refund to the day of the
/// receipt that failed it: a day's statement never changes afterwards, save by what comes late.
public struct Bill: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        public let channel: ChannelID
        /// For whose number the message was decided.
        public let carrier: Carrier
        /// Accepted submissions.
        public var messages = 0
        public var parts = 0
        public var charged = Money.zero
        public var refundedMessages = 0
        public var refunded = Money.zero
        public init(channel: ChannelID, carrier: Carrier) {
            self.channel = channel
            self.carrier = carrier
        }
        /// What is to be paid.
        public var net: Money { Money(units: charged.units - refunded.units) }
    }

    /// Submissions of which nobody knows whether they were accepted: not charged here, and the
    /// provider's own statement may have them.
    public struct Doubt: Hashable, Sendable {
        public let channel: ChannelID
        public let messages: Int
        public let parts: Int
        public init(channel: ChannelID, messages: Int, parts: Int) {
            self.channel = channel
            self.messages = messages
            self.parts = parts
        }
    }

    public struct Balance: Hashable, Sendable {
        public let channel: ChannelID
        public let settings: ChannelBalance
        /// What should be left now.
        public let left: Money
        public var isLow: Bool { left < settings.alarm }
        public init(channel: ChannelID, settings: ChannelBalance, left: Money) {
            self.channel = channel
            self.settings = settings
            self.left = left
        }
    }

    public let from: CivilDay
    public let through: CivilDay
    /// Ascending by (channel, carrier as ``Carrier/allCases`` has them).
    public let lines: [Line]
    /// Written on these days, ascending by channel.
    public let doubts: [Doubt]
    public init(from: CivilDay, through: CivilDay, lines: [Line], doubts: [Doubt]) {
        self.from = from
        self.through = through
        self.lines = lines
        self.doubts = doubts
    }

    /// All lines together.
    public var total: (messages: Int, parts: Int, charged: Money, refunded: Money, net: Money) {
        var sum = (messages: 0, parts: 0, charged: Money.zero, refunded: Money.zero)
        for line in lines {
            sum.messages += line.messages
            sum.parts += line.parts
            sum.charged = sum.charged + line.charged
            sum.refunded = sum.refunded + line.refunded
        }
        return (
            sum.messages, sum.parts, sum.charged, sum.refunded,
            Money(units: sum.charged.units - sum.refunded.units)
        )
    }
}
