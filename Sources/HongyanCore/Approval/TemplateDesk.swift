/// Where people hand templates in, approve, reject, file and suspend them: judges one act and
/// either gives the lines to log or says why it may not be done.
public struct TemplateDesk: Sendable {
    /// What somebody wants to do.
    public enum Move: Hashable, Sendable {
        case submit
        /// nil takes the step that comes next.
        case approve(step: String?)
        case reject
        case file(ChannelID, [Carrier], TemplateFiling.State)
        case suspend(ChannelID?)
        case resume(ChannelID?)
    }

    public let book: RuleBook
    public let person: Person
    public let account: String
    public let now: Timestamp

    public init(book: RuleBook, person: Person, account: String, now: Timestamp) {
        self.book = book
        self.person = person
        self.account = account
        self.now = now
    }

    /// - Parameter log: The template's lines so far, in order.
    /// - Returns: The lines to add: one, or for a filing one for each carrier.
    public func entries(
        _ move: Move, on template: Template, log: [TemplateEntry], comment: String
    ) throws(TemplateRefusal) -> [TemplateEntry] {
        let standing = TemplateStanding(
            template: template.id, version: template.version, steps: book.policy.approval,
            entries: log)
        let acts: [TemplateEntry.Act]
        switch move {
        case .submit: acts = [try submit(standing)]
        case .approve(let step): acts = [try approve(step, standing)]
        case .reject: acts = [try reject(standing)]
        case .file(let channel, let carriers, let state):
            acts = try file(channel, carriers, state, standing)
        case .suspend(let channel): acts = [try suspend(channel, standing)]
        case .resume(let channel): acts = [try resume(channel, standing, comment)]
        }
        return acts.map {
            TemplateEntry(
                template: template.id, version: template.version, act: $0, person: person.id,
                account: account, at: now, comment: comment)
        }
    }

    private func submit(
        _ standing: TemplateStanding
    ) throws(TemplateRefusal) -> TemplateEntry.Act {
        switch standing.approval {
        case .notAsked: throw .notAsked
        case .review(let step): throw .alreadyIn(step: step)
        case .approved: throw .alreadyApproved
        case .draft, .rejected: return .submitted
        }
    }

    private func approve(
        _ wanted: String?, _ standing: TemplateStanding
    ) throws(TemplateRefusal) -> TemplateEntry.Act {
        let next: String
        switch standing.approval {
        case .notAsked: throw .notAsked
        case .draft: throw standing.isEdit ? .edited : .notSubmitted
        case .rejected: throw .rejected
        case .approved: throw .alreadyApproved
        case .review(let step): next = step
        }
        if let wanted, wanted != next {
            throw book.policy.approval.contains(wanted)
                ? .wrongStep(wanted: wanted, next: next)
                : .unknownStep(wanted, known: book.policy.approval)
        }
        if standing.authors.contains(person.id) { throw .author }
        if let own = standing.taken.first(where: { $0.person == person.id }) {
            throw .samePerson(step: own.role)
        }
        guard person.roles.contains(next) else { throw .role(step: next, held: person.roles) }
        return .approved(step: next)
    }

    private func reject(
        _ standing: TemplateStanding
    ) throws(TemplateRefusal) -> TemplateEntry.Act {
        switch standing.approval {
        case .notAsked: throw .notAsked
        case .draft: throw standing.isEdit ? .edited : .notSubmitted
        case .rejected: throw .rejected
        case .review, .approved: break
        }
        guard standing.authors.contains(person.id) || holdsStep else {
            throw .noRole(book.policy.approval)
        }
        return .rejected
    }

    private func file(
        _ id: ChannelID, _ carriers: [Carrier], _ state: TemplateFiling.State,
        _ standing: TemplateStanding
    ) throws(TemplateRefusal) -> [TemplateEntry.Act] {
        guard let channel = book.workspace.channel(id) else {
            throw .unknownChannel(id, known: book.workspace.channels.map(\.id))
        }
        guard channel.filing == .required else { throw .noFiling(id) }
        guard standing.approvalObstacle == nil else { throw .notApproved }
        for carrier in carriers where !channel.filedCarriers.contains(carrier) {
            throw .carrier(carrier, id)
        }
        if case .effective(let from, let through?) = state, through < from {
            throw .filingEndsFirst
        }
        return (carriers.isEmpty ? channel.filedCarriers : carriers).map {
            .filed(TemplateFiling(channel: id, carrier: $0, state: state))
        }
    }

    private func suspend(
        _ channel: ChannelID?, _ standing: TemplateStanding
    ) throws(TemplateRefusal) -> TemplateEntry.Act {
        try check(channel)
        if standing.suspensions.contains(where: { $0.channel == channel }) {
            throw .alreadySuspended
        }
        return .suspended(channel)
    }

    /// Whoever lifts a suspension answers for it: where the policy names steps, one of them must be
    /// theirs, and what a threshold suspended wants a reason.
    private func resume(
        _ channel: ChannelID?, _ standing: TemplateStanding, _ reason: String
    ) throws(TemplateRefusal) -> TemplateEntry.Act {
        try check(channel)
        guard let suspension = standing.suspensions.first(where: { $0.channel == channel }) else {
            throw .notSuspended
        }
        if suspension.person == TemplateEntry.machine, reason.isEmpty { throw .noReason }
        guard book.policy.approval.isEmpty || holdsStep else {
            throw .noRole(book.policy.approval)
        }
        return .resumed(channel)
    }

    private func check(_ channel: ChannelID?) throws(TemplateRefusal) {
        guard let channel, book.workspace.channel(channel) == nil else { return }
        throw .unknownChannel(channel, known: book.workspace.channels.map(\.id))
    }

    private var holdsStep: Bool {
        book.policy.approval.contains { person.roles.contains($0) }
    }
}

/// Why something may not be done with a template.
public enum TemplateRefusal: Error, Hashable, Sendable {
    /// The policy has no `approval:`.
    case notAsked
    case notSubmitted
    /// Another version went further; this one is an edit and begins anew.
    case edited
    case alreadyIn(step: String)
    case alreadyApproved
    case rejected
    case wrongStep(wanted: String, next: String)
    case unknownStep(String, known: [String])
    /// The author never approves.
    case author
    /// One person never takes two steps.
    case samePerson(step: String)
    case role(step: String, held: [String])
    case noRole([String])
    case notApproved
    case unknownChannel(ChannelID, known: [ChannelID])
    /// The channel asks for no filing.
    case noFiling(ChannelID)
    /// The channel does not reach that carrier.
    case carrier(Carrier, ChannelID)
    case filingEndsFirst
    case alreadySuspended
    case notSuspended
    /// What complaints suspended is resumed with a reason only.
    case noReason
}
