/// What the customer refused and what they agreed to.
enum ConsentGates {
    /// A refusal of everything blocks every purpose that meets this gate, a refusal of one purpose
    /// that one; where the policy says so, a refusal by reply blocks one signature. A reply that
    /// may be a refusal holds marketing until a person has read it.
    static func optOut(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        let facts = candidate.facts
        let narrow = facts.narrowOptOuts.first { $0.signature == candidate.signature }
        if let optOut = facts.optOut ?? narrow {
            let seen = "\(optOut.purpose?.rawValue ?? "all"):\(optOut.source)"
            if optOut.purpose == nil || optOut.purpose == context.rule.purpose {
                return .drop(.optout, Reason("optout"), seen)
            }
            return .pass(.optout, seen)
        }
        guard facts.reviewSince != nil, context.rule.purpose == .marketing else {
            return .pass(.optout)
        }
        let deadline = candidate.deadline ?? candidate.firstDecidedAt + StopGate.longestWait
        return StopGate.waitOrDrop(
            .optout, .optOutPending, "pending", for: StopGate.longestWait, deadline, context)
    }

    /// A consent to marketing that is given, not withdrawn, not expired, and proven by the version
    /// of the text that was shown. A withdrawal ends every consent given up to its moment, not only
    /// its own row.
    ///
    /// The reason names the nearest miss: unproven, else expired, else withdrawn, else missing.
    /// Source: PIPL articles 14–16 (consent is informed, withdrawable, and its proof is the
    /// sender's burden).
    static func consent(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        let now = context.now
        var withdrawnAt = Timestamp.distantPast
        for consent in candidate.facts.consents where consent.purpose == .marketing {
            if let at = consent.withdrawn, at <= now { withdrawnAt = max(withdrawnAt, at) }
        }
        var miss = Miss.missing
        var proof: Consent?
        for consent in candidate.facts.consents
        where consent.purpose == .marketing && consent.at <= now {
            if let found = shortfall(of: consent, withdrawnAt, now) {
                if found.rawValue > miss.rawValue { miss = found }
            } else if proof.map({ $0.at < consent.at }) ?? true {
                proof = consent
            }
        }
        guard let proof else {
            return .drop(.consent, Reason("consent.\(miss)"), "\(miss)")
        }
        return .pass(.consent, "\(proof.source):\(proof.textVersion ?? "")")
    }

    private enum Miss: Int { case missing, withdrawn, expired, unproven }

    private static func shortfall(
        of consent: Consent, _ withdrawnAt: Timestamp, _ now: Timestamp
    ) -> Miss? {
        if let own = consent.withdrawn, own <= now { return .withdrawn }
        if consent.at <= withdrawnAt { return .withdrawn }
        if let expires = consent.expires, expires <= now { return .expired }
        if consent.textVersion?.isEmpty ?? true { return .unproven }
        return nil
    }
}
