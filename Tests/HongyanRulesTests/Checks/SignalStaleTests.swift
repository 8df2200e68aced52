import HongyanCore
import HongyanRules
import Testing

/// `signal/stale`
@Suite("check signal/stale")
struct SignalStaleTests {
    private func found(_ every: String) -> [String] {
        CheckCase.findings(
            "signal/stale",
            [
                "hongyan.yaml": Workspace.hongyan + """

                    weather:
                      signal: weather
                      url: https://api.open-meteo.com/v1/forecast
                      every: \(every)
                      cities: {上海: {latitude: 31.23, longitude: 121.47}}

                    """
            ])
    }

    @Test("finds facts that go stale before the next fetch")
    func finds() {
        #expect(found("24h") == ["hongyan.yaml:8:10 fetched every 1d, but stale after 12h"])
    }

    @Test("is content as long as they last")
    func passes() { #expect(found("12h") == []) }
}
