/// At most `count` messages of some purposes to one customer in a period.
///
/// All caps hold beside each other; one binds a message when the customer belongs to its audience,
/// the day to its season, and the message goes through its channel.
public struct Cap: Hashable, Sendable {
    public enum Period: Hashable, Sendable {
        /// (t − span, t].
        case rolling(Span)
        /// Calendar, in the workspace zone; weeks start on Monday.
        case minute, hour, day, week, month, year
    }
    /// Of a pack's or preset's cap: `aliyun/day`, `retail/new`.
    public let name: String
    public let count: Int
    public let period: Period
    /// Messages of these purposes count together, and are held back by it.
    public let purposes: Set<Purpose>
    /// Whom it binds; `.constant(true)` for everybody.
    public let audience: Condition
    /// On which days it binds; nil for all. What was sent before it began counts as well.
    public let season: Season?
    /// Only messages through this channel count and are held back; all when nil.
    public let channel: ChannelID?
    /// Each template is counted apart.
    public let isPerTemplate: Bool
    /// nil for what policy.yaml itself writes.
    public let source: PolicySource?

    public init(
        name: String, count: Int, period: Period, purposes: Set<Purpose>,
        audience: Condition = .constant(true), season: Season? = nil, channel: ChannelID? = nil,
        isPerTemplate: Bool = false, source: PolicySource? = nil
    ) {
        self.name = name
        self.count = count
        self.period = period
        self.purposes = purposes
        self.audience = audience
        self.season = season
        self.channel = channel
        self.isPerTemplate = isPerTemplate
        self.source = source
    }

    public init(
        name: String, count: Int, period: Period, purpose: Purpose = .marketing,
        audience: Condition = .constant(true)
    ) {
        self.init(
            name: name, count: count, period: period, purposes: [purpose], audience: audience)
    }

    /// The same for one channel's messages.
    public func bound(to channel: ChannelID?) -> Cap {
        Cap(
            name: name, count: count, period: period, purposes: purposes, audience: audience,
            season: season, channel: channel ?? self.channel, isPerTemplate: isPerTemplate,
            source: source)
    }

    /// How verdicts name it: with the pack's version, `aliyun@1/day`.
    public var label: String {
        guard let pack = source?.pack, let slash = name.firstIndex(of: "/") else { return name }
        return "\(pack)\(name[slash...])"
    }

    /// Whether a message that was cleared earlier takes one of its slots from one of a template.
    public func counts(_ send: ClearedSend, for template: TemplateID) -> Bool {
        purposes.contains(send.purpose) && (channel == nil || channel == send.channel)
            && (!isPerTemplate || send.template == template)
    }

    /// A total order of caps whose values differ.
    var sortKey: String {
        let kinds = purposes.map(\.rawValue).sorted().joined(separator: ",")
        return "\(name) \(written) \(kinds) \(channel?.rawValue ?? "") \(audience)"
    }
}
