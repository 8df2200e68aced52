import HongyanCore
import Testing

@testable import HongyanSignals

struct OpenMeteoTests {
    static let city = WeatherSource.City(name: "杭州", latitude: "30.25", longitude: "120.17")
    static let fetchedAt = Timestamp(seconds: 1_795_000_000)

    static func source(url: String = "https://api.open-meteo.com/v1/forecast") -> WeatherSource {
        WeatherSource(signal: "weather", url: url, cities: [city], every: .hours(3))
    }

    static func schema(_ fields: [(name: String, type: ValueType)]) -> SignalDefinition {
        SignalDefinition(
            kind: "weather", title: "天气预报", by: "city",
            fields: fields.map { FieldDefinition(name: $0.name, title: $0.name, type: $0.type) },
            freshFor: .hours(12))
    }

    static let declared = schema([
        ("rain_mm", .number(scale: 1)), ("temp_max", .number(scale: 1)),
        ("temp_min", .number(scale: 1)),
    ])

    static func parse(
        _ json: String, schema: SignalDefinition = declared
    ) -> Result<[IncomingSignal], SignalFault> {
        OpenMeteo.parse(
            Array(json.utf8), city: city, kind: "weather", schema: schema, fetchedAt: fetchedAt)
    }

    @Test("the address asks for the city's daily forecast in the zone's days")
    func url() {
        #expect(
            OpenMeteo.url(city: Self.city, source: Self.source(), days: 7)
                == "https://api.open-meteo.com/v1/forecast?latitude=30.25&longitude=120.17"
                + "&daily=precipitation_sum,rain_sum,temperature_2m_max,temperature_2m_min"
                + "&timezone=Asia%2FShanghai&forecast_days=7")
    }

    @Test("an address that has parameters keeps them, and days stay within the service's limit")
    func urlWithParameters() {
        let source = Self.source(url: "https://example.org/v1/forecast?apikey=k")
        let long = OpenMeteo.url(city: Self.city, source: source, days: 99, zoneName: "UTC")
        #expect(long.hasPrefix("https://example.org/v1/forecast?apikey=k&latitude=30.25&"))
        #expect(long.hasSuffix("&timezone=UTC&forecast_days=16"))
        let short = OpenMeteo.url(city: Self.city, source: source, days: 0)
        #expect(short.hasSuffix("&forecast_days=1"))
    }

    @Test("an answer becomes one signal a day, with exact decimals and without nulls")
    func parses() throws {
        let signals = try Self.parse(
            """
            {"latitude":30.25,"daily_units":{"time":"iso8601","precipitation_sum":"mm",
             "temperature_2m_max":"°C"},
             "daily":{"time":["2026-11-22","2026-11-21"],"precipitation_sum":[12.35,0.00],
             "rain_sum":[1,1],"temperature_2m_max":[18.1,null],"temperature_2m_min":[-0.25,3],
             "weather_code":[61,0]}}
            """
        ).get()
        let days = [CivilDay(text: "2026-11-21"), CivilDay(text: "2026-11-22")].compactMap { $0 }
        #expect(signals.map(\.day) == days)
        #expect(
            signals.map(\.fields) == [
                ["rain_mm": .number(0), "temp_min": .number(30)],
                ["rain_mm": .number(124), "temp_max": .number(181), "temp_min": .number(-3)],
            ])
        #expect(signals.allSatisfy { $0.key == "杭州" && $0.kind == "weather" })
        #expect(signals.allSatisfy { $0.fetchedAt == Self.fetchedAt })
    }

    @Test("rain_sum fills in where precipitation_sum is not told")
    func fallsBack() throws {
        let signals = try Self.parse(
            "{\"daily\":{\"time\":[\"2026-11-21\"],\"rain_sum\":[7]}}"
        ).get()
        #expect(signals.map(\.fields) == [["rain_mm": .number(70)]])
    }

    @Test("only declared fields are taken, to their declared scale")
    func declaredFieldsOnly() throws {
        let json = """
            {"daily":{"time":["2026-11-21"],"precipitation_sum":[1],"temperature_2m_max":[18.55]}}
            """
        let narrow = Self.schema([("temp_max", .number(scale: 0)), ("wind", .number(scale: 1))])
        #expect(
            try Self.parse(json, schema: narrow).get().map(\.fields) == [["temp_max": .number(19)]])
    }

    @Test("an answer of another shape is a fault as a whole", arguments: faults)
    func refuses(_ sample: (json: String, fault: SignalFault)) {
        #expect(Self.parse(sample.json) == .failure(sample.fault))
    }

    static let faults: [(json: String, fault: SignalFault)] = [
        ("<html>", .notJSON(offset: 0)),
        ("[]", .shape("an object 'daily'")),
        ("{\"daily\":{}}", .shape("an array 'daily.time'")),
        ("{\"daily\":{\"time\":[\"2026-02-30\"]}}", .shape("dates in 'daily.time'")),
        (
            "{\"daily\":{\"time\":[\"2026-11-21\",\"2026-11-21\"]}}",
            .shape("each day once in 'daily.time'")
        ),
        (
            "{\"daily\":{\"time\":[\"2026-11-21\"],\"rain_sum\":[1,2]}}",
            .shape("1 values in 'daily.rain_sum'")
        ),
        (
            "{\"daily\":{\"time\":[\"2026-11-21\"],\"rain_sum\":[\"1\"]}}",
            .shape("numbers or null in 'daily.rain_sum'")
        ),
        (
            "{\"daily\":{\"time\":[\"2026-11-21\"],\"rain_sum\":[1e30]}}",
            .shape("numbers that fit in 'daily.rain_sum'")
        ),
        (
            "{\"daily_units\":{\"rain_sum\":\"inch\"},"
                + "\"daily\":{\"time\":[\"2026-11-21\"],\"rain_sum\":[1]}}",
            .shape("'rain_sum' in mm")
        ),
        ("{\"error\":true,\"reason\":\"Too\\nmany\"}", .refused("Toomany")),
        ("{\"error\":true}", .refused("no reason given")),
    ]

    @Test("a field declared as text is the schema's fault")
    func refusesTextField() {
        let result = Self.parse(
            "{\"daily\":{\"time\":[],\"rain_sum\":[]}}", schema: Self.schema([("rain_mm", .text)]))
        #expect(
            result == .failure(.shape("a number type for the field 'rain_mm' in tags.yaml")))
    }
}
