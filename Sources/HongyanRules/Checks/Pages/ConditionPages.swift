/// The condition language.
enum ConditionPages {
    static let all = first + second

    private static let first: [CheckPage] = [
        CheckPage(
            id: "condition/ago", severity: .error,
            title: .init(
                zh: "时间远近写 older than 或 within",
                en: "how long ago is written 'older than' or 'within'"),
            why: .init(
                zh: """
                    “< 90d ago”有人读作“九十天内”，有人读作“早于九十天前”，意思正好相\
                    反，会选错整个人群。
                    """,
                en: """
                    '< 90d ago' is read as 'within 90 days' by some and as 'before 90 days \
                    ago' by others: the opposite audience. The words leave no doubt.
                    """),
            bad: "audience: last_order_at < 90d ago",
            good: "audience: last_order_at older than 90d",
            hasFixIt: true),
        CheckPage(
            id: "condition/chain", severity: .error,
            title: .init(zh: "比较不能连写", en: "comparisons are not chained"),
            why: .init(
                zh: """
                    “1 < x < 5”在很多语言里并不是“1 到 5 之间”。请写 between … and …（\
                    含两端），或用 and 分开。
                    """,
                en: """
                    '1 < x < 5' does not mean 'between' in most languages. Write 'between … \
                    and …', both ends included, or two comparisons with 'and'.
                    """),
            bad: "audience: 100 <= points <= 500",
            good: "audience: points between 100 and 500"),
        CheckPage(
            id: "condition/character", severity: .error,
            title: .init(
                zh: "条件里只用条件语言的符号",
                en: "a condition is written in its own signs"),
            why: .init(
                zh: "这个字符在条件语言里没有意义。文本要放在引号里。",
                en: """
                    The character has no meaning in the condition language. Text belongs in \
                    quotes.
                    """),
            bad: "audience: tier = gold; points > 5",
            good: "audience: tier = gold and points > 5"),
        CheckPage(
            id: "condition/cycle", severity: .error,
            title: .init(
                zh: "人群和计算标签不能引用自己",
                en: "no audience or computed tag is defined by itself"),
            why: .init(
                zh: "绕回自己的定义永远算不出来，直接或经过别的名称都不行。",
                en: """
                    A definition that comes back to itself, directly or by way of others, \
                    has no answer.
                    """),
            bad: """
                audiences:
                  a: b and points > 5
                  b: a or tier = gold
                """,
            good: """
                audiences:
                  a: points > 5
                  b: a or tier = gold
                """),
        CheckPage(
            id: "condition/date", severity: .error,
            title: .init(zh: "日期和时间是存在的", en: "dates and times exist"),
            why: .init(
                zh: """
                    写作 2026-11-21；带引号的时间写作 '2026-11-21 10:00'。不存在的日子（如 2\
                     月 30 日）多半是笔误。
                    """,
                en: """
                    Written 2026-11-21; a time in quotes, '2026-11-21 10:00'. A day that \
                    does not exist is mostly a slip of the pen.
                    """),
            bad: "audience: coupon_expires < 2026-02-30",
            good: "audience: coupon_expires < 2026-03-01"),
        CheckPage(
            id: "condition/depth", severity: .error,
            title: .init(zh: "条件的括号不能太深", en: "a condition is not nested too deeply"),
            why: .init(
                zh: """
                    括号、not 和算式最多 48 层。把一部分写成命名人群，条件更好读，也可以单独\
                    测试。
                    """,
                en: """
                    Brackets, 'not' and arithmetic go at most 48 levels deep. Give part of \
                    it a name under 'audiences'; it reads better too.
                    """),
            bad: "audience: ((((((((((((((((((((((((((((((((((((((((((((((((((points > 1 …",
            good: "audience: rich and points > 1"),
        CheckPage(
            id: "condition/field", severity: .error,
            title: .init(
                zh: "汇总写明字段，count 不写",
                en: "an aggregate names a field, count none"),
            why: .init(
                zh: """
                    sum、min、max、last 汇总的是字段的值，只写事件名不知道要算哪一个。count \
                    数的是事件本身，不写字段。
                    """,
                en: """
                    sum, min, max and last work on a field's values; the event alone does \
                    not say which. 'count' counts the events themselves and takes none.
                    """),
            bad: "audience: sum(order.placed, 90d) >= 500",
            good: "audience: sum(order.placed.amount, 90d) >= 500",
            hasFixIt: true),
        CheckPage(
            id: "condition/list", severity: .error,
            title: .init(zh: "列表里只能写值", en: "a list holds values only"),
            why: .init(
                zh: """
                    in [ … ] 里写枚举值、数、日期或带引号的文本，不能写标签。与另一个标签比\
                    较请用 =。
                    """,
                en: """
                    Between the brackets of 'in [ … ]' stand enum values, numbers, dates or \
                    quoted texts, no tags. To compare with another tag use '='.
                    """),
            bad: "audience: city in ['上海', name]",
            good: "audience: city in ['上海', '苏州'] or city = name"),
    ]

