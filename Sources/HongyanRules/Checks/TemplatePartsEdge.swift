import HongyanCore

/// A text whose longest form is a few characters over one part, which doubles its price.
enum TemplatePartsEdge: Check {
    static let page = CheckPage(
        id: "template/parts-edge", severity: .warning,
        title: .init(
            zh: "不为几个字多付一条的钱", en: "a few characters do not cost a second part"),
        why: .init(
            zh: """
                70 字以内是一条，多一个字就是两条，价格翻倍。最长只超出几个字的，\
                删掉几个字或减小变量的 max，就省一半。
                """,
            en: """
                Up to 70 characters are one part, one more makes two and doubles the price. Where \
                the longest text is only a few over, taking these out, or a smaller 'max', halves \
                the bill.
                """))

    static let mostOver = 3

    static func run(_ context: CheckContext) {
        let policy = context.book.policy
        guard context.isSound(context.policy) else { return }
        for body in context.bodies {
            let units = body.template.runs.reduce(0) { sum, run in
                switch run {
                case .fixed(let text): sum + text.utf16.count
                case .variable(let variable): sum + variable.maxLength
                }
            }
            let words = body.template.purpose == .marketing ? policy.optOutWords : ""
            let around = FinalText.compose(
                body: "", signature: policy.signature, optOutWords: words)
            let over = units + around.utf16.count - PartCount.singleUnits
            guard (1...mostOver).contains(over) else { continue }
            report(
                body.reader, at: body.keyPlace, zh: "最长只比一条多 \(over) 字，价格却翻倍",
                en: "the longest text is \(over) over one part, which doubles the price")
        }
    }
}
