/// Channels of `hongyan.yaml`.
enum ChannelPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "channel/none", severity: .error,
            title: .init(zh: "至少要有一个通道", en: "there is at least one channel"),
            why: .init(
                zh: """
                    没有通道就没有短信能发出去。在 hongyan.yaml 的 channels 下写一个；没有真\
                    实账号时可用 provider: simulated。
                    """,
                en: """
                    Without a channel no message can leave. Write one under 'channels' of \
                    hongyan.yaml; 'provider: simulated' needs no account.
                    """),
            bad: "channels: {}",
            good: """
                channels:
                  main: {provider: simulated, purposes: [marketing], price: 0.045, rate: 200/s}
                """),
        CheckPage(
            id: "channel/purpose", severity: .warning,
            title: .init(
                zh: "每条规则的用途都有通道可走",
                en: "some channel sends what each rule is for"),
            why: .init(
                zh: """
                    规则的短信找不到可用的通道，全部会停在“没有通道”。给某个通道的 purpose\
                    s 加上这个用途，或者改规则的用途。
                    """,
                en: """
                    No channel takes the rule's messages, so every one of them is held for \
                    want of a channel. Add the purpose to a channel's 'purposes', or change \
                    the rule's.
                    """),
            bad: """
                # hongyan.yaml
                purposes: [service]
                # rules/a.yaml
                purpose: marketing
                """,
            good: """
                # hongyan.yaml
                purposes: [service, marketing]
                # rules/a.yaml
                purpose: marketing
                """),
    ]
}
