import HongyanCore

/// A link that runs on into the words behind it.
enum TemplateLinkEnd: Check {
    static let page = CheckPage(
        id: "template/link-end", severity: .warning,
        title: .init(zh: "链接后面空一格", en: "a space ends a link"),
        why: .init(
            zh: "链接后面紧跟汉字或全角标点，不少手机会把它们也算进链接，点开就是打不开的页面。",
            en: """
                Many phones take Chinese words or marks right behind a link for a part of it, and \
                the customer taps on a page that does not exist.
                """),
        bad: "text: \"查看物流https://a.example.com/x，祝好\"",
        good: "text: \"查看物流 https://a.example.com/x ，祝好\"",
        hasFixIt: true)

    static func run(_ context: CheckContext) {
        for body in context.bodies {
            let bytes = Array(body.text.text.utf8)
            let open = body.links.first {
                $0.upperBound < bytes.count && bytes[$0.upperBound] > 0x7F
            }
            guard let open else { continue }
            let end = open.upperBound
            report(
                body.reader, at: body.place(open), zh: "链接后要空一格，否则后面的字会被算进链接",
                en: "the words behind this link are taken for a part of it",
                fix: body.fix(end..<end, " "))
        }
    }
}
