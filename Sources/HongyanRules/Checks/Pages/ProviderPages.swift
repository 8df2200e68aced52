/// Providers of channels.
enum ProviderPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "provider/unknown", severity: .error,
            title: .init(zh: "服务商是已支持的", en: "a provider is a supported one"),
            why: .init(
                zh: "通道要说明和谁连接。现在支持 simulated（模拟运营商）。",
                en: """
                    A channel says whom it connects to. 'simulated', the simulated carrier, \
                    is supported now.
                    """),
            bad: "provider: simulator",
            good: "provider: simulated",
            hasFixIt: true)
    ]
}
