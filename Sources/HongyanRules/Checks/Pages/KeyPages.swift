/// Keys of mappings.
enum KeyPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "key/missing", severity: .error,
            title: .init(zh: "必写的键都写了", en: "required keys are there"),
            why: .init(
                zh: "没有隐藏的默认值：少了它，规则的意思就不确定。",
                en: """
                    There is no hidden default: without the key it is not known what the \
                    rule should do.
                    """),
            bad: "trigger: {date: birthday, before: 3d}",
            good: "trigger: {date: birthday, before: 3d, at: 10:00}"),
        CheckPage(
            id: "key/unfit", severity: .error,
            title: .init(zh: "键与类型相配", en: "a key fits its type"),
            why: .init(
                zh: "values 只用于 enum 和 set，scale 只用于 decimal；写在别处不起作用。",
                en: """
                    'values' is for enum and set, 'scale' for decimal; elsewhere they would \
                    mean nothing.
                    """),
            bad: "points: {type: integer, scale: 2}",
            good: "points: {type: decimal, scale: 2}"),
        CheckPage(
            id: "key/unknown", severity: .error,
            title: .init(zh: "只写认识的键", en: "keys are known ones"),
            why: .init(
                zh: """
                    写错的键如果被忽略，限制就会悄悄失效，比如写错的 holdout。所以不认识的键\
                    是错误。
                    """,
                en: """
                    If a misspelt key were passed over, a guard such as 'holdout' would \
                    quietly be off. So an unknown key is an error.
                    """),
            bad: "holduot: 5%",
            good: "holdout: 5%",
            hasFixIt: true),
    ]
}
