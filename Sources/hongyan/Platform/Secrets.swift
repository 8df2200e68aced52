import Foundation
import HongyanCore
import HongyanStore

extension PhoneNumber {
    /// - Throws: ``CommandFailure`` for a number that was read without the store's key.
    func requireDigits(of book: RuleBook) throws {
        guard sealed != nil else { return }
        let name = book.workspace.numberKeyVariable
        throw CommandFailure(
            "the number is encrypted, and --unmasked needs the store's key: "
                + (name.map { "set the environment variable \($0)" }
                    ?? "name its environment variable in hongyan.yaml under encryption:"))
    }
}

/// `${env:NAME}` in hongyan.yaml. Only commands that talk to the outside or open phone numbers
/// resolve it, so that checks need no secret and can leak none; the book's hash is over the text
/// as written.
enum Secrets {
    /// - Throws: ``CommandFailure`` naming the variable that is not set.
    static func resolved(_ source: WeatherSource) throws -> WeatherSource {
        WeatherSource(
            signal: source.signal, url: try resolved(source.url, in: "weather: url"),
            cities: source.cities, every: source.every)
    }

    /// The key of the store's phone numbers; nil when hongyan.yaml names none, or, unless it is
    /// required, when its variable is not set.
    /// - Throws: ``CommandFailure`` when the variable holds no key; its value is never shown.
    static func numberSecret(of book: RuleBook, isRequired: Bool) throws -> NumberSecret? {
        guard let name = book.workspace.numberKeyVariable else { return nil }
        guard isRequired || variable(name) != nil else { return nil }
        return try numberSecret(in: name)
    }

    /// The key in an environment variable.
    static func numberSecret(in name: String) throws -> NumberSecret {
        guard let text = variable(name) else {
            throw CommandFailure(
                "the environment variable \(name), which holds the key of the store's phone "
                    + "numbers, is not set")
        }
        guard let secret = NumberSecret(text: text) else {
            throw CommandFailure(
                "the environment variable \(name) holds no key: a key is 32 bytes as 64 "
                    + "hexadecimal digits or base64; 'hongyan key new' makes one")
        }
        return secret
    }

    /// The password of a channel's account; empty when none is named.
    /// - Throws: ``CommandFailure`` naming what is not there.
    static func password(
        _ source: SecretSource?, of channel: ChannelID, folder: URL
    ) throws -> String {
        switch source {
        case nil: return ""
        case .variable(let name):
            if let value = variable(name) { return value }
            throw CommandFailure(
                "hongyan.yaml, channel \(channel): the environment variable \(name) is not set")
        case .file(let path):
            let place = path.hasPrefix("/") ? path : folder.appendingPathComponent(path).path
            guard let data = FileManager.default.contents(atPath: place) else {
                throw CommandFailure(
                    "hongyan.yaml, channel \(channel): cannot read the password's file \(path)")
            }
            return String(decoding: data, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// nil when it is not set, or empty.
    private static func variable(_ name: String) -> String? {
        let value = ProcessInfo.processInfo.environment[name]
        return value?.isEmpty == false ? value : nil
    }

    private static func resolved(_ text: String, in place: String) throws -> String {
        var result = ""
        var rest = Substring(text)
        while let start = rest.range(of: "${env:"),
            let end = rest.range(of: "}", range: start.upperBound..<rest.endIndex)
        {
            let name = String(rest[start.upperBound..<end.lowerBound])
            guard let value = variable(name) else {
                throw CommandFailure(
                    "hongyan.yaml, \(place): the environment variable \(name) is not set")
            }
            result += rest[..<start.lowerBound] + value
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}
