/// A rule that waits for one of its templates, and for what.
public struct TemplateWait: Hashable, Sendable {
    public let rule: RuleID
    public let template: TemplateID
    /// nil when it waits on every channel.
    public let channel: ChannelID?
    /// Whose customers wait; empty for all.
    public let carriers: [Carrier]
    public let reason: Reason
    /// The step of the approval that comes next.
    public let step: String?
    /// When it is over by itself; nil when somebody has to act first.
    public let until: Timestamp?
    /// When the carrier's answer is expected.
    public let expected: CivilDay?

    /// What keeps the templates of a book's enabled rules from being sent at a moment.
    ///
    /// - Parameter standings: Of the book's templates.
    /// - Returns: In the order of the rules' decision, then of their variants, channels and
    ///   carriers.
    public static func list(
        in book: RuleBook, standings: [TemplateStanding], at now: Timestamp
    ) -> [TemplateWait] {
        var found: [TemplateWait] = []
        for rule in book.rules
        where rule.isEnabled && GateTable.gates(for: rule.purpose).contains(.template) {
            for variant in rule.message.variants where variant.weight > 0 {
                guard let standing = standings.first(where: { $0.template == variant.template })
                else { continue }
                found += waits(of: rule, standing, book, now)
            }
        }
        return found
    }

    private static func waits(
        of rule: CompiledRule, _ standing: TemplateStanding, _ book: RuleBook, _ now: Timestamp
    ) -> [TemplateWait] {
        let zone = book.workspace.zone
        if let obstacle = standing.obstacle(channel: nil, carrier: .unknown, at: now, zone: zone) {
            return [TemplateWait(rule.id, standing, obstacle)]
        }
        var found: [TemplateWait] = []
        for channel in book.workspace.channels where channel.purposes.contains(rule.purpose) {
            var groups: [(obstacle: TemplateObstacle, carriers: [Carrier])] = []
            for carrier in channel.filedCarriers {
                guard
                    let obstacle = standing.obstacle(
                        channel: channel, carrier: carrier, at: now, zone: zone)
                else { continue }
                let like = groups.firstIndex {
                    $0.obstacle.reason == obstacle.reason && $0.obstacle.until == obstacle.until
                        && $0.obstacle.expected == obstacle.expected
                }
                if let like {
                    groups[like].carriers.append(carrier)
                } else {
                    groups.append((obstacle, [carrier]))
                }
            }
            for (obstacle, carriers) in groups {
                let isAll = carriers.count == channel.filedCarriers.count
                found.append(
                    TemplateWait(
                        rule.id, standing, obstacle, channel: channel.id,
                        carriers: isAll ? [] : carriers))
            }
        }
        return found
    }

    private init(
        _ rule: RuleID, _ standing: TemplateStanding, _ obstacle: TemplateObstacle,
        channel: ChannelID? = nil, carriers: [Carrier] = []
    ) {
        self.rule = rule
        template = standing.template
        self.channel = channel
        self.carriers = carriers
        reason = obstacle.reason
        if case .review(let step) = standing.approval { self.step = step } else { step = nil }
        until = obstacle.until
        expected = obstacle.expected
    }

    /// For tests and reports that hold no standing.
    public init(
        rule: RuleID, template: TemplateID, channel: ChannelID? = nil, carriers: [Carrier] = [],
        reason: Reason, step: String? = nil, until: Timestamp? = nil, expected: CivilDay? = nil
    ) {
        self.rule = rule
        self.template = template
        self.channel = channel
        self.carriers = carriers
        self.reason = reason
        self.step = step
        self.until = until
        self.expected = expected
    }
}
