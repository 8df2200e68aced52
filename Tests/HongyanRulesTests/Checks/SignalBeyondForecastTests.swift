import HongyanCore
import HongyanRules
import Testing

/// `signal/beyond-forecast`
@Suite("check signal/beyond-forecast")
struct SignalBeyondForecastTests {
    private func found(_ before: String, signal: String = "weather") -> [String] {
        let trigger = "{signal: weather, when: rain_mm >= 10, before: \(before), at: 17:00}"
        let tags = Workspace.tags.replacing(
            "signals:",
            with: "signals:\n  other: {by: city, fresh: 12h, fields: {aqi: integer}}")
        return CheckCase.findings(
            "signal/beyond-forecast",
            [
                "hongyan.yaml": Workspace.hongyan + """

                    weather:
                      signal: \(signal)
                      url: https://api.open-meteo.com/v1/forecast
                      every: 3h
                      cities: {上海: {latitude: 31.23, longitude: 121.47}}

                    """,
                "rules/tags.yaml": tags, "rules/r.yaml": CheckCase.ruleText("r", trigger: trigger),
            ])
    }

    @Test("finds a target day that no fetched forecast reaches")
    func finds() {
        #expect(
            found("7d") == ["rules/r.yaml:4:57 forecasts reach 6 days ahead, this asks for 7"])
    }

    @Test("is content within reach, and with signals that are not fetched")
    func passes() {
        #expect(found("6d") == [])
        #expect(found("10d", signal: "other") == [])
    }
}
