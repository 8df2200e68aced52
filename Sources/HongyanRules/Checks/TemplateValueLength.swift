import HongyanCore

/// A maximum that some values of the variable surely exceed.
enum TemplateValueLength: Check {
    static let page = CheckPage(
        id: "template/value-length", severity: .error,
        title: .init(zh: "max 容得下每个取值", en: "a variable's max has room for each value"),
        why: .init(
            zh: """
                超过 max 的文字从不截断，而是放弃整条短信。枚举的取值、日期写成文字有多长是知道\
                的：max 更小，那些客户就收不到。
                """,
            en: """
                What is longer than 'max' is never cut, the message is dropped. How long the \
                values of an enum and written dates are is known; with a smaller max these \
                customers get nothing.
                """),
        bad: "text: \"${tier}会员您好\"      # platinum\nvariables: {tier: {max: 6}}",
        good: "text: \"${tier}会员您好\"\nvariables: {tier: {max: 8}}",
        hasFixIt: true)

    static func run(_ context: CheckContext) {
        for body in context.bodies {
            for (variable, range) in body.variables {
                guard let (longest, length) = longest(variable.source), length > variable.maxLength
                else { continue }
                let id = body.template.id.rawValue
                report(
                    body.reader, at: body.place(range),
                    zh: "“\(longest)”长 \(length)，超过上限 \(variable.maxLength)：短信会被放弃",
                    en: "'\(longest)' takes \(length), over the max of \(variable.maxLength)",
                    fix: fix(context.templates, id, variable.name, length))
            }
        }
    }

    /// The longest text that a value surely gives; nil where any length is possible.
    private static func longest(
        _ source: Template.Variable.Source
    ) -> (text: String, length: Int)? {
        let text: String
        switch source {
        case .targetDate: text = "12月31日"
        case .tag(_, let type), .field(_, let type):
            switch type {
            case .enumeration(let values):
                // The first of the longest, in the order of tags.yaml.
                guard let most = values.map(\.utf16.count).max(),
                    let value = values.first(where: { $0.utf16.count == most })
                else { return nil }
                text = value
            case .date: text = "12月31日"
            case .time: text = "12月31日 23:59"
            // Lunar ones may take more.
            case .anniversary: text = "12月31日"
            case .text, .boolean, .number, .set, .duration: return nil
            }
        }
        return (text, text.utf16.count)
    }

    private static func fix(
        _ templates: FileSource, _ id: String, _ name: String, _ length: Int
    ) -> (range: Range<Int>, text: String)? {
        let path = ["templates", id, "variables", name]
        let node = templates.node(path + ["max"]) ?? templates.node(path)
        guard let node, case .scalar = node.content else { return nil }
        return (node.range, "\(length)")
    }
}
