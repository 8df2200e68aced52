/// YAML as such.
enum YamlPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "yaml/alias", severity: .error,
            title: .init(zh: "不用锚点和别名", en: "there are no anchors and aliases"),
            why: .init(
                zh: "别名让规则的意思散在别处，小文件也能展开成巨大的内容。请把内容写出来。",
                en: """
                    Aliases hide what a rule means, and let a small file stand for a huge \
                    one. Write it out.
                    """),
            bad: "audience: *rich",
            good: "audience: rich"),
        CheckPage(
            id: "yaml/depth", severity: .error,
            title: .init(zh: "嵌套不超过 32 层", en: "nesting goes at most 32 levels"),
            why: .init(
                zh: "没有哪种规则需要这么深，多半是括号写错了。",
                en: "No rule needs more; mostly a bracket is wrong.")),
        CheckPage(
            id: "yaml/duplicate-key", severity: .error,
            title: .init(zh: "一个键只写一次", en: "a key is written once"),
            why: .init(
                zh: "YAML 读到两次会悄悄取最后一次，另一个值就没有了。",
                en: "YAML would quietly take the last of them, and the other value is lost."),
            bad: """
                priority: 60
                priority: 80
                """,
            good: "priority: 80"),
        CheckPage(
            id: "yaml/key", severity: .error,
            title: .init(zh: "键是文字", en: "a key is text"),
            why: .init(
                zh: "键不能是列表或一组键值。常见于 {{name}}：模板变量写作 ${name}。",
                en: """
                    A key cannot be a list or a mapping. It often comes from {{name}}: \
                    variables are written ${name}.
                    """),
            bad: "message: {{hello}}",
            good: "message: hello"),
        CheckPage(
            id: "yaml/second-document", severity: .error,
            title: .init(zh: "一个文件一个文档", en: "a file is one document"),
            why: .init(
                zh: "--- 之后的内容不会被读取。一个文件写一条规则。",
                en: "What follows '---' would not be read. Each rule has a file of its own."),
            bad: """
                rule: a
                ---
                rule: b
                """,
            good: "rule: a"),
        CheckPage(
            id: "yaml/syntax", severity: .error,
            title: .init(zh: "文件是正确的 YAML", en: "a file is proper YAML"),
            why: .init(
                zh: """
                    常见的原因：值里有“: ”或“ #”而没加引号、缩进用了 Tab、括号或引号没有\
                    成对。
                    """,
                en: """
                    Common reasons: a value with ': ' or ' #' and no quotes, a tab as \
                    indentation, a bracket or quote without its mate.
                    """),
            bad: "title: 提示: 您有优惠",
            good: "title: \"提示: 您有优惠\""),
        CheckPage(
            id: "yaml/tag", severity: .error,
            title: .init(zh: "不用 YAML 标签", en: "there are no YAML tags"),
            why: .init(
                zh: "!!str 之类的标签没有用处：值的类型由键决定。",
                en: "'!!str' and the like are not needed: the key decides a value's type."),
            bad: "title: !!str 生日",
            good: "title: 生日"),
        CheckPage(
            id: "yaml/type", severity: .error,
            title: .init(
                zh: "该是列表的是列表，该是文字的是文字",
                en: "lists are lists, texts are texts, mappings are mappings"),
            why: .init(
                zh: "这个键要的是另一种形状。常见的原因是缩进，或者值是空的。",
                en: """
                    The key wants another shape. Mostly the indentation is wrong, or the \
                    value is empty.
                    """),
            bad: "purposes: marketing",
            good: "purposes: [marketing]",
            hasFixIt: true),
    ]
}
