import HongyanCore

/// A rule about days further ahead than forecasts are fetched.
enum SignalBeyondForecast: Check {
    static let page = CheckPage(
        id: "signal/beyond-forecast", severity: .warning,
        title: .init(
            zh: "信号规则只看取得到的日子", en: "a signal rule looks at days that are fetched"),
        why: .init(
            zh: """
                天气预报取今天起 \(WeatherSource.forecastDays) 天的。before 更长，目标日还没有预\
                报，除非另行导入，规则不会触发。
                """,
            en: """
                Forecasts are fetched for \(WeatherSource.forecastDays) days from today on. With a \
                longer 'before' there is none for the target day yet, and unless signals are \
                imported the rule never falls due.
                """),
        bad: "trigger: {signal: weather, …, before: 10d, at: 17:00}",
        good: "trigger: {signal: weather, …, before: 1d, at: 17:00}")

    static func run(_ context: CheckContext) {
        let fetched = context.book.workspace.weather?.signal
        for source in context.rules {
            guard case .signal(let signal) = source.rule.trigger, signal.signal == fetched,
                signal.daysBefore >= WeatherSource.forecastDays
            else { continue }
            let most = WeatherSource.forecastDays - 1
            report(
                source.file.reader, at: source.file.place("trigger", "before"),
                zh: "预报只到 \(most) 天之后，这里要 \(signal.daysBefore) 天",
                en: "forecasts reach \(most) days ahead, this asks for \(signal.daysBefore)")
        }
    }
}
