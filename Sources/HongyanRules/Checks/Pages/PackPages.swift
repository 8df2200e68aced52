/// Packs.
enum PackPages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "pack/duplicate", severity: .error,
            title: .init(zh: "一个名字只有一个包", en: "a pack's id belongs to one pack"),
            why: .init(
                zh: "台账按名字和版本引用包；同名的两个包无法分辨。请给自己的包另取一个名字。",
                en: """
                    Ledgers name a pack by id and version; two of one id could not be told apart. \
                    Give your own pack another id.
                    """),
            bad: "pack: cn-2026", good: "pack: cn-2026-shop"),
        CheckPage(
            id: "pack/file", severity: .error,
            title: .init(
                zh: "packs 里列出的文件在 packs/ 文件夹里", en: "a listed pack lies in the folder packs"),
            why: .init(
                zh: "列出的包读不到，它的限制就不生效。请写相对于工作区的路径，如 packs/uk.yaml。",
                en: """
                    A pack that cannot be found binds nobody. Write its path from the workspace, \
                    such as packs/uk.yaml.
                    """),
            bad: "packs: [uk.yaml]", good: "packs: [packs/uk.yaml]"),
        CheckPage(
            id: "pack/layer", severity: .error,
            title: .init(
                zh: "law 写法律包，通道的 pack 写平台包",
                en: "'law' names a law's pack, a channel's 'pack' a provider's"),
            why: .init(
                zh: "层决定谁能收紧谁：平台包不是法律，法律包对所有通道有效。",
                en: """
                    The layer says who may tighten whom: a provider is no law, and a law binds \
                    every channel.
                    """),
            bad: "law: aliyun", good: "law: cn-2026"),
        CheckPage(
            id: "pack/unknown", severity: .error,
            title: .init(
                zh: "包是内置的，或列在 packs 里", en: "a pack is built in or listed under 'packs'"),
            why: .init(
                zh: "没有这个包，它的时段、频控和退订语就都不生效。检查拼写，或在 packs 里列出文件。",
                en: """
                    Without the pack none of its hours, caps and opt-out words bind. Mind the \
                    spelling, or list its file under 'packs'.
                    """),
            bad: "law: cn-2062", good: "law: cn-2026", hasFixIt: true),
        CheckPage(
            id: "preset/unknown", severity: .error,
            title: .init(zh: "频控预设有三种", en: "caps have three presets"),
            why: .init(
                zh: "preset 展开成几条带名字的频控：retail、restaurant 或 business。",
                en: "A preset becomes caps with names: retail, restaurant or business."),
            bad: "caps: {preset: retial}", good: "caps: {preset: retail}", hasFixIt: true),
    ]
}
