/// Silencing of checks: the comments `# hongyan: allow …`.
enum AllowPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "allow/date", severity: .warning,
            title: .init(
                zh: "静音要写截止日期，最长一年",
                en: "a silenced check has an end date within a year"),
            why: .init(
                zh: """
                    没有截止日期的静音会被忘记，真正的问题也就永远看不见了。请写 until 加日\
                    期，不超过一年；在此之前静音不生效。
                    """,
                en: """
                    Silence without an end is forgotten, and what it hides is never seen \
                    again. Write 'until' and a date, at most a year ahead; before that \
                    nothing is silenced.
                    """),
            bad: "closed: defer 2h  # hongyan: allow window/deadline because 试点",
            good:
                "closed: defer 2h  # hongyan: allow window/deadline until 2027-03-01 because 试点"),
        CheckPage(
            id: "allow/error", severity: .warning,
            title: .init(zh: "只有警告可以静音", en: "only warnings can be silenced"),
            why: .init(
                zh: """
                    错误意味着规则本无法使用，不能用注释跳过，只能改正。关于静音本身的警告也\
                    不能静音。
                    """,
                en: """
                    An error means that the rule book cannot be used; a comment cannot step \
                    over it, it has to be mended. The warnings about silencing cannot be \
                    silenced either.
                    """),
            bad: """
                message: helo  # hongyan: allow template/unknown until 2027-03-01 because \
                以后再加
                """,
            good: "message: hello"),
        CheckPage(
            id: "allow/expired", severity: .warning,
            title: .init(
                zh: "静音到期后要处理",
                en: "what was silenced is settled by its end date"),
            why: .init(
                zh: "静音的日期已过，被静音的警告重新出现。请解决它，或者写明新的日期和理由。",
                en: """
                    The end date has passed and the finding is back. Mend what it tells, or \
                    give a new date and the reason for it.
                    """),
            bad:
                "closed: defer 2h  # hongyan: allow window/deadline until 2025-03-01 because 试点",
            good: "closed: defer 24h"),
        CheckPage(
            id: "allow/form", severity: .warning,
            title: .init(
                zh: "静音注释写作 # hongyan: allow 检查名 until 日期 because 理由",
                en: "silencing is written '# hongyan: allow CHECK until DATE because REASON'"),
            why: .init(
                zh: "以 hongyan: 开头的注释是写给检查程序的；看不懂的不会生效，警告照样出现。",
                en: """
                    A comment that begins with 'hongyan:' is meant for the check; what it \
                    cannot read has no effect and the warning stays.
                    """),
            bad: "closed: defer 2h  # hongyan: ignore window/deadline",
            good:
                "closed: defer 2h  # hongyan: allow window/deadline until 2027-03-01 because 试点"),
        CheckPage(
            id: "allow/reason", severity: .warning,
            title: .init(zh: "静音要写理由", en: "a silenced check has a reason"),
            why: .init(
                zh: """
                    后来的人要知道为什么可以不管它。请写 because 加一句理由；在此之前静音不\
                    生效。
                    """,
                en: """
                    Whoever reads it later has to know why it may be so. Write 'because' and \
                    a phrase; before that nothing is silenced.
                    """),
            bad: "closed: defer 2h  # hongyan: allow window/deadline until 2027-03-01",
            good:
                "closed: defer 2h  # hongyan: allow window/deadline until 2027-03-01 because 试点"),
        CheckPage(
            id: "allow/unknown", severity: .warning,
            title: .init(
                zh: "静音写的是存在的检查",
                en: "what is silenced is a check that exists"),
            why: .init(
                zh: "检查名写错了，什么也没有静音。hongyan check --list 列出所有检查。",
                en: """
                    The name is that of no check, so nothing is silenced. 'hongyan check \
                    --list' shows all of them.
                    """),
            bad:
                "closed: defer 2h  # hongyan: allow window/deadlin until 2027-03-01 because 试点",
            good:
                "closed: defer 2h  # hongyan: allow window/deadline until 2027-03-01 because 试点",
            hasFixIt: true),
        CheckPage(
            id: "allow/unused", severity: .warning,
            title: .init(
                zh: "静音注释要有警告可静",
                en: "a silencing comment silences something"),
            why: .init(
                zh: """
                    这一行（或整个文件）没有这条警告。留着它，以后真正的警告会不声不响地消失。\
                    请删去。
                    """,
                en: """
                    There is no such warning on that line (or in the file). Left there, it \
                    would hide a true one later. Delete it.
                    """),
            bad:
                "closed: defer 24h  # hongyan: allow window/deadline until 2027-03-01 because 试点",
            good: "closed: defer 24h",
            hasFixIt: true),
    ]
}
