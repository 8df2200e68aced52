import HongyanCore

/// A link in marketing, which carriers block.
///
/// China Telecom from 2025-05-20, China Mobile from 2025-07-10 and nationwide 2025-12-05, China
/// Unicom likewise (notices of Baidu and Huawei Cloud); 广告法 43 asks for contact details all the
/// same, so a person must look at it.
enum TemplateLink: Check {
    static let page = CheckPage(
        id: "template/link", severity: .warning,
        title: .init(zh: "营销正文不带链接", en: "a marketing body has no link"),
        why: .init(
            zh: """
                三大运营商自 2025 年起拦截营销短信里的链接和联系方式；未报备的链接会让整条短信失\
                败，费用照算。请改成“打开某某 App 查看”，或先向平台报备固定链接。
                """,
            en: """
                Since 2025 the carriers block marketing with links or contact details; a link that \
                is not filed makes the message fail, and it is paid for all the same. Say "open \
                the app" instead, or file the fixed link with the platform first.
                """),
        bad: "text: \"全场八折，详见 https://a.example.com/x\"",
        good: "text: \"全场八折，打开云杉商城App查看\"")

    static func run(_ context: CheckContext) {
        for body in context.bodies where body.template.purpose == .marketing {
            guard let link = body.links.first else { continue }
            report(
                body.reader, at: body.place(link), zh: "运营商会拦截营销短信里的链接",
                en: "carriers block links in marketing messages")
        }
    }
}

extension TemplateBody {
    /// Bytes of the text that are links.
    var links: [Range<Int>] {
        fixed.flatMap { (text, start) in
            Links.find(in: text).map { start + $0.lowerBound..<start + $0.upperBound }
        }
    }
}
