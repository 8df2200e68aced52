/// A function, initialiser or subscript that has a body.
struct SwiftFunction: Equatable {
    let name: String
    let line: Int
    /// From the line of its keyword to the line of its closing brace.
    let lineCount: Int

    /// All functions, nested ones included, in order of their start.
    static func all(in text: SwiftText) -> [SwiftFunction] {
        let tokens = tokenize(Array(text.code.utf8))
        return tokens.indices.compactMap { function(at: $0, in: tokens) }
    }

    private struct Token {
        let text: String
        let line: Int
    }

    private static func tokenize(_ bytes: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var line = 1
        var at = 0
        while at < bytes.count {
            if TidyRule.isWordByte(bytes[at]) {
                let start = at
                while at < bytes.count, TidyRule.isWordByte(bytes[at]) { at += 1 }
                let word = String(decoding: bytes[start..<at], as: UTF8.self)
                tokens.append(Token(text: word, line: line))
                continue
            }
            if bytes[at] == UInt8(ascii: "\n") { line += 1 }
            if bytes[at] > 0x20 {
                tokens.append(Token(text: String(UnicodeScalar(bytes[at])), line: line))
            }
            at += 1
        }
        return tokens
    }

    /// Words that start another declaration: a requirement without a body ends there.
    private static let declarations: Set<String> = [
        "func", "var", "let", "init", "subscript", "associatedtype", "static", "mutating", "public",
        "private", "internal", "fileprivate", "case", "struct", "enum", "class", "actor",
        "extension", "protocol", "typealias", "deinit", "}",
    ]

    private static func function(at index: Int, in tokens: [Token]) -> SwiftFunction? {
        let keyword = tokens[index].text
        let before = index > 0 ? tokens[index - 1].text : ""
        guard ["func", "init", "subscript"].contains(keyword), before != ".", before != "`",
            let body = bodyStart(after: index, in: tokens), let end = close(of: body, in: tokens)
        else { return nil }
        let name = keyword == "func" ? tokens[index + 1].text : keyword
        let start = tokens[index].line
        return SwiftFunction(name: name, line: start, lineCount: tokens[end].line - start + 1)
    }

    /// The brace that opens the body: the first one outside parentheses after the parameters.
    private static func bodyStart(after index: Int, in tokens: [Token]) -> Int? {
        var at = index + 1
        while at < tokens.count, tokens[at].text != "(" {
            if tokens[at].text == "{" || tokens[at].text == "}" { return nil }
            at += 1
        }
        var depth = 0
        while at < tokens.count {
            switch tokens[at].text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return at
            case let word where depth == 0 && declarations.contains(word): return nil
            default: break
            }
            at += 1
        }
        return nil
    }

    private static func close(of open: Int, in tokens: [Token]) -> Int? {
        var depth = 0
        for at in open..<tokens.count {
            if tokens[at].text == "{" { depth += 1 }
            if tokens[at].text == "}" {
                depth -= 1
                if depth == 0 { return at }
            }
        }
        return nil
    }
}
