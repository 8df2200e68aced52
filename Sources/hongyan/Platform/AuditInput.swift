import Foundation
import HongyanCore
import HongyanRules

/// One text to audit, as a line of a file gives it.
struct AuditInput {
    let id: String?
    let text: AuditText
    let purpose: Purpose
    let profile: AuditProfile

    /// By name: with a workspace the profile of one of its channels, or what it asks of all of
    /// them; else a provider's.
    static func profile(_ name: String, _ book: RuleBook?) throws -> AuditProfile {
        let channels = book?.workspace.channels.map(\.id) ?? []
        if let book {
            if name == AuditProfile.standard.name { return book.auditProfile(of: nil) }
            if let id = channels.first(where: { $0.rawValue == name }) {
                return book.auditProfile(of: id)
            }
        }
        guard let profile = PackLibrary.auditProfile(name) else {
            let known = PackLibrary.auditProfiles.map(\.name) + channels.map(\.rawValue)
            throw CommandFailure(
                "there is no profile '\(name)'; one of \(known.joined(separator: ", "))")
        }
        return profile
    }

    static func purpose(_ name: String) throws -> Purpose {
        guard let purpose = Purpose(rawValue: name) else {
            let known = Purpose.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure("there is no purpose '\(name)'; one of \(known)")
        }
        return purpose
    }

    /// All lines of a file; the first that cannot be read is told with its number.
    static func read(
        _ data: Data, path: String, purpose: Purpose, profile: AuditProfile, book: RuleBook?
    ) throws -> [AuditInput] {
        var inputs: [AuditInput] = []
        for (index, line) in data.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        {
            let bytes = Data(line)
            guard bytes.contains(where: { $0 > 0x20 }) else { continue }
            do {
                inputs.append(try self.line(bytes, purpose: purpose, profile: profile, book: book))
            } catch let failure as CommandFailure {
                throw CommandFailure("\(path):\(index + 1): \(failure.message)")
            }
        }
        return inputs
    }

    private static func line(
        _ data: Data, purpose: Purpose, profile: AuditProfile, book: RuleBook?
    ) throws -> AuditInput {
        guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw CommandFailure("not a JSON object")
        }
        for key in object.keys.sorted()
        where !["id", "purpose", "profile", "text", "vars"].contains(key) {
            throw CommandFailure(
                "'\(key)' is not known; there are id, purpose, profile, text, vars")
        }
        guard let text = object["text"] as? String else {
            throw CommandFailure("\"text\" is missing or no string")
        }
        var purpose = purpose
        if let name = object["purpose"] {
            guard let name = name as? String else {
                throw CommandFailure("\"purpose\" is no string")
            }
            purpose = try self.purpose(name)
        }
        var profile = profile
        if let name = object["profile"] {
            guard let name = name as? String else {
                throw CommandFailure("\"profile\" is no string")
            }
            profile = try self.profile(name, book)
        }
        let id = (object["id"] as? String) ?? (object["id"] as? NSNumber).map { "\($0)" }
        return AuditInput(
            id: id, text: AuditText(template: text, fillings: try fillings(object["vars"])),
            purpose: purpose, profile: profile)
    }

    private static func fillings(_ vars: Any?) throws -> [String: AuditText.Filling] {
        guard let vars, !(vars is NSNull) else { return [:] }
        guard let object = vars as? [String: Any] else {
            throw CommandFailure("\"vars\" is no object")
        }
        return try object.reduce(into: [:]) { result, member in
            switch member.value {
            case let value as String: result[member.key] = AuditText.Filling(value: value)
            case let most as NSNumber:
                result[member.key] = AuditText.Filling(maxLength: most.intValue)
            case let both as [String: Any]:
                result[member.key] = AuditText.Filling(
                    value: both["value"] as? String,
                    maxLength: (both["max"] as? NSNumber)?.intValue)
            default:
                throw CommandFailure(
                    "the variable '\(member.key)' is no value, no {\"value\",\"max\"} and no number"
                )
            }
        }
    }
}
