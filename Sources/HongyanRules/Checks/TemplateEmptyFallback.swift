import HongyanCore

/// `${name|}`, which reads as "nothing" and means "drop".
enum TemplateEmptyFallback: Check {
    static let page = CheckPage(
        id: "template/empty-fallback", severity: .error,
        title: .init(zh: "备用文字不为空", en: "a fallback is not empty"),
        why: .init(
            zh: """
                ${name|} 看起来像“缺了就不写”，其实等于没有备用文字：标签缺失时整条短信被放弃。\
                请写备用文字，或干脆不写竖线。
                """,
            en: """
                '${name|}' looks like "leave it out when missing", but an empty fallback is none: \
                the whole message is dropped. Write some words, or no bar at all.
                """),
        bad: "text: \"${name|}您好\"", good: "text: \"${name|顾客}您好\"")

    static func run(_ context: CheckContext) {
        for body in context.bodies {
            for (variable, range) in body.variables {
                guard let fallback = variable.fallback, ValueText.cleaned(fallback).isEmpty else {
                    continue
                }
                report(
                    body.reader, at: body.place(range),
                    zh: "备用文字是空的：缺失时整条短信会被放弃",
                    en: "an empty fallback is none, the message is dropped")
            }
        }
    }
}
