/// A JSON text as a value. Numbers keep their digits, so that no decimal is lost to floating point.
enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// As written: `12`, `-0.5`, `1e3`.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order of the text; of repeated names the first wins.
    case object([Member])

    struct Member: Hashable, Sendable {
        let name: String
        let value: JSONValue
    }

    /// The member of an object with that name; nil for other kinds and unknown names.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// Reads one whole JSON text (RFC 8259), nested at most ``JSONParser/deepest`` levels.
    /// - Returns: The value, or the offset of the first byte that cannot be read.
    static func parse(_ bytes: [UInt8]) -> Result<JSONValue, JSONFault> {
        var parser = JSONParser(bytes: bytes)
        do throws(JSONFault) {
            let value = try parser.value(depth: 0)
            parser.skipSpace()
            guard parser.at == bytes.count else { return .failure(JSONFault(offset: parser.at)) }
            return .success(value)
        } catch {
            return .failure(error)
        }
    }
}

/// Where a JSON text stops making sense.
struct JSONFault: Error, Hashable, Sendable {
    let offset: Int
}

/// Recursive descent over bytes.
struct JSONParser {
    /// Deeper nesting is a fault, so that hostile text cannot exhaust the stack.
    static let deepest = 32

    let bytes: [UInt8]
    private(set) var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

    private var fault: JSONFault { JSONFault(offset: at) }

    mutating func skipSpace() {
        while let next = byte, next == 0x20 || next == 0x09 || next == 0x0A || next == 0x0D {
            at += 1
        }
    }

    mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth < Self.deepest else { throw fault }
        skipSpace()
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func expect(_ wanted: UInt8) throws(JSONFault) {
        skipSpace()
        guard byte == wanted else { throw fault }
        at += 1
    }

    /// Takes the byte when it comes next.
    private mutating func take(_ wanted: UInt8) -> Bool {
        skipSpace()
        guard byte == wanted else { return false }
        at += 1
        return true
    }

    private mutating func word(_ text: String, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        for wanted in text.utf8 {
            guard byte == wanted else { throw fault }
            at += 1
        }
        return value
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
        try expect(UInt8(ascii: "{"))
        var members: [JSONValue.Member] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            let name = try string()
            try expect(UInt8(ascii: ":"))
            members.append(.init(name: name, value: try value(depth: depth + 1)))
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
        try expect(UInt8(ascii: "["))
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func digits() throws(JSONFault) {
        let start = at
        while let next = byte, next >= 0x30, next <= 0x39 { at += 1 }
        guard at > start else { throw fault }
    }

    private mutating func number() throws(JSONFault) -> String {
        let start = at
        if byte == UInt8(ascii: "-") { at += 1 }
        let leadsWithZero = byte == UInt8(ascii: "0")
        let whole = at
        try digits()
        guard !leadsWithZero || at == whole + 1 else { throw JSONFault(offset: whole) }
        if byte == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            at += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func string() throws(JSONFault) -> String {
        let start = at
        guard byte == UInt8(ascii: "\"") else { throw fault }
        at += 1
        var text: [UInt8] = []
        while let next = byte {
            at += 1
            switch next {
            case UInt8(ascii: "\""):
                guard let whole = String(validating: text, as: UTF8.self) else {
                    throw JSONFault(offset: start)
                }
                return whole
            case UInt8(ascii: "\\"): text += try escape()
            case 0..<0x20: throw JSONFault(offset: at - 1)
            default: text.append(next)
            }
        }
        throw fault
    }

    private mutating func escape() throws(JSONFault) -> [UInt8] {
        guard let kind = byte else { throw fault }
        at += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try unicode())).utf8)
        default: throw JSONFault(offset: at - 1)
        }
    }

    /// The scalar of `\uXXXX`, or of a surrogate pair of two of them.
    private mutating func unicode() throws(JSONFault) -> Unicode.Scalar {
        let start = at
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            guard byte == UInt8(ascii: "\\") else { throw fault }
            at += 1
            guard byte == UInt8(ascii: "u") else { throw fault }
            at += 1
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw JSONFault(offset: start) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw JSONFault(offset: start) }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
        guard at + 4 <= bytes.count else { throw fault }
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(UnicodeScalar(bytes[at])).hexDigitValue else { throw fault }
            code = code << 4 | UInt32(digit)
            at += 1
        }
        return code
    }
}
