/// What the final text says: marketing meets every audit, service messages those for advertising
/// inside them and for what no message may hold.
enum ContentGate {
    /// How soon a text under review is looked at again: somebody may have cleared it.
    static let retryAfter = Span.hours(1)

    /// `block` drops; `review` holds for a person unless the policy lets it leave or a clearance
    /// names the template's version and the finding. Not asked of a text that could not be written.
    ///
    /// Seen: the findings that decided, the profile and the lexicons' version.
    static func judge(_ candidate: Candidate, _ context: GateContext) -> [Verdict] {
        guard let text = candidate.text, let template = candidate.template else { return [] }
        let finding: AuditMemo.Finding
        if let memo = context.memo {
            finding = memo.finding(key(text, template, candidate, context)) {
                audit(text, template, candidate, context)
            }
        } else {
            finding = audit(text, template, candidate, context)
        }
        let seen = finding.seen
        switch finding.verdict {
        case .pass: return [.pass(.content, seen)]
        case .block: return [.drop(.content, Reason("content.block"), seen)]
        case .review where context.book.policy.content.review == .send:
            return [.pass(.content, seen)]
        case .review:
            let deadline = candidate.deadline ?? candidate.firstDecidedAt + StopGate.longestWait
            return [
                StopGate.waitOrDrop(
                    .content, Reason("content.review"), seen, for: retryAfter, deadline, context)
            ]
        }
    }

    private static func audit(
        _ text: String, _ template: Template, _ candidate: Candidate, _ context: GateContext
    ) -> AuditMemo.Finding {
        let content = context.book.policy.content
        let profile = context.book.auditProfile(of: candidate.channel?.id)
        let found = content.auditor.audit(
            AuditText(text, variables: candidate.values), purpose: context.rule.purpose,
            profile: profile, on: context.today, asksConsent: context.rule.asksConsent != nil
        ).cleared(by: content.clearances, version: template.version)
        // What is missing altogether the gates `signature` and `optout-words` tell.
        let report = AuditReport(
            findings: found.findings.filter { finding in
                !finding.isFilingAdvice
                    && !(finding.id == "signature/missing" && candidate.signature.isEmpty)
                    && !(finding.id.hasPrefix("optout/") && (candidate.optOutWords ?? "").isEmpty)
            })
        let verdict = report.verdict
        return AuditMemo.Finding(
            verdict: verdict, seen: seen(report, verdict, profile, content))
    }

    /// Over all that the audit's word depends on.
    private static func key(
        _ text: String, _ template: Template, _ candidate: Candidate, _ context: GateContext
    ) -> Digest {
        var hasher = SipHash(key: context.book.hash)
        hasher.absorb(part: text)
        hasher.absorb(part: context.rule.id.rawValue)
        hasher.absorb(part: candidate.channel?.id.rawValue ?? "")
        hasher.absorb(template.version.high)
        hasher.absorb(template.version.low)
        hasher.absorb(UInt64(context.book.policy.content.auditor.expired(on: context.today)))
        for value in candidate.values {
            hasher.absorb(UInt64(value.range.lowerBound) << 32 | UInt64(value.range.upperBound))
        }
        return hasher.finish()
    }

    /// `review:ad/rank@default#2026.11.21`: no words of the text, which may be personal.
    private static func seen(
        _ report: AuditReport, _ verdict: AuditVerdict, _ profile: AuditProfile,
        _ content: ContentPolicy
    ) -> String {
        var ids: [String] = []
        for finding in report.findings where finding.verdict == verdict {
            if !ids.contains(finding.id) { ids.append(finding.id) }
        }
        let what = ids.isEmpty ? "" : ":" + ids.prefix(3).joined(separator: "+")
        return "\(verdict.name)\(what)@\(profile.name)#\(content.auditor.label)"
    }
}
