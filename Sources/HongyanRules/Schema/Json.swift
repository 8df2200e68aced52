/// A JSON value whose members keep the order in which they are written.
indirect enum Json: Hashable, Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([Json])
    case object([Member])

    struct Member: Hashable, Sendable {
        let key: String
        let value: Json
        init(_ key: String, _ value: Json) {
            self.key = key
            self.value = value
        }
    }

    static func texts(_ texts: [String]) -> Json { .list(texts.map { .text($0) }) }

    /// An object's members; none for everything else.
    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    subscript(_ key: String) -> Json? { members.first { $0.key == key }?.value }

    /// The object with further members at its end.
    func adding(_ more: [Member]) -> Json { .object(members + more) }

    /// RFC 8259, two spaces a level; lists of plain values stay on one line. No line break at the
    /// end.
    func written(level: Int = 0) -> String {
        let pad = String(repeating: "  ", count: level + 1)
        let end = "\n" + String(repeating: "  ", count: level)
        switch self {
        case .text(let text): return Json.quoted(text)
        case .number(let number): return String(number)
        case .flag(let flag): return flag ? "true" : "false"
        case .list(let items):
            let isPlain = items.allSatisfy { item in
                switch item {
                case .list, .object: false
                case .text, .number, .flag: true
                }
            }
            if isPlain { return "[" + items.map { $0.written() }.joined(separator: ", ") + "]" }
            let lines = items.map { pad + $0.written(level: level + 1) }
            return "[\n" + lines.joined(separator: ",\n") + end + "]"
        case .object(let members):
            if members.isEmpty { return "{}" }
            let lines = members.map {
                "\(pad)\(Json.quoted($0.key)): \($0.value.written(level: level + 1))"
            }
            return "{\n" + lines.joined(separator: ",\n") + end + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}

extension Json: ExpressibleByStringLiteral {
    init(stringLiteral text: String) { self = .text(text) }
}

extension Json: ExpressibleByIntegerLiteral {
    init(integerLiteral number: Int) { self = .number(number) }
}

extension Json: ExpressibleByBooleanLiteral {
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
}

extension Json: ExpressibleByArrayLiteral {
    init(arrayLiteral items: Json...) { self = .list(items) }
}

extension Json: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral members: (String, Json)...) {
        self = .object(members.map { Member($0.0, $0.1) })
    }
}
