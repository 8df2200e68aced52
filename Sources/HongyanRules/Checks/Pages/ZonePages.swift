/// Time zones.
enum ZonePages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "zone/unknown", severity: .error,
            title: .init(zh: "时区是 IANA 名称", en: "a zone is an IANA name"),
            why: .init(
                zh: "所有窗口和日期都按这个时区计算。写 Asia/Shanghai，系统要装有 tzdata。",
                en: """
                    All windows and dates are in this zone. Write Asia/Shanghai; the system \
                    needs tzdata.
                    """),
            bad: "zone: Beijing",
            good: "zone: Asia/Shanghai")
    ]
}
