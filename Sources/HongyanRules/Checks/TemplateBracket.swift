import HongyanCore

/// 【 or 】 in a body.
///
/// Carriers read what stands in these brackets as the signature; Aliyun refuses templates with
/// them.
enum TemplateBracket: Check {
    static let page = CheckPage(
        id: "template/bracket", severity: .warning,
        title: .init(zh: "正文里不用【】", en: "a body has no 【】"),
        why: .init(
            zh: "【】里的字会被当成签名：平台不收这样的模板，运营商按错的签名拦截。请用“”或《》。",
            en: """
                What stands in 【】 is read as a signature: platforms refuse the template, \
                carriers block it by the wrong signature. Use “” or 《》.
                """),
        bad: "text: \"【限时】满99减20\"", good: "text: \"限时：满99减20\"")

    static func run(_ context: CheckContext) {
        for body in context.bodies {
            // What template/signature tells is not told again.
            let own = context.signatures.flatMap { body.ranges(of: "【\($0)】") }
            let found = (body.ranges(of: "【") + body.ranges(of: "】"))
                .filter { range in !own.contains { $0.overlaps(range) } }
                .min { $0.lowerBound < $1.lowerBound }
            guard let found else { continue }
            report(
                body.reader, at: body.place(found), zh: "【】里的字会被当成签名",
                en: "what stands in 【】 is read as a signature")
        }
    }
}
