/// How channels reach their carriers.
enum LinkPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "link/password", severity: .error,
            title: .init(
                zh: "密码写成 ${env:NAME} 或 ${file:PATH}",
                en: "a password is written ${env:NAME} or ${file:PATH}"),
            why: .init(
                zh: """
                    文件在 git 里，谁都读得到。把密码放进环境变量，或者放进 git 之外的文件。
                    """,
                en: """
                    Files stand in git, where many can read them. Put the password into an \
                    environment variable, or into a file outside of git.
                    """),
            bad: "password: s3cret",
            good: "password: ${env:SMSC_PASSWORD}")
    ]
}
