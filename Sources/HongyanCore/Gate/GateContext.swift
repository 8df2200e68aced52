/// What all candidates of one rule share at one decision time. Build it once a page.
public struct GateContext: Sendable {
    public let rule: CompiledRule
    public let book: RuleBook
    /// What shall not leave at present.
    public let stops: [Stop]
    /// The channels that may be routed to, in file order.
    public let channels: [Channel]
    /// Which of them a candidate takes.
    let routes: RouteTable
    /// The candidates' events name their templates.
    let isDirect: Bool
    public let now: Timestamp
    /// Texts that were audited before; nil where each is audited anew.
    public var memo: AuditMemo?

    /// The gates the rule's purpose meets, in order.
    let gates: [GateID]
    /// The book's caps on the rule's purpose, each with the moment after which sends count, and
    /// whether it binds today.
    let caps: [(cap: Cap, after: Timestamp, isInSeason: Bool)]
    /// Those that bind the rule's purpose.
    let blackouts: [Blackout]
    /// In the workspace zone.
    let today: CivilDay
    /// When messages may leave, by channel. The first is for those without one, and for channels
    /// whose pack names no hours.
    private let openings: [ChannelOpening]

    struct ChannelOpening {
        let channel: ChannelID?
        let opening: Opening
        /// What the gates say to all candidates of the channel alike; nil where a year without a
        /// notice keeps it from being known, and the deadline decides.
        let window: Verdict?
        let blackout: Verdict?
    }

    /// - Parameters:
    ///   - channels: Those that may be routed to; the workspace's when nil.
    ///   - fitness: What is measured of them; one that is not named is well.
    public init(
        rule: CompiledRule, book: RuleBook, stops: [Stop] = [], channels: [Channel]? = nil,
        fitness: [ChannelID: ChannelFitness] = [:], now: Timestamp, memo: AuditMemo? = nil
    ) {
        self.memo = memo
        self.rule = rule
        self.book = book
        self.stops = stops
        self.channels = channels ?? book.workspace.channels
        self.now = now
        let zone = book.workspace.zone
        let today = zone.day(of: now)
        self.today = today
        isDirect = rule.isDirect
        routes = RouteTable(
            purpose: rule.purpose, channels: channels ?? book.workspace.channels, stops: stops,
            fitness: fitness, on: today)
        gates = GateTable.gates(for: rule)
        caps = book.caps.filter { $0.purposes.contains(rule.purpose) }
            .map {
                ($0, $0.period.start(at: now, zone: zone), $0.season?.binds(on: today) ?? true)
            }
        let blackouts = gates.contains(.blackout) ? book.policy.blackouts : []
        self.blackouts = blackouts
        let meetsHours = gates.contains(.window)
        let timed = (channels ?? book.workspace.channels).filter {
            meetsHours && $0.pack?.hours(for: rule.purpose).isEmpty == false
        }
        openings = ([nil] + timed).map { (channel: Channel?) in
            let hours = meetsHours ? book.packHours(for: rule.purpose, through: channel) : []
            let opening = Opening(
                window: rule.window, hours: hours, blackouts: blackouts,
                calendar: book.policy.calendar, at: now, zone: zone)
            return ChannelOpening(
                channel: channel?.id, opening: opening,
                window: OpeningGates.window(opening, now, zone),
                blackout: OpeningGates.blackout(opening, now, zone))
        }
    }

    /// When messages of a channel may leave.
    func opening(through channel: Channel?) -> ChannelOpening {
        openings.first { $0.channel != nil && $0.channel == channel?.id } ?? openings[0]
    }

    /// When the rule may send, from a moment on: inside its window and the law's hours, outside
    /// the blackouts that bind it. What a channel's provider adds is asked when it wakes up. Where
    /// a missing notice leaves that open, the first moment at which it might.
    func opening(from moment: Timestamp) -> Timestamp? {
        let hours = gates.contains(.window) ? book.packHours(for: rule.purpose, through: nil) : []
        return Opening.next(
            from: moment, window: rule.window, hours: hours, blackouts: blackouts,
            calendar: book.policy.calendar, zone: zone)
    }

    /// The workspace zone.
    public var zone: Zone { book.workspace.zone }
}
