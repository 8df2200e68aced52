import HongyanCore

/// A marketing window that is open at night: mostly its two ends are swapped.
enum WindowAcrossMidnight: Check {
    static let page = CheckPage(
        id: "window/across-midnight", severity: .warning,
        title: .init(zh: "营销窗口不跨午夜", en: "a marketing window does not run across midnight"),
        why: .init(
            zh: """
                结束不晚于开始的时段会跨过午夜：21:00-08:00 是整夜开启、白天关闭。\
                多半是把免打扰时间写成了发送时间，或首尾写反了。
                """,
            en: """
                A span that ends at or before its start runs across midnight: 21:00-08:00 is open \
                all night and closed all day. Mostly quiet hours were written where sending hours \
                are wanted, or the ends are swapped.
                """),
        bad: "windows: {day: \"daily 21:00-08:00\"}",
        good: "windows: {day: \"daily 08:00-21:00\"}",
        hasFixIt: true)

    static func run(_ context: CheckContext) {
        for window in context.marketingWindows {
            guard let span = window.spans.first(where: \.crossesMidnight) else { continue }
            report(
                context.policy.reader, at: context.policy.place("windows", window.name),
                zh: "窗口“\(window.name)”在 \(span.text) 跨过午夜：夜里开着，白天关着",
                en: "'\(window.name)' runs across midnight at \(span.text), open by night",
                fix: fix(window, span, context.policy.text("windows", window.name)))
        }
    }

    /// The ends swapped, where that gives a span of the day.
    private static func fix(
        _ window: Window, _ span: DaySpan, _ text: ConditionText?
    ) -> (range: Range<Int>, text: String)? {
        let swapped = DaySpan(from: span.to, to: span.from)
        guard window.spans.count == 1, swapped.from >= WindowOutsideLawHours.opens,
            swapped.to <= WindowOutsideLawHours.closes, let text,
            let place = Bytes.ranges(of: span.text, in: text.text).first
        else { return nil }
        return text.replacing(place, with: swapped.text)
    }
}
