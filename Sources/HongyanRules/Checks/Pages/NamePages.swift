/// Names that people give.
enum NamePages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "name/ambiguous", severity: .error,
            title: .init(
                zh: "同名的字段和标签要写明是哪个",
                en: "a name that is both field and tag says which"),
            why: .init(
                zh: """
                    在触发的条件里，名称先看事件的字段。写 event.名称 或 tag.名称，意思就清\
                    楚了。
                    """,
                en: """
                    Inside a trigger's condition a name may be the event's field or the \
                    customer's tag. Write 'event.NAME' or 'tag.NAME'.
                    """),
            bad: "trigger: {event: order.placed, where: city = '上海'}",
            good: "trigger: {event: order.placed, where: tag.city = '上海'}"),
        CheckPage(
            id: "name/form", severity: .error,
            title: .init(
                zh: "名称用小写字母、数字和连接符",
                en: "names are lower-case letters, digits and joiners"),
            why: .init(
                zh: "名称会进入台账、文件名和列名，各处写法一致才不会出错。中文请写在 title。",
                en: """
                    Names go into the ledger, file names and columns, so they are written \
                    alike everywhere. Chinese belongs into 'title'.
                    """),
            bad: "rule: 生日",
            good: """
                rule: birthday
                title: 生日
                """),
        CheckPage(
            id: "name/reserved", severity: .error,
            title: .init(
                zh: "名称不是条件语言的保留词",
                en: "a name is no word of the condition language"),
            why: .init(
                zh: "叫 has 或 within 的标签，在条件里无法分辨。",
                en: """
                    A tag called 'has' or 'within' could not be told from the word in a \
                    condition.
                    """),
            bad: "within: integer",
            good: "within_days: integer"),
        CheckPage(
            id: "name/taken", severity: .error,
            title: .init(zh: "标签和人群不同名", en: "a tag and an audience do not share a name"),
            why: .init(
                zh: "它们在条件里的写法相同，同名就不知道指的是哪一个。",
                en: "In a condition they are written alike, so one name cannot be both."),
            bad: """
                tags:
                  vip: boolean
                audiences:
                  vip: points > 500
                """,
            good: """
                tags:
                  vip: boolean
                audiences:
                  vips: vip or points > 500
                """),
    ]
}
