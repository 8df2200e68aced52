internal import GRDB
internal import HongyanCore

/// How values lie in columns and payloads, and how they come back.
///
/// Text, enum: text. Boolean: 0 or 1. Number: the scaled integer. Time: milliseconds. Date: days.
/// Anniversary: its
/// description. Set: words between U+001F, one before the first and one behind the last.
enum Scalar {
    static let separator = "\u{1F}"

    static func encode(_ value: Value) -> DatabaseValue {
        switch value {
        case .text(let text): text.db
        case .boolean(let flag): flag.db
        case .number(let count): count.db
        case .time(let moment): moment.db
        case .date(let day): day.db
        case .anniversary(let anniversary): anniversary.description.db
        case .set(let words): encode(words).db
        case .duration(let span): span.milliseconds.db
        }
    }

    static func encode(_ words: [String]) -> String {
        separator + words.map { $0 + separator }.joined()
    }

    /// nil for NULL and for what is no value of the type.
    static func decode(_ stored: DatabaseValue, as type: ValueType) -> Value? {
        switch type {
        case .text, .enumeration:
            return String.fromDatabaseValue(stored).map { .text($0) }
        case .anniversary:
            guard let text = String.fromDatabaseValue(stored) else { return nil }
            return Anniversary(text: text).map { .anniversary($0) }
        case .set:
            guard let text = String.fromDatabaseValue(stored) else { return nil }
            return .set(text.split(separator: "\u{1F}").map(String.init))
        case .boolean, .number, .time, .date, .duration:
            guard case .int64(let count) = stored.storage else { return nil }
            return integer(count, as: type)
        }
    }

    private static func integer(_ count: Int64, as type: ValueType) -> Value? {
        switch type {
        case .boolean: .boolean(count != 0)
        case .number: .number(count)
        case .time: .time(Timestamp(milliseconds: count))
        case .date: Int32(exactly: count).map { .date(CivilDay(number: $0)) }
        case .duration: .duration(Span(milliseconds: count))
        case .text, .enumeration, .anniversary, .set: nil
        }
    }

    /// The type a column is declared with in a STRICT table.
    static func columnType(_ type: ValueType) -> String {
        switch type {
        case .text, .enumeration, .anniversary, .set: "TEXT"
        case .boolean, .number, .time, .date, .duration: "INTEGER"
        }
    }
}

/// The fields of an event or signal as one flat JSON object, names ascending: the same fields
/// give the same text.
enum Payload {
    static func encode(_ fields: [String: Value]) -> String {
        if fields.isEmpty { return "{}" }
        var result = "{"
        let names = fields.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for (index, name) in names.enumerated() {
            guard let value = fields[name] else { continue }
            if index > 0 { result += "," }
            JSONText.append(name, to: &result)
            result += ":"
            let stored = Scalar.encode(value)
            switch stored.storage {
            case .int64(let count): result += String(count)
            case .string(let text): JSONText.append(text, to: &result)
            case .null, .double, .blob: result += "null"
            }
        }
        return result + "}"
    }

    /// The payload as it may stay once a verification message is out of our hands.
    static func masked(_ text: String) -> String {
        if text == "{}" { return text }
        var scanner = JSONText(text)
        var result = "{"
        for (name, stored) in scanner.flatObject() {
            if result != "{" { result += "," }
            JSONText.append(name, to: &result)
            result += ":"
            if let words = String.fromDatabaseValue(stored) {
                JSONText.append(SecretText.masked(words), to: &result)
            } else {
                result += "null"
            }
        }
        return result + "}"
    }

    /// Fields that the schema does not know (any more) are left out.
    static func decode(_ text: String, _ definitions: [FieldDefinition]) -> [String: Value] {
        if text == "{}" { return [:] }
        var scanner = JSONText(text)
        var result: [String: Value] = [:]
        for (name, stored) in scanner.flatObject() {
            guard let field = definitions.first(where: { $0.name == name }) else { continue }
            if let value = Scalar.decode(stored, as: field.type) { result[name] = value }
        }
        return result
    }
}

/// Writes and reads the flat JSON of payloads: texts and 64-bit integers only.
struct JSONText {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    static func append(_ text: String, to result: inout String) {
        result += "\""
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
        if isPlain {
            result += text
            result += "\""
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case let control where control.value < 0x20:
                let digits = String(control.value, radix: 16)
                result += "\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        result += "\""
    }

    /// The members in order of writing; stops at the first byte that ``Payload/encode(_:)`` never
    /// writes.
    mutating func flatObject() -> [(String, DatabaseValue)] {
        var members: [(String, DatabaseValue)] = []
        guard take("{") else { return members }
        while let name = string(), take(":") {
            if let text = string() {
                members.append((name, text.db))
            } else if let count = integer() {
                members.append((name, count.db))
            } else {
                break
            }
            if !take(",") { break }
        }
        return members
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard index < bytes.count, UInt32(bytes[index]) == scalar.value else { return false }
        index += 1
        return true
    }

    private mutating func integer() -> Int64? {
        let start = index
        while index < bytes.count, bytes[index] == 0x2D || (0x30...0x39).contains(bytes[index]) {
            index += 1
        }
        return Int64(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var content: [UInt8] = []
        while index < bytes.count, bytes[index] != 0x22 {
            if bytes[index] == 0x5C, index + 1 < bytes.count {
                if bytes[index + 1] == UInt8(ascii: "u"), index + 5 < bytes.count {
                    let digits = String(decoding: bytes[(index + 2)...(index + 5)], as: UTF8.self)
                    content.append(UInt8(digits, radix: 16) ?? 0x3F)
                    index += 6
                } else {
                    content.append(bytes[index + 1])
                    index += 2
                }
            } else {
                content.append(bytes[index])
                index += 1
            }
        }
        index += 1
        return String(decoding: content, as: UTF8.self)
    }
}
