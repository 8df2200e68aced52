/// Whether the template that was chosen may be sent: approved by the policy's steps, filed where
/// the channel asks for it, and not suspended.
enum TemplateGate {
    /// How soon something that waits for a person asks again; what a command changes wakes it at
    /// once.
    static let retryAfter = Span.hours(1)

    /// Not approved or not filed is a hold, until the known day of effect or the next look, and
    /// never past the deadline; a template that is not there is the text gate's to tell.
    static func judge(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        guard let template = candidate.template else { return .pass(.template, "none") }
        let standing = candidate.facts.standing(of: template, steps: context.book.policy.approval)
        let obstacle = standing.obstacle(
            channel: candidate.channel, carrier: candidate.facts.recipient.carrier,
            at: context.now, zone: context.zone)
        guard let obstacle else {
            return .pass(.template, standing.approval == .approved ? "approved" : "unasked")
        }
        let deadline = candidate.deadline ?? candidate.firstDecidedAt + StopGate.longestWait
        return StopGate.waitOrDrop(
            .template, obstacle.reason, obstacle.seen,
            for: obstacle.until.map { $0 - context.now } ?? retryAfter, deadline, context)
    }
}

extension Facts {
    /// How far a template has come; a version that the store knows nothing of is a draft.
    func standing(of template: Template, steps: [String]) -> TemplateStanding {
        templates.first { $0.template == template.id && $0.version == template.version }
            ?? TemplateStanding(
                template: template.id, version: template.version, steps: steps, entries: [])
    }
}
