/// How far one version of a template has come: what approvals, filings and suspensions add up to.
///
/// Read from the log by one pure function, so that no command and no daemon can bring a version
/// further than its lines do. A line that nobody was allowed to write (an approval by an author, a
/// second step by one person) counts for nothing even if it stands there.
public struct TemplateStanding: Hashable, Sendable {
    public enum Approval: Hashable, Sendable {
        /// The policy asks for none.
        case notAsked
        /// Never handed in.
        case draft
        /// Handed in; this step comes next.
        case review(step: String)
        case approved
        case rejected
    }
    /// One step that was taken.
    public struct Step: Hashable, Sendable {
        public let role: String
        public let person: String
        public let at: Timestamp
        public let comment: String
    }
    public struct Suspension: Hashable, Sendable {
        /// nil on all channels.
        public let channel: ChannelID?
        public let since: Timestamp
        public let person: String
        public let reason: String
    }

    public let template: TemplateID
    public let version: Digest
    public private(set) var approval: Approval
    /// Whoever handed this version in, ever; none of them may approve it.
    public private(set) var authors: [String] = []
    /// Steps of the present round, in the order in which they were taken.
    public private(set) var taken: [Step] = []
    /// The last word for each channel and carrier, in the order of the first one.
    public private(set) var filings: [TemplateFiling] = []
    /// In force now.
    public private(set) var suspensions: [Suspension] = []
    /// Another version of the template stands in the log: this one is an edit.
    public private(set) var isEdit = false
    /// Whether it was handed in and not rejected since.
    private var isIn = false

    /// - Parameters:
    ///   - steps: The policy's roles, in order; empty where it asks for no approval.
    ///   - entries: The template's lines in the order of the log; those of other versions count
    ///     for suspensions only.
    public init(
        template: TemplateID, version: Digest, steps: [String], entries: [TemplateEntry]
    ) {
        self.template = template
        self.version = version
        approval = .draft
        for entry in entries where entry.template == template {
            switch entry.act {
            case .suspended, .resumed: suspend(entry)
            case .submitted, .approved, .rejected, .filed:
                if entry.version == version { take(entry) } else { isEdit = true }
            }
        }
        approval = standing(steps)
    }

    private mutating func take(_ entry: TemplateEntry) {
        switch entry.act {
        case .submitted:
            if !authors.contains(entry.person) { authors.append(entry.person) }
            taken.removeAll { isIn ? $0.person == entry.person : true }
            isIn = true
            approval = .draft
        case .approved(let role):
            guard isIn, !authors.contains(entry.person),
                !taken.contains(where: { $0.person == entry.person })
            else { return }
            taken.append(
                Step(role: role, person: entry.person, at: entry.at, comment: entry.comment))
        case .rejected:
            isIn = false
            taken = []
            approval = .rejected
        case .filed(let filing):
            let index = filings.firstIndex {
                $0.channel == filing.channel && $0.carrier == filing.carrier
            }
            if let index { filings[index] = filing } else { filings.append(filing) }
        case .suspended, .resumed: break
        }
    }

    private mutating func suspend(_ entry: TemplateEntry) {
        switch entry.act {
        case .suspended(let channel):
            guard !suspensions.contains(where: { $0.channel == channel }) else { return }
            suspensions.append(
                Suspension(
                    channel: channel, since: entry.at, person: entry.person, reason: entry.comment))
        case .resumed(let channel): suspensions.removeAll { $0.channel == channel }
        default: break
        }
    }

    /// Each step of the policy wants an approval of its own; the first without one comes next.
    private func standing(_ steps: [String]) -> Approval {
        if approval == .rejected { return .rejected }
        guard !steps.isEmpty else { return .notAsked }
        guard isIn else { return .draft }
        var left = taken.map(\.role)
        for step in steps {
            guard let index = left.firstIndex(of: step) else { return .review(step: step) }
            left.remove(at: index)
        }
        return .approved
    }

