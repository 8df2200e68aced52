import Foundation
import HongyanCore

/// `${env:NAME}` in hongyan.yaml. Only commands that talk to the outside resolve it, so that checks
/// and dry runs need no secret and can leak none; the book's hash is over the text as written.
enum Secrets {
    /// - Throws: ``CommandFailure`` naming the variable that is not set.
    static func resolved(_ source: WeatherSource) throws -> WeatherSource {
        WeatherSource(
            signal: source.signal, url: try resolved(source.url, in: "weather: url"),
            cities: source.cities, every: source.every)
    }

    private static func resolved(_ text: String, in place: String) throws -> String {
        var result = ""
        var rest = Substring(text)
        while let start = rest.range(of: "${env:"),
            let end = rest.range(of: "}", range: start.upperBound..<rest.endIndex)
        {
            let name = String(rest[start.upperBound..<end.lowerBound])
            guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
                throw CommandFailure(
                    "hongyan.yaml, \(place): the environment variable \(name) is not set")
            }
            result += rest[..<start.lowerBound] + value
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}
