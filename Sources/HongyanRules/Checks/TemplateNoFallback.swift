import HongyanCore

/// A tag that may be missing, without a text to stand in for it.
enum TemplateNoFallback: Check {
    static let page = CheckPage(
        id: "template/no-fallback", severity: .warning,
        title: .init(
            zh: "可能缺失的标签有备用文字", en: "a tag that may be missing has a fallback"),
        why: .init(
            zh: """
                标签缺失又没有备用文字时，短信不是缺一个词，而是整条被放弃，客户收不到。\
                写成 ${name|顾客}，或在人群里排除缺失的人。
                """,
            en: """
                Where the tag is missing and nothing stands in for it, the whole message is \
                dropped, not only the word. Write ${name|顾客}, or leave these customers out of \
                the audience.
                """),
        bad: "text: \"${name}您好\"", good: "text: \"${name|顾客}您好\"")

    static func run(_ context: CheckContext) {
        let allUsers = context.users
        for body in context.bodies {
            let users = allUsers[body.template.id] ?? []
            for (variable, range) in body.variables where variable.fallback == nil {
                guard case .tag(let name, _) = variable.source,
                    let user = users.first(where: {
                        // Where it is surely missing, template/variable-missing tells.
                        !Selection.present($0.rule).contains(name)
                            && !Selection.missing($0.rule).contains(name)
                    })
                else { continue }
                report(
                    body.reader, at: body.place(range),
                    zh: "“\(variable.name)”没有备用文字：规则“\(user.rule.id)”里缺它的客户收不到",
                    en:
                        "without a fallback '\(user.rule.id)' drops who has no '\(variable.name)'"
                )
            }
        }
    }
}
