import HongyanCore

/// What the content audit blocks in the fixed text of a template.
///
/// The same audit as the gate `content` asks of every final text, with placeholders for values.
enum TemplateAuditBlock: Check {
    static let page = CheckPage(
        id: "template/audit-block", severity: .warning,
        title: .init(zh: "营销正文没有会被拦下的内容", en: "a body has nothing that the audit blocks"),
        why: .init(
            zh: """
                内容审核会拦下这样的短信，一条也发不出去：绝对化用语、保证、引流、禁发类目等\
                。请照建议改写；hongyan audit 可单独试一句话。
                """,
            en: """
                The content gate drops such messages, so none ever leaves: absolute claims, \
                guarantees, diversion, banned categories. Reword it; 'hongyan audit' tries \
                a single text.
                """),
        bad: "text: \"全网最低价\"", good: "text: \"会员价9.9元\"")

    static func run(_ context: CheckContext) {
        for (body, finding) in context.auditFindings(.block) {
            report(
                body.reader, at: body.place(of: finding),
                zh: "\(finding.message.zh)“\(finding.words)”（\(finding.basis.words.zh)）",
                en: "\(finding.message.en): '\(finding.words)' (\(finding.basis.words.en))",
                notes: TemplateBody.advice(finding))
        }
    }
}

extension CheckContext {
    /// The findings of one verdict in the fixed text of each template, each id once a template.
    func auditFindings(_ verdict: AuditVerdict) -> [(body: TemplateBody, finding: AuditFinding)] {
        var result: [(body: TemplateBody, finding: AuditFinding)] = []
        for body in bodies {
            var seen: Set<String> = []
            for finding in audit(body).findings where finding.verdict == verdict {
                guard finding.isOfTemplate, seen.insert(finding.id + finding.words).inserted
                else { continue }
                result.append((body, finding))
            }
        }
        return result
    }

    /// As it would leave through each channel that takes its purpose; what several find is told
    /// once.
    private func audit(_ body: TemplateBody) -> AuditReport {
        let purpose = body.template.purpose
        guard GateTable.gates(for: purpose).contains(.content) else {
            return AuditReport(findings: [])
        }
        let channels = book.workspace.channels.filter { $0.purposes.contains(purpose) }
        var found: [AuditFinding] = []
        for channel in channels.isEmpty ? [nil] : channels.map({ Optional($0) }) {
            let text = body.template.auditText(
                signature: channel?.signature ?? book.policy.signature,
                optOutWords: purpose == .marketing ? book.policy.optOutWords(for: channel) : nil)
            let report = book.policy.content.auditor.audit(
                text, purpose: purpose, profile: book.auditProfile(of: channel?.id),
                asksConsent: asksConsent(body.template.id))
            for finding in report.findings
            where !found.contains(where: { $0.id == finding.id && $0.words == finding.words }) {
                found.append(finding)
            }
        }
        return AuditReport(findings: found)
    }

    /// Whether a template is for requests of consent and for nothing else.
    func asksConsent(_ template: TemplateID) -> Bool {
        let users = book.rules.filter { rule in
            rule.message.variants.contains { $0.template == template }
        }
        return !users.isEmpty && users.allSatisfy { $0.asksConsent != nil }
    }
}

extension TemplateBody {
    /// Bytes of the file behind the words of a finding; the template's name where they cannot be
    /// found in one piece.
    func place(of finding: AuditFinding) -> Range<Int> {
        guard !finding.words.isEmpty, let range = ranges(of: finding.words).first else {
            return keyPlace
        }
        return place(range)
    }

    /// Tells what to say instead.
    static func advice(_ finding: AuditFinding) -> [Diagnostic.Message] {
        guard let advice = finding.advice else { return [] }
        return [Diagnostic.Message(zh: advice.zh, en: advice.en)]
    }
}
