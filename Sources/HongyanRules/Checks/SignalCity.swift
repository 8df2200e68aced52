import HongyanCore

/// Places with forecasts and values of the tag that do not meet.
enum SignalCity: Check {
    static let page = CheckPage(
        id: "signal/city", severity: .warning,
        title: .init(
            zh: "取数的城市就是标签的取值", en: "forecasts are for the values of the tag"),
        why: .init(
            zh: """
                预报按标签取值逐字对应：城市写成“上海市”而标签取值是“上海”，就永远对不上；\
                标签有而没有预报的城市，那里的人不会触发。
                """,
            en: """
                Forecasts are found by the tag's value, letter by letter: a place that is no value \
                of the tag never matches anybody, and whoever lives where no forecast is fetched \
                never falls due.
                """),
        bad: """
            # tags.yaml: city: {type: enum, values: [上海, 北京]}
            weather: {cities: {上海市: {…}}, …}
            """,
        good: "weather: {cities: {上海: {…}, 北京: {…}}, …}",
        hasFixIt: true)

    static func run(_ context: CheckContext) {
        guard let weather = context.book.workspace.weather, context.isSound(context.workspace),
            let signal = context.book.tags.signal(weather.signal),
            case .enumeration(let values)? = context.book.tags.tag(signal.by)?.type
        else { return }
        let cities = weather.cities.map(\.name)
        for city in cities where !values.contains(city) {
            guard let place = context.workspace.keyPlace("weather", "cities", city) else {
                continue
            }
            let nearest = NearestName.of(city, among: values.filter { !cities.contains($0) })
            report(
                context.workspace.reader, at: place, zh: "“\(city)”不是标签“\(signal.by)”的取值",
                en: "'\(city)' is no value of the tag '\(signal.by)'",
                fix: nearest.map { (place, $0) })
        }
        let isUsed = context.book.rules.contains {
            if case .signal(let trigger) = $0.trigger {
                trigger.signal == signal.kind
            } else {
                false
            }
        }
        let silent = values.filter { !cities.contains($0) }
        guard isUsed, !silent.isEmpty,
            let place = context.workspace.keyPlace("weather", "cities")
        else { return }
        let shown = silent.prefix(5).joined(separator: ", ") + (silent.count > 5 ? " …" : "")
        report(
            context.workspace.reader, at: place, zh: "没有取预报：\(shown)",
            en: "no forecast is fetched for \(shown)")
    }
}
