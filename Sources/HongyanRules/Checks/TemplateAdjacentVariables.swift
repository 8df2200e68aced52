import HongyanCore

/// Variables with nothing between them, or nothing but variables.
///
/// Aliyun and Tencent refuse adjacent variables and templates of variables only.
enum TemplateAdjacentVariables: Check {
    static let page = CheckPage(
        id: "template/adjacent-variables", severity: .warning,
        title: .init(zh: "变量之间有文字", en: "words stand between variables"),
        why: .init(
            zh: "相邻的变量和全变量模板，平台一律不予报备：因为什么文字都可能发出去。",
            en: """
                Platforms file no template with adjacent variables or of variables only, for any \
                text might leave through it.
                """),
        bad: "text: \"${name|顾客}${city|您的城市}…\"",
        good: "text: \"${name|顾客}，${city|您的城市}…\"")

    static func run(_ context: CheckContext) {
        for body in context.bodies {
            let pairs = zip(body.pieces, body.pieces.dropFirst())
            if let (_, second) = pairs.first(where: { isVariable($0) && isVariable($1) }) {
                report(
                    body.reader, at: body.place(second.range), zh: "与前一个变量相邻，平台不予报备",
                    en: "adjacent to the variable before, platforms refuse that")
            } else if body.pieces.count == 1, isVariable(body.pieces[0]) {
                report(
                    body.reader, at: body.place(body.pieces[0].range),
                    zh: "全变量模板，平台不予报备",
                    en: "nothing but a variable, platforms refuse that")
            }
        }
    }

    private static func isVariable(_ piece: TemplateBody.Piece) -> Bool { piece.run.name != nil }
}
