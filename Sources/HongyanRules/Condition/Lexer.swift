import HongyanCore

/// Splits a condition into tokens, byte by byte.
struct Lexer {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// All tokens, the last one `end`.
    mutating func tokens() throws(ConditionFault) -> [Token] {
        var result: [Token] = []
        while true {
            while index < bytes.count, Lexer.isSpace(bytes[index]) { index += 1 }
            guard index < bytes.count else {
                result.append(Token(kind: .end, range: index..<index))
                return result
            }
            let start = index
            let kind = try token()
            result.append(Token(kind: kind, range: start..<index))
        }
    }

    private mutating func token() throws(ConditionFault) -> Token.Kind {
        let byte = bytes[index]
        if Lexer.isDigit(byte) { return try numeric() }
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return try quotedText(byte) }
        if let symbol = try symbol() { return .symbol(symbol) }
        if try isWordPart() { return try word() }
        let end = characterEnd()
        throw ConditionFault(
            "condition/character", index..<end,
            zh: "条件中不能用字符“\(slice(index, end))”",
            en: "the character '\(slice(index, end))' has no meaning in a condition")
    }

    private mutating func symbol() throws(ConditionFault) -> String? {
        try foreignQuotes()
        for (wrong, right) in Lexer.foreign where matches(wrong) {
            let range = index..<index + wrong.utf8.count
            throw ConditionFault(
                "condition/symbol", range, zh: "“\(wrong)”应写作“\(right)”",
                en: "'\(wrong)' is written '\(right)'", fix: (range, right))
        }
        for symbol in Lexer.symbols where matches(symbol) {
            index += symbol.utf8.count
            return symbol
        }
        for (wrong, right) in Lexer.foreignLater where matches(wrong) {
            let range = index..<index + wrong.utf8.count
            throw ConditionFault(
                "condition/symbol", range, zh: "“\(wrong)”应写作“\(right)”",
                en: "'\(wrong)' is written '\(right)'", fix: (range, right))
        }
        return nil
    }

    /// A text between Chinese quotation marks: both are mended at once.
    private func foreignQuotes() throws(ConditionFault) {
        for (open, close) in [("“", "”"), ("‘", "’"), ("「", "」")] where matches(open) {
            let start = index + open.utf8.count
            var end = start
            while end < bytes.count, !bytes[end...].starts(with: close.utf8) { end += 1 }
            let text = slice(start, end)
            guard end < bytes.count, !text.contains("'") else { continue }
            let range = index..<end + close.utf8.count
            throw ConditionFault(
                "condition/symbol", range, zh: "引号用半角：'\(text)'",
                en: "quotation marks are ASCII: '\(text)'", fix: (range, "'\(text)'"))
        }
    }

    private static let symbols = [
        "!=", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", "+", "-", "*", "/",
    ]
    /// What other languages and Chinese input methods write, tried before the real symbols.
    private static let foreign: [(String, String)] = [
        ("==", "="), ("<>", "!="), ("=<", "<="), ("=>", ">="), ("&&", "and"), ("||", "or"),
        ("≥", ">="), ("≤", "<="), ("≠", "!="), ("（", "("), ("）", ")"), ("，", ","), ("、", ","),
        ("＝", "="), ("＞", ">"), ("＜", "<"), ("【", "["), ("】", "]"), ("“", "\""), ("”", "\""),
        ("‘", "'"), ("’", "'"), ("－", "-"), ("＋", "+"), ("×", "*"), ("÷", "/"),
    ]
    private static let foreignLater: [(String, String)] = [
        ("!", "not"), ("&", "and"), ("|", "or"),
    ]

    private mutating func numeric() throws(ConditionFault) -> Token.Kind {
        let start = index
        skipDigits()
        if index - start == 4, peek(0) == UInt8(ascii: "-"), peek(1).map(Lexer.isDigit) == true,
            peek(2).map(Lexer.isDigit) == true, peek(3) == UInt8(ascii: "-")
        {
            index += 4
            skipDigits()
            let text = slice(start, index)
            guard let day = CivilDay(text: text) else {
                throw ConditionFault(
                    "condition/date", start..<index, zh: "没有“\(text)”这一天",
                    en: "there is no date \(text)")
            }
            try refuseTime(from: start)
            return .date(day)
        }
        if peek(0) == UInt8(ascii: "."), peek(1).map(Lexer.isDigit) == true {
            index += 1
            skipDigits()
            if try !isWordPart() { return .number(slice(start, index)) }
        } else if try !isWordPart() {
            return .number(slice(start, index))
        }
        while index < bytes.count, try isWordPart() { index = characterEnd() }
        let text = slice(start, index)
        guard let span = Span(text: text) else {
            throw ConditionFault(
                "condition/number", start..<index, zh: "“\(text)”不是数，也不是时长",
                en: "'\(text)' is neither a number nor a length of time",
                notes: [
                    Diagnostic.Message(
                        zh: "时长写作 90d、2h、30m、60s，最长 100 年",
                        en: "lengths of time are written 90d, 2h, 30m, 60s, at most 100 years")
                ])
        }
        return .duration(span)
    }

    /// `2026-01-01 10:00` without quotes.
    private func refuseTime(from start: Int) throws(ConditionFault) {
        var end = index + 1
        while end < bytes.count, Lexer.isDigit(bytes[end]) || bytes[end] == UInt8(ascii: ":") {
            end += 1
        }
        guard end <= bytes.count, peek(0) == 0x20, slice(index, end).contains(":") else { return }
        throw ConditionFault(
            "condition/quote", start..<end, zh: "带时刻的时间要加引号",
            en: "a date with a time of day is written in quotes",
            fix: (start..<end, "'\(slice(start, end))'"))
    }

    private mutating func skipDigits() {
        while index < bytes.count, Lexer.isDigit(bytes[index]) { index += 1 }
    }

    private mutating func quotedText(_ quote: UInt8) throws(ConditionFault) -> Token.Kind {
        let start = index
        guard let end = bytes[(index + 1)...].firstIndex(of: quote) else {
            throw ConditionFault(
                "condition/quote", start..<bytes.count, zh: "引号没有结束",
                en: "the quotation mark is never closed")
        }
        index = end + 1
        return .text(slice(start + 1, end))
    }

    private mutating func word() throws(ConditionFault) -> Token.Kind {
        let start = index
        while index < bytes.count {
            if try isWordPart() {
                index = characterEnd()
            } else if bytes[index] == UInt8(ascii: "."), index + 1 < bytes.count,
                Lexer.isLetter(bytes[index + 1])
            {
                index += 1
            } else {
                break
            }
        }
        return .word(slice(start, index))
    }

    /// ASCII letters, digits and `_`; beyond ASCII letters and digits of any script.
    private func isWordPart() throws(ConditionFault) -> Bool {
        guard index < bytes.count else { return false }
        let byte = bytes[index]
        if byte < 0x80 { return Lexer.isLetter(byte) || Lexer.isDigit(byte) }
        let character = slice(index, characterEnd())
        for (wrong, _) in Lexer.foreign where wrong == character { return false }
        guard let scalar = character.unicodeScalars.first else { return false }
        // What joins several emoji into one, and their skin tones.
        if scalar.value == 0x200D || (0x1F3FB...0x1F3FF).contains(scalar.value) { return true }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .nonspacingMark, .spacingMark, .otherSymbol:
            return true
        default: return false
        }
    }

    private func characterEnd() -> Int {
        var end = index + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
    private func slice(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }
    private func peek(_ ahead: Int) -> UInt8? {
        index + ahead < bytes.count ? bytes[index + ahead] : nil
    }
    private func matches(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
}