    private static let second: [CheckPage] = [
        CheckPage(
            id: "condition/missing", severity: .warning,
            title: .init(
                zh: "缺值的客户怎么办，要写出来",
                en: "a condition says what becomes of missing values"),
            why: .init(
                zh: """
                    缺值时任何比较都不成立，包括 !=；前面加 not 就成立。多半不是想要的。写明\
                     is missing 或 is not missing，警告就没有了。
                    """,
                en: """
                    Every comparison with a missing value is false, '!=' too, and 'not' \
                    turns that to true: mostly not what was meant. Say it with 'is missing' \
                    or 'is not missing' beside it, and the warning is gone.
                    """),
            bad: "audience: city != '上海'",
            good: "audience: city != '上海' or city is missing"),
        CheckPage(
            id: "condition/not-in", severity: .error,
            title: .init(zh: "没有 not in", en: "there is no 'not in'"),
            why: .init(
                zh: """
                    缺值的客户算不算“不在其中”，not in 说不清。请写 not … in […]，并想一\
                    想缺值的客户。
                    """,
                en: """
                    'not in' leaves open what becomes of customers without a value. Write \
                    'not … in […]', which holds for them, and think of them.
                    """),
            bad: "audience: tier not in [gold]",
            good: "audience: not tier in [gold] and tier is not missing",
            hasFixIt: true),
        CheckPage(
            id: "condition/number", severity: .error,
            title: .init(
                zh: "数和时长写得出来、放得下",
                en: "numbers and lengths of time are well formed and fit"),
            why: .init(
                zh: """
                    数是 64 位整数加固定小数位（最多 6 位），除数是整数；时长写 90d、2h、30m、\
                    60s，最长 100 年。
                    """,
                en: """
                    Numbers are 64-bit with fixed decimals (at most six), a divisor is \
                    whole; lengths of time are written 90d, 2h, 30m, 60s, at most 100 years.
                    """),
            bad: "audience: last_order_at older than 3months",
            good: "audience: last_order_at older than 90d"),
        CheckPage(
            id: "condition/quote", severity: .error,
            title: .init(zh: "文本要成对加引号", en: "text stands between quotation marks"),
            why: .init(
                zh: """
                    枚举值不加引号，文本标签的值要加，这样写错的标签名不会被当成文本而悄悄选\
                    不中任何人。
                    """,
                en: """
                    Enum values are bare words, values of text tags are quoted; so a \
                    misspelt tag is never taken for a text that quietly matches nobody.
                    """),
            bad: "audience: city = 上海",
            good: "audience: city = '上海'",
            hasFixIt: true),
        CheckPage(
            id: "condition/size", severity: .error,
            title: .init(zh: "条件不能太长", en: "a condition is not too long"),
            why: .init(
                zh: """
                    条件最长 4096 字节，命名人群和计算标签展开后最多 2000 项。几百个值的名单\
                    应当做成一个标签再导入。
                    """,
                en: """
                    A condition is at most 4,096 bytes and 2,000 terms, named audiences and \
                    computed tags put in. A list of hundreds of values is better imported as \
                    a tag.
                    """),
            bad: "audience: name in ['a', 'b', 'c', …]",
            good: "audience: in_campaign_list"),
        CheckPage(
            id: "condition/span", severity: .error,
            title: .init(zh: "汇总要写时长", en: "an aggregate has a length of time"),
            why: .init(
                zh: "count、sum 等只在一段时间内有意义，也只有这样才算得快。请写 (事件, 90d)。",
                en: """
                    count, sum and their like run over a stretch of time, (t−90d, t]. \
                    Without one they would mean all of history. Write it as the second word.
                    """),
            bad: "audience: count(order.placed) >= 2",
            good: "audience: count(order.placed, 90d) >= 2"),
        CheckPage(
            id: "condition/symbol", severity: .error,
            title: .init(zh: "用条件语言自己的符号", en: "a condition uses its own symbols"),
            why: .init(
                zh: """
                    相等写 =，不等写 !=，并且写 and，标点用半角。全角符号和 == 多半来自输入\
                    法或别的语言。
                    """,
                en: """
                    Equal is '=', unequal '!=', both 'and', punctuation is ASCII. Full-width \
                    signs come from the input method, '==' from other languages.
                    """),
            bad: "audience: points ≥ 100 && tier == gold",
            good: "audience: points >= 100 and tier = gold",
            hasFixIt: true),
        CheckPage(
            id: "condition/syntax", severity: .error,
            title: .init(zh: "条件要写完整", en: "a condition is whole"),
            why: .init(
                zh: """
                    少了一边、少了括号或多了一个词。可用的写法：比较、in […]、between … an\
                    d …、has、contains、is missing、older than、within，用 and、or、not 连\
                    接。
                    """,
                en: """
                    A side or a bracket is missing, or there is a word too many. Forms: \
                    comparisons, in […], between … and …, has, contains, is missing, older \
                    than, within; joined by and, or, not.
                    """),
            bad: "audience: points >= and tier = gold",
            good: "audience: points >= 100 and tier = gold",
            hasFixIt: true),
        CheckPage(
            id: "condition/type", severity: .error,
            title: .init(
                zh: "比较的两边类型要相合",
                en: "both sides of a comparison fit together"),
            why: .init(
                zh: """
                    数与数比、时间与时间比、枚举与它自己的值比；集合用 has，没有大小的类型只\
                    能用 = 和 !=。不会自动转换。
                    """,
                en: """
                    Numbers go with numbers, times with times, enums with their own values; \
                    sets take 'has', and what has no order takes only '=' and '!='. Nothing \
                    is converted silently.
                    """),
            bad: "audience: name > 5",
            good: "audience: points > 5"),
    ]
}
