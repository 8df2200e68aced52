/// Providers of channels.
enum ProviderPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "provider/unknown", severity: .error,
            title: .init(zh: "服务商是已支持的", en: "a provider is a supported one"),
            why: .init(
                zh: """
                    通道要说明和谁连接。支持 simulated（模拟运营商）、smpp（SMPP 3.4 网关）\
                    和 cmpp（CMPP 2.0、3.0 网关）。
                    """,
                en: """
                    A channel says whom it connects to: 'simulated', the carrier inside the \
                    program, 'smpp', an SMSC over SMPP 3.4, or 'cmpp', a gateway over CMPP 2.0 \
                    or 3.0.
                    """),
            bad: "provider: simulator",
            good: "provider: simulated",
            hasFixIt: true),
        CheckPage(
            id: "provider/key", severity: .error,
            title: .init(
                zh: "通道只写其服务商会读的键", en: "a channel has only keys that its provider reads"),
            why: .init(
                zh: """
                    profile 说的是模拟运营商的表现，link 说的是怎样连接 smpp、cmpp 网关。写在别\
                    的服务商下面不起作用，却让人以为起作用。
                    """,
                en: """
                    'profile' is how the simulated carrier behaves, 'link' how an smpp or cmpp \
                    gateway is reached. Under another provider they do nothing, and look as if \
                    they did.
                    """),
            bad: "provider: smpp\nprofile: {failed: 2%}",
            good: "provider: smpp\nlink: {host: smsc.example.com, port: 2775, system_id: shop}"),
    ]
}
