import HongyanCore

/// A variable that nobody whom the rule selects has.
enum TemplateVariableMissing: Check {
    static let page = CheckPage(
        id: "template/variable-missing", severity: .error,
        title: .init(
            zh: "模板不用人群里没有的标签", en: "a template uses no tag that its audience lacks"),
        why: .init(
            zh: """
                人群要求这个标签缺失，模板又要用它而没有备用文字：每条短信都会被放弃。\
                请去掉这个变量，或写备用文字。
                """,
            en: """
                The audience asks for customers without the tag, and the template uses it without \
                a fallback: every message is dropped. Leave the variable out or give it a \
                fallback.
                """),
        bad: "# template: ${city}的门店…\naudience: city is missing",
        good: "# template: ${city|您所在城市}的门店…\naudience: city is missing")

    static func run(_ context: CheckContext) {
        let users = context.users
        for body in context.bodies {
            for source in users[body.template.id] ?? [] {
                let missing = Selection.missing(source.rule)
                let variable = body.variables.first { (variable, _) in
                    guard variable.fallback == nil, case .tag(let name, _) = variable.source else {
                        return false
                    }
                    return missing.contains(name)
                }
                guard let variable else { continue }
                report(
                    source.file.reader, at: source.file.place("audience"),
                    zh: """
                        人群里谁都没有“\(variable.variable.name)”，模板“\(body.template.id)”却要用\
                        它
                        """,
                    en: "nobody here has '\(variable.variable.name)', "
                        + "which '\(body.template.id)' needs")
            }
        }
    }
}
