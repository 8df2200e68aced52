/// Children's guardians.
enum GuardianPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "guardian/form", severity: .error,
            title: .init(
                zh: "监护人设置写明谁是儿童", en: "guardian says who is a child"),
            why: .init(
                zh: """
                    不满十四岁的人，其同意要有监护人同意才算（个保法第31条）。用带年份的生日和岁数判断，\
                    或用一个布尔标签。
                    """,
                en: """
                    The consent of a child under 14 needs a guardian's (PIPL article 31). Who \
                    is one is told by a birthday with its year and an age, or by a boolean tag.
                    """),
            bad: "guardian: {birthday: tier, age: 14}",
            good: "guardian: {birthday: birthday, age: 14}")
    ]
}