    /// What is known of the filing with one carrier through one channel.
    public func filing(_ channel: ChannelID, _ carrier: Carrier) -> TemplateFiling.State? {
        filings.first { $0.channel == channel && $0.carrier == carrier }?.state
    }
}

/// Why a version of a template may not be sent.
public struct TemplateObstacle: Hashable, Sendable {
    /// `template.draft`, `template.review`, `template.rejected`, `template.suspended`,
    /// `template.filing` or `template.refused`.
    public let reason: Reason
    /// When it is over by itself; nil when somebody has to act first.
    public let until: Timestamp?
    /// When an answer is expected.
    public let expected: CivilDay?
    /// Short and without spaces: `review:legal`, `filing:mobile`.
    public let seen: String
    public init(
        _ code: String, _ seen: String, until: Timestamp? = nil, expected: CivilDay? = nil
    ) {
        reason = Reason(code)
        self.seen = seen
        self.until = until
        self.expected = expected
    }
}

extension TemplateStanding {
    /// What keeps it from being sent at all, whatever the channel.
    public var approvalObstacle: TemplateObstacle? {
        switch approval {
        case .notAsked, .approved: return nil
        case .draft:
            return TemplateObstacle("template.draft", isEdit ? "draft:edited" : "draft")
        case .review(let step): return TemplateObstacle("template.review", "review:\(step)")
        case .rejected: return TemplateObstacle("template.rejected", "rejected")
        }
    }

    /// What keeps it from being sent through a channel to a carrier; nil when nothing does.
    ///
    /// A carrier that is not known needs a filing with every carrier that the channel reaches.
    /// - Parameter channel: nil when there is no route: only what binds all channels is asked.
    public func obstacle(
        channel: Channel?, carrier: Carrier, at now: Timestamp, zone: Zone
    ) -> TemplateObstacle? {
        if let obstacle = approvalObstacle { return obstacle }
        for suspension in suspensions
        where suspension.channel == nil || suspension.channel == channel?.id {
            let seen = suspension.channel.map { "suspended:\($0)" } ?? "suspended"
            return TemplateObstacle("template.suspended", seen)
        }
        guard let channel, channel.filing == .required else { return nil }
        let carriers = carrier == .unknown ? channel.filedCarriers : [carrier]
        var worst: TemplateObstacle?
        for carrier in carriers {
            guard let found = unfiled(channel.id, carrier, now, zone) else { continue }
            guard let known = worst else {
                worst = found
                continue
            }
            // Who has to act comes before what time alone will mend.
            if let until = known.until, (found.until ?? .distantFuture) > until { worst = found }
        }
        return worst
    }

    private func unfiled(
        _ channel: ChannelID, _ carrier: Carrier, _ now: Timestamp, _ zone: Zone
    ) -> TemplateObstacle? {
        switch filing(channel, carrier) {
        case nil: return TemplateObstacle("template.filing", "unfiled:\(carrier.rawValue)")
        case .submitted(_, let expected):
            return TemplateObstacle(
                "template.filing", "submitted:\(carrier.rawValue)", expected: expected)
        case .refused: return TemplateObstacle("template.refused", "refused:\(carrier.rawValue)")
        case .effective(let first, let last):
            let opens = zone.moment(first)
            if now < opens {
                return TemplateObstacle(
                    "template.filing", "from:\(carrier.rawValue):\(first)", until: opens)
            }
            if let last, now >= zone.moment(last + 1) {
                return TemplateObstacle("template.filing", "ended:\(carrier.rawValue):\(last)")
            }
            return nil
        }
    }
}

extension Channel {
    /// With whom a template is filed: the carriers it reaches, but never the unknown one.
    public var filedCarriers: [Carrier] {
        Carrier.allCases.filter {
            $0 != .unknown && (carriers.isEmpty || carriers.contains($0))
        }
    }
}
