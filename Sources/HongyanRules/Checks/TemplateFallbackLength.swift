import HongyanCore

/// A fallback longer than the variable may be.
enum TemplateFallbackLength: Check {
    static let page = CheckPage(
        id: "template/fallback-length", severity: .error,
        title: .init(zh: "备用文字不超过变量的 max", en: "a fallback fits into the variable's max"),
        why: .init(
            zh: "超过 max 的文字从不截断，而是放弃整条短信：备用文字太长，就等于没有。",
            en: """
                What is longer than 'max' is never cut, the message is dropped: with a fallback \
                that long, everybody without the tag gets nothing.
                """),
        bad: "text: \"${name|尊敬的会员朋友}您好\"\nvariables: {name: {max: 4}}",
        good: "text: \"${name|会员}您好\"\nvariables: {name: {max: 4}}")

    static func run(_ context: CheckContext) {
        for body in context.bodies {
            for (variable, range) in body.variables {
                guard let fallback = variable.fallback else { continue }
                let length = ValueText.cleaned(fallback).utf16.count
                guard length > variable.maxLength else { continue }
                report(
                    body.reader, at: body.place(range),
                    zh: "备用文字 \(length) 字，超过上限 \(variable.maxLength)：短信会被放弃",
                    en: "a fallback of \(length) is over the max of \(variable.maxLength)")
            }
        }
    }
}
