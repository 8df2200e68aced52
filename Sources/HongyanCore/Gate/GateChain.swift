/// The compliance checks of one candidate, in their order, and the decision they add up to.
public enum GateChain {
    /// What the gates that look at one customer only say: all but `limit`, `pace` and
    /// `budget`.
    ///
    /// Pure, so that a page may be judged on many threads. The decision is preliminary:
    /// ``SharedPass/settle(_:judged:)`` makes it final.
    public static func judge(_ facts: Facts, _ context: GateContext) -> Decision {
        let (candidate, verdicts) = ask(facts, context)
        return decide(candidate, verdicts, context)
    }

    /// The candidate and what all gates that look at one customer only say of it.
    static func ask(
        _ facts: Facts, _ context: GateContext
    ) -> (candidate: Candidate, verdicts: [Verdict]) {
        let candidate = Candidate(facts, context)
        if facts.trigger == .restarted { return (candidate, [TriggerGate.judge(candidate)]) }
        var verdicts: [Verdict] = []
        verdicts.reserveCapacity(context.gates.count + context.caps.count + 1)
        for gate in context.gates { ask(gate, candidate, context, &verdicts) }
        return (candidate, verdicts)
    }

    /// Adds one gate's verdicts: one, or for `cap` and `holdout` one for each thing asked, or none
    /// when there was nothing to ask.
    private static func ask(
        _ gate: GateID, _ candidate: Candidate, _ context: GateContext,
        _ verdicts: inout [Verdict]
    ) {
        switch gate {
        case .stop: verdicts.append(StopGate.judge(candidate, context))
        case .trigger: verdicts.append(TriggerGate.judge(candidate))
        case .route: verdicts.append(RecipientGates.route(candidate, context))
        case .recipient: verdicts.append(RecipientGates.recipient(candidate))
        case .shared: verdicts.append(RecipientGates.shared(candidate))
        case .optout: verdicts.append(ConsentGates.optOut(candidate, context))
        case .consent: verdicts.append(ConsentGates.consent(candidate, context))
        case .template: verdicts.append(TemplateGate.judge(candidate, context))
        case .signature: verdicts.append(TextGates.signature(candidate))
        case .text: verdicts.append(TextGates.text(candidate))
        case .content: verdicts += ContentGate.judge(candidate, context)
        case .optoutWords: verdicts.append(TextGates.optOutWords(candidate))
        case .parts: verdicts += TextGates.parts(candidate, context)
        case .holdout: verdicts += BucketGates.holdout(candidate, context)
        case .rollout: verdicts.append(BucketGates.rollout(candidate, context))
        case .once: verdicts.append(FrequencyGates.once(candidate, context))
        case .cap: verdicts += FrequencyGates.caps(candidate, context)
        case .late: verdicts.append(OpeningGates.late(candidate, context))
        case .closed: verdicts.append(OpeningGates.closed(candidate, context))
        case .window:
            let own = context.opening(through: candidate.channel)
            verdicts.append(
                own.window
                    ?? OpeningGates.undecided(.window, own.opening.window, candidate, context))
        case .blackout:
            let own = context.opening(through: candidate.channel)
            verdicts.append(
                own.blackout
                    ?? OpeningGates.undecided(.blackout, own.opening.next, candidate, context))
        case .limit, .pace, .budget: break
        }
    }

    /// Adds verdicts up. A drop beats a hold: the first drop in gate order gives the reason. Of
    /// several holds the latest time counts, and the first gate that asks for it gives the reason.
    static func decide(
        _ candidate: Candidate, _ verdicts: [Verdict], _ context: GateContext
    ) -> Decision {
        let (outcome, reason) = sum(verdicts)
        return Decision(
            occurrence: candidate.facts.occurrence, at: context.now, outcome: outcome,
            reason: reason, verdicts: verdicts, deadline: candidate.deadline,
            firstDecidedAt: candidate.firstDecidedAt,
            message: outcome == .send ? draft(candidate, context) : nil)
    }

    static func sum(_ verdicts: [Verdict]) -> (outcome: Decision.Outcome, reason: Reason?) {
        var hold: (until: Timestamp, reason: Reason?)?
        for verdict in verdicts {
            switch verdict.outcome {
            case .pass: continue
            case .drop: return (.drop, verdict.reason)
            case .hold(let until):
                if let held = hold, held.until >= until { continue }
                hold = (until, verdict.reason)
            }
        }
        guard let hold else { return (.send, nil) }
        return (.hold(until: hold.until), hold.reason)
    }

    /// The text that a send fixes. Ask only when the gates have passed, so that number, channel,
    /// template and text are there.
    static func draft(_ candidate: Candidate, _ context: GateContext) -> Draft? {
        guard let number = candidate.facts.recipient.number, let channel = candidate.channel,
            let template = candidate.template, let text = candidate.text
        else { preconditionFailure("a candidate without number, route or text passed the gates") }
        return Draft(
            text: text, parts: candidate.parts,
            cost: channel.price(of: candidate.facts.recipient.carrier, on: context.today)
                * candidate.parts,
            channel: channel.id, template: template.id, templateVersion: template.version,
            number: number, carrier: candidate.facts.recipient.carrier,
            purpose: context.rule.purpose)
    }
}
