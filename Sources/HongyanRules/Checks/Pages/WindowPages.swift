/// Windows.
enum WindowPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "window/form", severity: .error,
            title: .init(zh: "窗口写作“哪些日子 几点-几点”", en: "a window is days and spans"),
            why: .init(
                zh: """
                    如 daily 09:00-20:00、workdays 09:00-12:00, 14:00-18:00、mon-fri,sun 10:\
                    00-24:00；时段不空、不重叠。
                    """,
                en: """
                    Such as 'daily 09:00-20:00', 'workdays 09:00-12:00, 14:00-18:00' or \
                    'mon-fri,sun 10:00-24:00'; spans are not empty and do not overlap.
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
