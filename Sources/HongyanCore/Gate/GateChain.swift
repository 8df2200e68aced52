/// The compliance checks of one candidate, in their order, and the decision they add up to.
public enum GateChain {
    /// What the gates that look at one customer only say: all but `limit` and `pace`.
    ///
    /// Pure, so that a page may be judged on many threads. The decision is preliminary:
    /// ``SharedPass/settle(_:judged:)`` makes it final.
    public static func judge(_ facts: Facts, _ context: GateContext) -> Decision {
        let candidate = Candidate(facts, context)
        var verdicts: [Verdict] = []
        verdicts.reserveCapacity(context.gates.count + context.caps.count)
        for gate in context.gates {
            verdicts.append(contentsOf: judge(gate, candidate, context))
        }
        return decide(candidate, verdicts, context)
    }

    /// One gate's verdicts: one, or for `cap` and `holdout` one for each thing asked, or none when
    /// there was nothing to ask.
    static func judge(
        _ gate: GateID, _ candidate: Candidate, _ context: GateContext
    ) -> [Verdict] {
        switch gate {
        case .stop: [StopGate.judge(candidate, context)]
        case .trigger: [TriggerGate.judge(candidate)]
        case .route: [RecipientGates.route(candidate, context)]
        case .recipient: [RecipientGates.recipient(candidate)]
        case .shared: [RecipientGates.shared(candidate)]
        case .optout: [ConsentGates.optOut(candidate, context)]
        case .consent: [ConsentGates.consent(candidate, context)]
        case .signature: [TextGates.signature(candidate)]
        case .text: [TextGates.text(candidate)]
        case .optoutWords: [TextGates.optOutWords(candidate)]
        case .parts: TextGates.parts(candidate, context)
        case .holdout: BucketGates.holdout(candidate, context)
        case .rollout: [BucketGates.rollout(candidate, context)]
        case .once: [FrequencyGates.once(candidate, context)]
        case .cap: FrequencyGates.caps(candidate, context)
        case .late: [OpeningGates.late(candidate, context)]
        case .closed: [OpeningGates.closed(candidate, context)]
        case .window: [OpeningGates.window(context)]
        case .blackout: [OpeningGates.blackout(context)]
        case .limit, .pace: []
        }
    }

    /// Adds verdicts up. A drop beats a hold: the first drop in gate order gives the reason. Of several
    /// holds the latest time counts, and the first gate that asks for it gives the reason.
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

    /// The text that a send fixes. The gates have passed, so number, channel, template and text are there.
    private static func draft(_ candidate: Candidate, _ context: GateContext) -> Draft? {
        guard let number = candidate.facts.recipient.number, let channel = candidate.channel,
            let template = candidate.template, let text = candidate.text
        else { preconditionFailure("a candidate without number, route or text passed the gates") }
        return Draft(
            text: text, parts: candidate.parts, cost: channel.pricePerPart * candidate.parts,
            channel: channel.id, template: template.id, templateVersion: template.version,
            number: number, carrier: candidate.facts.recipient.carrier,
            purpose: context.rule.purpose)
    }
}
