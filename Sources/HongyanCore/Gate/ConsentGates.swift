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
    /// of the text that was shown; a child's also by a guardian's. A withdrawal ends every consent
    /// given up to its moment, not only its own row. A consent to another purpose never serves.
    ///
    /// The reason names the nearest miss: without guardian, else unproven, else expired, else
    /// withdrawn, else missing. What passes names the proof it rests on: source, version of the
    /// text, time, and the beginning of the evidence's hash.
    /// Source: PIPL articles 14–16 and 31 (consent is informed, withdrawable, and its proof is the
    /// sender's burden; under 14 a guardian agrees).
    static func consent(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        if let purpose = context.rule.asksConsent {
            return request(of: purpose, candidate, context)
        }
        let now = context.now
        let withdrawnAt = withdrawal(of: .marketing, candidate, now)
        var miss = Miss.missing
        var proof: Consent?
        for consent in candidate.facts.consents
        where consent.purpose == .marketing && consent.at <= now {
            if let found = shortfall(of: consent, withdrawnAt, candidate, context) {
                if found.rawValue > miss.rawValue { miss = found }
            } else if proof.map({ $0.at < consent.at }) ?? true {
                proof = consent
            }
        }
        guard let proof else {
            return .drop(.consent, Reason("consent.\(miss)"), "\(miss)")
        }
        return .pass(.consent, seen(proof, context.zone))
    }

    /// `checkout:v3@2026-01-05T10:00:00+08:00#9f86d081884c`; `#-` without evidence.
    static func seen(_ proof: Consent, _ zone: Zone) -> String {
        let evidence = proof.proof.evidence.map { String($0.prefix(12)) } ?? "-"
        let version = proof.textVersion ?? ""
        return "\(proof.source):\(version)@\(zone.format(proof.at))#\(evidence)"
    }

    private enum Miss: Int { case missing, withdrawn, expired, unproven, guardian }

    private static func withdrawal(
        of purpose: Purpose, _ candidate: Candidate, _ now: Timestamp
    ) -> Timestamp {
        var withdrawnAt = Timestamp.distantPast
        for consent in candidate.facts.consents where consent.purpose == purpose {
            if let at = consent.withdrawn, at <= now { withdrawnAt = max(withdrawnAt, at) }
        }
        return withdrawnAt
    }

    private static func shortfall(
        of consent: Consent, _ withdrawnAt: Timestamp, _ candidate: Candidate,
        _ context: GateContext
    ) -> Miss? {
        let now = context.now
        if let own = consent.withdrawn, own <= now { return .withdrawn }
        if consent.at <= withdrawnAt { return .withdrawn }
        if let expires = consent.expires, expires <= now { return .expired }
        if consent.textVersion?.isEmpty ?? true { return .unproven }
        guard let guardian = context.book.policy.consent.guardian else { return nil }
        let day = context.zone.day(of: consent.at)
        let isProven = consent.proof.guardian?.isEmpty == false
        return !isProven && guardian.binds(candidate.facts.tags, on: day) ? .guardian : nil
    }

    /// A message that asks for consent: not to whoever refused, and not twice to whoever did not
    /// answer.
    ///
    /// Silence is known so: a request was cleared to leave, no consent to the purpose was given
    /// since, and the policy's time for an answer is over. Until then nothing is asked again
    /// either. Source: 工信部令第31号 (2015) article 18; 网络数据安全管理条例 (2025) article 22(5).
    private static func request(
        of purpose: Purpose, _ candidate: Candidate, _ context: GateContext
    ) -> Verdict {
        let facts = candidate.facts
        let now = context.now
        if let optOut = facts.optOut, optOut.purpose == nil || optOut.purpose == purpose {
            return .drop(.consent, Reason("consent.refused"), "optout:\(optOut.source)")
        }
        let given = facts.consents.filter { $0.purpose == purpose && $0.at <= now }.map(\.at).max()
        let withdrawnAt = withdrawal(of: purpose, candidate, now)
        if withdrawnAt > .distantPast, given.map({ $0 <= withdrawnAt }) ?? true {
            let seen = "withdrawn@\(context.zone.format(withdrawnAt))"
            return .drop(.consent, Reason("consent.refused"), seen)
        }
        guard let asked = facts.askedAt, given.map({ $0 < asked }) ?? true else {
            return .pass(.consent, "asks:\(purpose.rawValue)")
        }
        let seen = "asked@\(context.zone.format(asked))"
        let isSilent = asked + context.book.policy.consent.answerWithin <= now
        return .drop(.consent, Reason(isSilent ? "consent.silent" : "consent.asked"), seen)
    }
}
