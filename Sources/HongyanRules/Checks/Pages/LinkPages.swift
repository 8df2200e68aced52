/// How channels reach their carriers.
enum LinkPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "link/account", severity: .error,
            title: .init(
                zh: "一个账号只写一个通道", en: "one channel for an account"),
            why: .init(
                zh: """
                    同一账号（host、port、system_id）有几个连接时，对方可以把回执和回复发到其中任何一个：\
                    另一个通道的短信就一直停在 accepted。几种用途共用一个账号时，写进同一个通道的 purposes。
                    """,
                en: """
                    Where an account (host, port, system_id) has several connections, the other \
                    side may give receipts and replies to any of them: messages of the other \
                    channel would stay accepted for ever. Purposes that share an account belong \
                    to one channel.
                    """),
            bad: """
                marketing: {provider: smpp, link: {host: smsc.cn, port: 2775, system_id: shop}}
                notice: {provider: smpp, link: {host: smsc.cn, port: 2775, system_id: shop}}
                """,
            good: """
                smsc:
                  provider: smpp
                  purposes: [marketing, service]
                  link: {host: smsc.cn, port: 2775, system_id: shop}
                """),
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
            good: "password: ${env:SMSC_PASSWORD}"),
    ]
}
