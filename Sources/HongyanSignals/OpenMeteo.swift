public import HongyanCore

/// The Open-Meteo forecast API: what is asked and how its answer is read.
///
/// Shape: `GET …/v1/forecast?latitude&longitude&daily=…&timezone&forecast_days`
/// (open-meteo.com/en/docs). The public endpoint is free for non-commercial use only; its data is
/// CC BY 4.0.
public enum OpenMeteo {
    /// The most days the API forecasts.
    public static let mostDays = 16

    /// A field of ours and the daily variables that may fill it, the first that is there first.
    struct FieldSource: Sendable {
        let field: String
        let variables: [String]
        let unit: String
    }

    /// `precipitation_sum` counts rain, showers and melted snow; `rain_sum` is the older, narrower
    /// one.
    static let fieldSources: [FieldSource] = [
        FieldSource(field: "rain_mm", variables: ["precipitation_sum", "rain_sum"], unit: "mm"),
        FieldSource(field: "temp_max", variables: ["temperature_2m_max"], unit: "°C"),
        FieldSource(field: "temp_min", variables: ["temperature_2m_min"], unit: "°C"),
    ]

    /// The address that asks for one city's daily forecast.
    /// - Parameters:
    ///   - days: From today on, kept within 1…16.
    ///   - zoneName: The IANA zone that days are counted in; the service knows no bare offsets.
    public static func url(
        city: WeatherSource.City, source: WeatherSource, days: Int,
        zoneName: String = "Asia/Shanghai"
    ) -> String {
        let variables = fieldSources.flatMap(\.variables).joined(separator: ",")
        let query: [(name: String, value: String)] = [
            ("latitude", city.latitude), ("longitude", city.longitude), ("daily", variables),
            ("timezone", zoneName), ("forecast_days", String(min(max(days, 1), mostDays))),
        ]
        let joined = query.map { "\($0.name)=\(encoded($0.value))" }.joined(separator: "&")
        return source.url + (source.url.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + joined
    }

    /// Reads an answer into one signal a day, ascending by day.
    ///
    /// Only fields that the schema declares are taken. Decimals go from the text to the declared
    /// scale exactly, rounded half away from zero. A null leaves its field out. A value of the
    /// wrong kind, arrays of unequal length or a foreign unit make the whole answer a fault: half
    /// an answer would be a wrong forecast.
    public static func parse(
        _ json: [UInt8], city: WeatherSource.City, kind: SignalKind, schema: SignalDefinition,
        fetchedAt: Timestamp
    ) -> Result<[IncomingSignal], SignalFault> {
        do throws(SignalFault) {
            let root = try read(json)
            guard let daily = root["daily"] else { throw .shape("an object 'daily'") }
            let days = try readDays(daily)
            var fields = [[String: Value]](repeating: [:], count: days.count)
            for source in fieldSources {
                guard let definition = schema.field(source.field),
                    let variable = source.variables.first(where: { daily[$0] != nil })
                else { continue }
                try checkUnit(of: variable, is: source.unit, in: root)
                let column = try readColumn(
                    variable, of: daily, as: definition, count: days.count)
                for (row, value) in column.enumerated() { fields[row][source.field] = value }
            }
            let signals = zip(days, fields).map { day, fields in
                IncomingSignal(
                    kind: kind, key: city.name, day: day, fetchedAt: fetchedAt, fields: fields)
            }
            return .success(signals.sorted { $0.day < $1.day })
        } catch {
            return .failure(error)
        }
    }

    private static func read(_ json: [UInt8]) throws(SignalFault) -> JSONValue {
        let root: JSONValue
        switch JSONValue.parse(json) {
        case .success(let value): root = value
        case .failure(let fault): throw .notJSON(offset: fault.offset)
        }
        if root["error"] == .boolean(true) {
            guard case .string(let reason) = root["reason"] else {
                throw .refused("no reason given")
            }
            let plain = reason.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
            throw .refused(String(String(String.UnicodeScalarView(plain)).prefix(200)))
        }
        return root
    }

    private static func readDays(_ daily: JSONValue) throws(SignalFault) -> [CivilDay] {
        guard case .array(let elements) = daily["time"] else {
            throw .shape("an array 'daily.time'")
        }
        var days: [CivilDay] = []
        for element in elements {
            guard case .string(let text) = element, let day = CivilDay(text: text) else {
                throw .shape("dates in 'daily.time'")
            }
            days.append(day)
        }
        guard Set(days).count == days.count else { throw .shape("each day once in 'daily.time'") }
        return days
    }

    private static func checkUnit(
        of variable: String, is unit: String, in root: JSONValue
    ) throws(SignalFault) {
        guard let told = root["daily_units"]?[variable] else { return }
        guard told == .string(unit) else { throw .shape("'\(variable)' in \(unit)") }
    }

    private static func readColumn(
        _ variable: String, of daily: JSONValue, as definition: FieldDefinition, count: Int
    ) throws(SignalFault) -> [Value?] {
        guard case .number(let scale) = definition.type else {
            throw .shape("a number type for the field '\(definition.name)' in tags.yaml")
        }
        guard case .array(let elements) = daily[variable], elements.count == count else {
            throw .shape("\(count) values in 'daily.\(variable)'")
        }
        var column: [Value?] = []
        for element in elements {
            switch element {
            case .null: column.append(nil)
            case .number(let text):
                guard let number = ScaledDecimal.read(text, scale: scale) else {
                    throw .shape("numbers that fit in 'daily.\(variable)'")
                }
                column.append(.number(number))
            default: throw .shape("numbers or null in 'daily.\(variable)'")
            }
        }
        return column
    }

    /// Percent-encoding of everything but the unreserved characters of RFC 3986 and the comma.
    private static func encoded(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            let scalar = UnicodeScalar(byte)
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ","):
                out.unicodeScalars.append(scalar)
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                out += "%" + (hex.utf8.count == 1 ? "0" : "") + hex
            }
        }
        return out
    }
}
