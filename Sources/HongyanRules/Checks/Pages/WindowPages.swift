/// Windows.
enum WindowPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "window/form", severity: .error,
            title: .init(zh: "窗口写作“哪些日子 几点-几点”", en: "a window is days and spans"),
            why: .init(
                zh: """
                    如 daily 09:00-20:00、workdays 09:00-12:00, 14:00-18:00、mon-fri,sun 10:\
                    00-24:00；时段不空、不重叠。workdays 是国务院通知里的工作日（含调休上班），\
                    restdays 是其余的日子，weekends 只看周六周日。
                    """,
                en: """
                    Such as 'daily 09:00-20:00', 'workdays 09:00-12:00, 14:00-18:00' or \
                    'mon-fri,sun 10:00-24:00'; spans are not empty and do not overlap. \
                    'workdays' are those of the State Council's notices, made-up weekends \
                    included, 'restdays' are all others, 'weekends' only looks at the weekday.
                    """),
            bad: "windows: {day: \"9:00 to 20:00\"}",
            good: "windows: {day: \"daily 09:00-20:00\"}"),
        CheckPage(
            id: "window/unknown", severity: .error,
            title: .init(
                zh: "窗口在 policy.yaml 里声明",
                en: "a window is declared in policy.yaml"),
            why: .init(
                zh: "没有这个窗口就不知道几点能发。检查拼写，或在 windows 下声明。",
                en: """
                    Without the window it is not known when messages may leave. Mind the \
                    spelling, or declare it under 'windows'.
                    """),
            bad: "window: evning",
            good: "window: evening",
            hasFixIt: true),
    ]
}
