/// Notices of working days.
enum CalendarPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "calendar/day", severity: .error,
            title: .init(zh: "放假与上班的日子写对了", en: "a notice's days fit"),
            why: .init(
                zh: """
                    一年的通知只涉及当年和上一年 12 月；调休上班的日子是周六或周日；同一天不会又放假又上班。
                    """,
                en: """
                    A year's notice is about that year and the December before. Only Saturdays \
                    and Sundays are made up, and no day is both off and worked.
                    """),
            bad: "work: [2027-02-15]   # a Monday",
            good: "work: [2027-02-14]"),
        CheckPage(
            id: "calendar/known", severity: .warning,
            title: .init(
                zh: "程序已经知道的年份不必再写", en: "a year that the program knows is not written again"),
            why: .init(
                zh: """
                    程序内置了这一年的通知，而文件里写的不一样，以文件为准。除非通知后来改过，\
                    否则请删去这一年。
                    """,
                en: """
                    The program has that year's notice, the file says something else, and the \
                    file counts. Unless the notice was changed later, take the year out.
                    """),
            bad: "notices: [{year: 2026, …}]   # 2026-01-04 is not among 'work'",
            good: "notices: []"),
        CheckPage(
            id: "calendar/repeated", severity: .error,
            title: .init(zh: "一年只有一份通知", en: "a year has one notice"),
            why: .init(
                zh: "同一年写了两次，就不知道以哪一份为准。",
                en: "With two for one year it is not known which one counts."),
            bad: "notices: [{year: 2027, …}, {year: 2027, …}]",
            good: "notices: [{year: 2027, …}, {year: 2028, …}]"),
        CheckPage(
            id: "calendar/statutory", severity: .error,
            title: .init(zh: "法定节日都放假", en: "every statutory day is off"),
            why: .init(
                zh: """
                    《全国年节及纪念日放假办法》规定的日子（2025 年起 13 天）在通知里都放假。少了一天，\
                    多半是没有抄全，那一天就会当成工作日来发短信。
                    """,
                en: """
                    The days that 全国年节及纪念日放假办法 names (13 since 2025) are off in every \
                    notice. Where one is missing the notice was not copied whole, and messages \
                    would leave on a holiday.
                    """),
            bad: "off: {元旦: 2027-01-01}   # and nothing else",
            good: "off: {元旦: 2027-01-01, 春节: 2027-02-05 .. 2027-02-12, 清明节: …}"),
    ]
}
