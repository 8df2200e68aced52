/// What a rule sends.
enum MessagePages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "message/repeated", severity: .error,
            title: .init(zh: "一个模板在变体里只出现一次", en: "a template is one variant only"),
            why: .init(
                zh: "同一个模板写两次，效果无法分开统计。把权重合在一起。",
                en: "Written twice, its results could not be told apart. Add up the weights."),
            bad: "message: [{template: a, weight: 1}, {template: a, weight: 2}]",
            good: "message: [{template: a, weight: 3}, {template: b, weight: 1}]"),
        CheckPage(
            id: "message/weight", severity: .error,
            title: .init(
                zh: "变体的权重之和大于 0",
                en: "the variants' weights add up to more than 0"),
            why: .init(
                zh: "权重全是 0，谁也不会收到短信。要停用规则请写 enabled: false。",
                en: """
                    With all weights 0 nobody gets anything. To switch a rule off write \
                    'enabled: false'.
                    """),
            bad: "message: [{template: a, weight: 0}]",
            good: "message: [{template: a, weight: 1}]"),
    ]
}
