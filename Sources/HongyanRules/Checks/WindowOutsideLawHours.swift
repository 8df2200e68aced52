import HongyanCore

/// A marketing window before 08:00 or after 22:00.
///
/// No national statute names hours; the platforms do, and differ (8–20 Qiniu, 8–21 and 8–22 Huawei
/// Cloud). What lies outside 08:00–22:00 none of them lets through, and the carriers' own code for
/// it is "forbidden time" (M:00181, ID:0044).
enum WindowOutsideLawHours: Check {
    static let page = CheckPage(
        id: "window/outside-law-hours", severity: .warning,
        title: .init(
            zh: "营销短信在 08:00 到 22:00 之间发送",
            en: "marketing leaves between 08:00 and 22:00"),
        why: .init(
            zh: """
                各平台允许发送营销短信的时间是 8–20、8–21 或 8–22 点，夜间会被平台或运营商拒收，\
                还会招来投诉。请把时段收进 08:00–22:00；要走得通各家平台，就用 08:00–20:00。
                """,
            en: """
                Platforms take marketing from 8 to 20, 21 or 22 o'clock; at night it is refused, \
                or arrives and is complained about. Keep the window within 08:00-22:00; \
                08:00-20:00 passes everywhere.
                """),
        bad: "windows: {late: \"daily 18:00-23:30\"}",
        good: "windows: {late: \"daily 18:00-20:00\"}")

    static let opens = MinuteOfDay(8 * 60)
    static let closes = MinuteOfDay(22 * 60)

    static func run(_ context: CheckContext) {
        for window in context.marketingWindows {
            // A span across midnight is told by window/across-midnight.
            let outside = window.spans.first {
                !$0.crossesMidnight && ($0.from < opens || $0.to > closes)
            }
            guard let outside else { continue }
            report(
                context.policy.reader, at: context.policy.place("windows", window.name),
                zh: "窗口“\(window.name)”允许在 \(outside.text) 发营销短信，超出 08:00-22:00",
                en: "'\(window.name)' lets marketing leave at \(outside.text), beyond 08:00-22:00")
        }
    }
}
