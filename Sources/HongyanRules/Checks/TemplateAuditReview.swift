import HongyanCore

/// What the content audit wants a person to look at in the fixed text of a template.
///
/// The same audit as the gate `content` asks of every final text, with placeholders for values.
enum TemplateAuditReview: Check {
    static let page = CheckPage(
        id: "template/audit-review", severity: .warning,
        title: .init(zh: "营销正文没有要人复核的内容", en: "a body has nothing that waits for a review"),
        why: .init(
            zh: """
                排名、价格比较、需要证据的说法会让短信停下等人复核（policy.yaml \
                的 content_review）。有依据的，在审批时附上证据；没有的请删去\
                。
                """,
            en: """
                Claims of rank, comparisons of prices and claims that need proof hold a \
                message until a person clears it (content_review in policy.yaml). Bring the \
                proof with the approval, or leave the claim out.
                """),
        bad: "text: \"销量第一\"", good: "text: \"老顾客常买\"")

    static func run(_ context: CheckContext) {
        for (body, finding) in context.auditFindings(.review) {
            report(
                body.reader, at: body.place(of: finding),
                zh: "\(finding.message.zh)“\(finding.words)”（\(finding.basis.words.zh)）",
                en: "\(finding.message.en): '\(finding.words)' (\(finding.basis.words.en))",
                notes: TemplateBody.advice(finding))
        }
    }
}
