/// An occurrence with its facts, its route, its text and its deadline: what the gates judge.
public struct Candidate: Sendable {
    public let facts: Facts
    /// nil when no channel fits, or when there is no valid number to route to.
    public let channel: Channel?
    public let templateID: TemplateID
    /// nil when the book has no such template.
    public let template: Template?
    /// The body as rendered; nil without a template.
    public let body: Result<String, RenderFault>?
    /// Where values stand in the text, in scalars.
    let values: [AuditVariable]
    /// Without brackets: the channel's, else the policy's.
    public let signature: String
    /// Marketing only: ``Policy/optOutWords(for:)``.
    public let optOutWords: String?
    /// Signature, body and opt-out words as they would leave; nil when the body did not render.
    public let text: String?
    /// Parts of the text; 0 without one.
    public let parts: Int
    public let firstDecidedAt: Timestamp
    /// Until when it may wait in holds and queue; nil without `closed: defer`.
    public let deadline: Timestamp?

    public init(_ facts: Facts, _ context: GateContext) {
        let rule = context.rule
        let occurrence = facts.occurrence
        self.facts = facts
        let isReachable = facts.recipient.number != nil && facts.recipient.state == .valid
        let direct = context.isDirect ? Direct.Reading(facts, book: context.book) : nil
        let templateID =
            direct?.template
            ?? rule.message.choose(rule: rule.stableID, customer: occurrence.customer)
        self.templateID = templateID
        template = context.book.template(templateID)
        channel =
            isReachable ? Candidate.route(facts, templateID, context) : nil
        signature = channel?.signature ?? context.book.policy.signature
        optOutWords =
            rule.purpose == .marketing
            ? context.book.policy.optOutWords(for: channel) : nil
        let rendered = template?.renderPlaced(
            tags: direct?.tags ?? facts.tags, fields: direct?.fields ?? facts.fields,
            targetDate: occurrence.targetDate(of: rule.trigger, zone: context.zone),
            zone: context.zone)
        body = rendered?.map(\.body)
        if case .success(let (body, placed)) = rendered {
            let whole = FinalText.compose(
                body: body, signature: signature, optOutWords: optOutWords,
                putsSignatureLast: channel?.pack?.putsSignatureLast ?? false)
            text = whole
            parts = PartCount.parts(in: whole)
            let head = signature.isEmpty ? 0 : signature.unicodeScalars.count + 2
            values = placed.map { $0.moved(by: head) }
        } else {
            text = nil
            parts = 0
            values = []
        }
        (firstDecidedAt, deadline) = Candidate.times(of: facts, context)
    }

    private static func route(
        _ facts: Facts, _ templateID: TemplateID, _ context: GateContext
    ) -> Channel? {
        let carrier = facts.recipient.carrier
        return context.routes.choose(carrier: carrier, customer: facts.occurrence.customer) {
            guard let template = context.book.template(templateID) else { return true }
            return facts.standing(of: template, steps: context.book.policy.approval).obstacle(
                channel: $0, carrier: carrier, at: context.now, zone: context.zone) == nil
        }
    }

    /// When it was first decided and until when it may wait. One deadline is set, at the first
    /// decision: due plus the rule's deferral; for backlog, that was due long ago, the first
    /// decision plus it.
    private static func times(
        of facts: Facts, _ context: GateContext
    ) -> (firstDecidedAt: Timestamp, deadline: Timestamp?) {
        if case .held(let first, let deadline) = facts.prior { return (first, deadline) }
        guard case .defer(let span) = context.rule.closed else { return (context.now, nil) }
        let start = facts.occurrence.isBacklog ? context.now : facts.occurrence.due
        return (context.now, start + span)
    }
}

extension Occurrence {
    /// The local date the occurrence is about: the anniversary, the coupon's end, the day of the
    /// last order, the signal's target day, or the day on which the event happened or the clock
    /// struck.
    public func targetDate(of trigger: Trigger, zone: Zone) -> CivilDay {
        switch cause {
        case .day(let day), .signal(_, let day): return day
        case .instant(let instant): return zone.day(of: instant)
        case .event, .reply:
            switch trigger {
            case .event(let event): return zone.day(of: due - event.after)
            case .absence(let absence): return zone.day(of: due - absence.delay)
            case .dormant(let dormant): return zone.day(of: due - dormant.span)
            case .date, .signal, .schedule, .enters, .reply: return zone.day(of: due)
            }
        }
    }
}
