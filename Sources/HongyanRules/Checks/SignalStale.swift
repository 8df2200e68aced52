import HongyanCore

/// Facts that are fetched less often than they go stale.
enum SignalStale: Check {
    static let page = CheckPage(
        id: "signal/stale", severity: .warning,
        title: .init(
            zh: "信号在过期之前更新", en: "a signal is fetched before it goes stale"),
        why: .init(
            zh: """
                every 比 fresh 长，两次取数之间有一段时间数据是过期的，过期的数据不触发：\
                规则有时无声无息。请缩短 every 或放宽 fresh。
                """,
            en: """
                With 'every' longer than 'fresh' the facts are stale for a while before each \
                fetch, and stale facts never fire: the rule is silent now and then. Fetch more \
                often or allow older facts.
                """),
        bad: "# tags.yaml: weather: {fresh: 12h, …}\nweather: {every: 24h, …}",
        good: "weather: {every: 3h, …}")

    static func run(_ context: CheckContext) {
        guard let weather = context.book.workspace.weather,
            let signal = context.book.tags.signal(weather.signal), weather.every > signal.freshFor
        else { return }
        report(
            context.workspace.reader, at: context.workspace.place("weather", "every"),
            zh: "每 \(weather.every) 取一次，而数据 \(signal.freshFor) 就过期",
            en: "fetched every \(weather.every), but stale after \(signal.freshFor)")
    }
}
