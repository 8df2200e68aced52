/// What all candidates of one rule share at one decision time. Build it once a page.
public struct GateContext: Sendable {
    public let rule: CompiledRule
    public let book: RuleBook
    /// What shall not leave at present.
    public let stops: [Stop]
    /// The channels that may be routed to, in file order.
    public let channels: [Channel]
    public let now: Timestamp

    /// The gates the rule's purpose meets, in order.
    let gates: [GateID]
    /// The book's caps on the rule's purpose, each with the moment after which sends count.
    let caps: [(cap: Cap, after: Timestamp)]
    /// Those that bind the rule's purpose.
    let blackouts: [Blackout]
    let opening: Opening
    /// In the workspace zone.
    let today: CivilDay
    /// What `window` and `blackout` say to every candidate alike; nil where a year without a
    /// notice keeps it from being known, and the deadline decides.
    let openingVerdicts: (window: Verdict?, blackout: Verdict?)

    /// - Parameter channels: Those that are fit for use; the workspace's when nil.
    public init(
        rule: CompiledRule, book: RuleBook, stops: [Stop] = [], channels: [Channel]? = nil,
        now: Timestamp
    ) {
        self.rule = rule
        self.book = book
        self.stops = stops
        self.channels = channels ?? book.workspace.channels
        self.now = now
        let zone = book.workspace.zone
        today = zone.day(of: now)
        gates = GateTable.gates(for: rule)
        caps = book.policy.caps.filter { $0.purpose == rule.purpose }
            .map { ($0, $0.period.start(at: now, zone: zone)) }
        blackouts = gates.contains(.blackout) ? book.policy.blackouts : []
        opening = Opening(
            window: rule.window, blackouts: blackouts, calendar: book.policy.calendar, at: now,
            zone: zone)
        openingVerdicts = (
            OpeningGates.window(opening, now, zone), OpeningGates.blackout(opening, now, zone)
        )
    }

    /// When the rule may send, from a moment on: inside its window and outside the blackouts that
    /// bind it. Where a missing notice leaves that open, the first moment at which it might.
    func opening(from moment: Timestamp) -> Timestamp? {
        Opening.next(
            from: moment, window: rule.window, blackouts: blackouts,
            calendar: book.policy.calendar, zone: zone)
    }

    /// The workspace zone.
    public var zone: Zone { book.workspace.zone }
}
