/// Swift source split into what runs, what is said in comments and what stands in string literals.
///
/// A rule that looks for `Date()` must not stumble over a comment that forbids it. The splitter
/// knows nested block comments, raw and multi-line strings, and interpolation, whose inside is code
/// again.
struct SwiftText: Sendable {
    struct Literal: Equatable, Sendable {
        let line: Int
        let text: String
    }

    /// The source with comments and the insides of literals blanked; line breaks stay where they
    /// were.
    let code: String
    /// In order of their start. Interpolations are left out of the text.
    let literals: [Literal]

    init(_ source: String) {
        var splitter = Splitter(bytes: Array(source.utf8))
        splitter.scanCode(untilParenthesis: false)
        code = String(decoding: splitter.code, as: UTF8.self)
        literals = splitter.literals.sorted { $0.line < $1.line }
    }
}

private struct Splitter {
    let bytes: [UInt8]
    var code: [UInt8] = []
    var literals: [SwiftText.Literal] = []
    var at = 0
    var line = 1

    init(bytes: [UInt8]) { self.bytes = bytes }

    static let quote = UInt8(ascii: "\"")
    static let slash = UInt8(ascii: "/")
    static let star = UInt8(ascii: "*")
    static let hash = UInt8(ascii: "#")
    static let newline = UInt8(ascii: "\n")

    func peek(_ ahead: Int = 0) -> UInt8 {
        at + ahead < bytes.count ? bytes[at + ahead] : 0
    }

    /// Takes one byte over: as it is, or as a blank.
    mutating func take(blank: Bool) {
        let byte = bytes[at]
        if byte == Self.newline { line += 1 }
        code.append(blank && byte != Self.newline ? UInt8(ascii: " ") : byte)
        at += 1
    }

    mutating func scanCode(untilParenthesis: Bool) {
        var depth = 0
        while at < bytes.count {
            let byte = peek()
            if byte == Self.slash, peek(1) == Self.slash {
                while at < bytes.count, peek() != Self.newline { take(blank: true) }
            } else if byte == Self.slash, peek(1) == Self.star {
                scanBlockComment()
            } else if byte == Self.quote || (byte == Self.hash && startsRawString()) {
                scanString()
            } else {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") {
                    depth -= 1
                    if untilParenthesis, depth < 0 { return }
                }
                take(blank: false)
            }
        }
    }

    mutating func scanBlockComment() {
        var depth = 0
        while at < bytes.count {
            if peek() == Self.slash, peek(1) == Self.star {
                depth += 1
                take(blank: true)
                take(blank: true)
            } else if peek() == Self.star, peek(1) == Self.slash {
                depth -= 1
                take(blank: true)
                take(blank: true)
                if depth == 0 { return }
            } else {
                take(blank: true)
            }
        }
    }

    func startsRawString() -> Bool {
        var ahead = 0
        while peek(ahead) == Self.hash { ahead += 1 }
        return peek(ahead) == Self.quote
    }

    func follows(_ pattern: [UInt8]) -> Bool {
        pattern.indices.allSatisfy { peek($0) == pattern[$0] }
    }

    mutating func scanString() {
        let start = line
        var hashes = 0
        while peek() == Self.hash {
            hashes += 1
            take(blank: false)
        }
        let isLong = peek(1) == Self.quote && peek(2) == Self.quote
        let marks = [UInt8](repeating: Self.quote, count: isLong ? 3 : 1)
        let pounds = [UInt8](repeating: Self.hash, count: hashes)
        for _ in marks { take(blank: false) }
        var text: [UInt8] = []
        while at < bytes.count, !follows(marks + pounds) {
            if !isLong, peek() == Self.newline { break }
            if follows([UInt8(ascii: "\\")] + pounds) {
                for _ in 0...hashes { take(blank: true) }
                if peek() == UInt8(ascii: "(") {
                    take(blank: false)
                    scanCode(untilParenthesis: true)
                    if at < bytes.count { take(blank: false) }
                } else if at < bytes.count {
                    take(blank: true)
                }
            } else {
                text.append(peek())
                take(blank: true)
            }
        }
        for _ in marks + pounds where at < bytes.count && peek() != Self.newline {
            take(blank: false)
        }
        literals.append(.init(line: start, text: String(decoding: text, as: UTF8.self)))
    }
}
