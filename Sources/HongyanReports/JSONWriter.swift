/// Writes JSON (RFC 8259) with keys in the order in which they are given.
struct JSONWriter {
    private(set) var text = ""
    private var needsComma = false

    mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }
    mutating func array(_ body: (inout JSONWriter) -> Void) { nest("[", "]", body) }

    mutating func key(_ name: String) {
        separate()
        JSONWriter.append(name, to: &text)
        text += ":"
        needsComma = false
    }

    mutating func value(_ string: String) {
        separate()
        JSONWriter.append(string, to: &text)
        needsComma = true
    }

    mutating func value(_ number: Int) { literal(String(number)) }

    /// A number or word that is JSON already.
    mutating func literal(_ word: String) {
        separate()
        text += word
        needsComma = true
    }

    mutating func member(_ name: String, _ string: String) {
        key(name)
        value(string)
    }

    mutating func member(_ name: String, _ number: Int) {
        key(name)
        value(number)
    }

    mutating func member(_ name: String, optional string: String?) {
        key(name)
        if let string { value(string) } else { literal("null") }
    }

    mutating func member(_ name: String, flag: Bool) {
        key(name)
        literal(flag ? "true" : "false")
    }

    mutating func member(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        body(&self)
    }

    private mutating func nest(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void)
    {
        separate()
        text += open
        needsComma = false
        body(&self)
        text += close
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = false
    }

    /// A string with quotes. Control characters are escaped, and U+2028 and U+2029 for readers
    /// that take JSON for JavaScript.
    private static func append(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{2028}": text += "\\u2028"
            case "\u{2029}": text += "\\u2029"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}
