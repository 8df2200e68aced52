/// The key of the store's phone numbers.
enum EncryptionPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "encryption/key", severity: .error,
            title: .init(
                zh: "密钥写成 ${env:NAME}", en: "the key is written ${env:NAME}"),
            why: .init(
                zh: """
                    文件在 git 里，谁都读得到；写在文件里的密钥保护不了任何号码。\
                    用 'hongyan key new' 生成密钥，放进环境变量。
                    """,
                en: """
                    Files stand in git, where many can read them: a key in a file protects no \
                    number. Make one with 'hongyan key new' and put it into the environment.
                    """),
            bad: "encryption:\n  key: 0123456789abcdef",
            good: "encryption:\n  key: ${env:HONGYAN_KEY}")
    ]
}
