/// Values of keys.
enum ValuePages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "value/form", severity: .error,
            title: .init(zh: "值按规定的形式写", en: "a value is written in its form"),
            why: .init(
                zh: "每个键的值有一种写法，如 90d、10:00、5%、20000/day。看不懂的值不会被猜测。",
                en: """
                    Each key's value has one form, such as 90d, 10:00, 5%, 20000/day. What \
                    does not fit is not guessed at.
                    """),
            bad: "limit: 20000",
            good: "limit: 20000/day"),
        CheckPage(
            id: "value/none", severity: .error,
            title: .init(zh: "列表不是空的", en: "a list is not empty"),
            why: .init(
                zh: "没有值的枚举谁也不符合，没有用途的通道什么也不发。",
                en: """
                    An enum without values fits nobody, a channel without purposes sends \
                    nothing.
                    """),
            bad: "tier: {type: enum, values: []}",
            good: "tier: {type: enum, values: [silver, gold]}"),
        CheckPage(
            id: "value/repeated", severity: .error,
            title: .init(zh: "列表里的值不重复", en: "no value is listed twice"),
            why: .init(
                zh: "重复的值多半是复制后忘了改，真正想写的值就缺了。",
                en: """
                    A repeated value is mostly a copy that was not changed, and the one that \
                    was meant is missing.
                    """),
            bad: "tier: {type: enum, values: [silver, gold, gold]}",
            good: "tier: {type: enum, values: [silver, gold, platinum]}"),
        CheckPage(
            id: "value/unknown", severity: .error,
            title: .init(zh: "值是允许的值之一", en: "a value is an allowed one"),
            why: .init(
                zh: "枚举和集合的值在 tags.yaml 里列出，用途等有固定的词。写错的值谁也不符合。",
                en: """
                    Values of enums and sets are listed in tags.yaml, purposes and the like \
                    are fixed words. A misspelt one fits nobody.
                    """),
            bad: "audience: tier = glod",
            good: "audience: tier = gold",
            hasFixIt: true),
    ]
}
