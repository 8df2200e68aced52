import HongyanCore
import HongyanRules
import Testing

/// `signal/city`
@Suite("check signal/city")
struct SignalCityTests {
    private static let trigger = "{signal: weather, when: rain_mm >= 10, at: 17:00}"

    private func changes(
        _ cities: [String], type: String = "{type: enum, values: [上海, 北京]}",
        trigger: String = trigger
    ) -> [String: String?] {
        let list = cities.map { "\($0): {latitude: 31.23, longitude: 121.47}" }
        return [
            "hongyan.yaml": Workspace.hongyan + """

                weather:
                  signal: weather
                  url: https://api.open-meteo.com/v1/forecast
                  every: 3h
                  cities: {\(list.joined(separator: ", "))}

                """,
            "rules/tags.yaml": Workspace.tags.replacing("city: text", with: "city: \(type)"),
            "rules/r.yaml": CheckCase.ruleText("r", trigger: trigger),
        ]
    }

    @Test("finds a place that is no value of the tag, and a value without a place")
    func finds() {
        let found = CheckCase.findings("signal/city", changes(["上海市", "北京"]))
        #expect(
            found == [
                "hongyan.yaml:9:3 no forecast is fetched for 上海",
                "hongyan.yaml:9:12 '上海市' is no value of the tag 'city'",
            ])
        #expect(CheckCase.fixes("signal/city", changes(["上海市", "北京"])) == ["上海市 -> 上海"])
    }

    @Test("is content when they are the same, or the tag takes any text")
    func passes() {
        #expect(CheckCase.findings("signal/city", changes(["北京", "上海"])) == [])
        #expect(CheckCase.findings("signal/city", changes(["上海市"], type: "text")) == [])
    }

    @Test("a value without a forecast matters only where a rule asks for it")
    func unused() {
        let files = changes(["上海"], trigger: "{event: cart.updated}")
        #expect(CheckCase.findings("signal/city", files) == [])
    }
}
