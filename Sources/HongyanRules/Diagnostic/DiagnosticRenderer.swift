public import HongyanCore

/// Diagnostics as text for people and as JSON for tools.
public enum DiagnosticRenderer {
    /// A source line longer than this is cut to the part around the caret.
    static let longestLine = 160

    /// One block a diagnostic:
    /// ```
    /// rules/birthday.yaml:7:9: error: unknown tag 'brithday' [tag/unknown]
    /// 7 | audience: brithday is missing
    ///   |           ^^^^^^^^ replace with 'birthday'
    /// note: …
    /// ```
    /// The caret line keeps tabs and counts wide characters as two columns. Phone numbers in the
    /// source line are blotted out. With `color`, ANSI escapes.
    public static func text(
        _ diagnostics: [Diagnostic], sources: [SourceFile], color: Bool, language: Language
    ) -> String {
        var texts: [String: SourceText] = [:]
        var result = ""
        for diagnostic in diagnostics {
            if texts[diagnostic.file] == nil,
                let file = sources.first(where: { $0.path == diagnostic.file })
            {
                texts[diagnostic.file] = SourceText(file)
            }
            result += block(diagnostic, texts[diagnostic.file], color: color, language)
        }
        return result
    }

    /// An array of objects, two spaces indented, ending in a line break:
    /// `{"id","severity","file","line","column","endLine","endColumn","offset","endOffset",
    /// "message":{"zh","en"},"notes":[…],"fixIt":{…}}`; `fixIt` is left out where there is none.
    public static func json(_ diagnostics: [Diagnostic]) -> String {
        if diagnostics.isEmpty { return "[]\n" }
        return "[\n" + diagnostics.map { "  " + object($0) }.joined(separator: ",\n") + "\n]\n"
    }

    private static func block(
        _ diagnostic: Diagnostic, _ source: SourceText?, color: Bool, _ language: Language
    ) -> String {
        let start = diagnostic.range.start
        let paint: (String, String) -> String = { color ? "\u{1B}[\($1)m\($0)\u{1B}[0m" : $0 }
        let isError = diagnostic.severity == .error
        let word =
            switch (isError, language) {
            case (true, .zh): "错误"
            case (false, .zh): "警告"
            case (true, .en): "error"
            case (false, .en): "warning"
            }
        let place = paint("\(diagnostic.file):\(start.line):\(start.column):", "1")
        let kind = paint("\(word):", isError ? "1;31" : "1;35")
        let message = diagnostic.message.text(language)
        var result = "\(place) \(kind) \(message) [\(diagnostic.id)]\n"
        if let source, let (line, pad, length) = excerpt(diagnostic.range, source) {
            let gutter = String(start.line)
            let blank = String(repeating: " ", count: gutter.count)
            let caret = paint(String(repeating: "^", count: length), "1;32")
            let advice = words(diagnostic, language).map { " " + $0 } ?? ""
            result += "\(gutter) | \(line)\n\(blank) | \(pad)\(caret)\(advice)\n"
        }
        for note in diagnostic.notes {
            result += "\(language == .zh ? "提示" : "note"): \(note.text(language))\n"
        }
        return result
    }

    /// What the fix-it does; with its place, where that is not what the carets mark.
    static func words(_ diagnostic: Diagnostic, _ language: Language) -> String? {
        guard let fix = diagnostic.fixIt else { return nil }
        let (start, end, mark) = (fix.range.start, fix.range.end, diagnostic.range)
        let place = "\(start.line):\(start.column)"
        // Quotes around it, or a comma that goes as well, need no word.
        let isQuoted =
            abs(start.offset - mark.start.offset) <= 1 && abs(end.offset - mark.end.offset) <= 1
        let isWider = start.offset <= mark.start.offset && end.offset >= mark.end.offset
        let isMarked = isQuoted || fix.replacement.isEmpty && isWider
        let isInsertion = start == end
        switch (language, fix.replacement.isEmpty) {
        case (.zh, true): return isMarked ? "应删去" : "应删去 \(place) 处的字"
        case (.en, true): return isMarked ? "remove this" : "remove what stands at \(place)"
        case (.zh, false):
            if isInsertion { return "应在 \(place) 处插入“\(fix.replacement)”" }
            return (isMarked ? "" : "\(place) 处") + "应改为“\(fix.replacement)”"
        case (.en, false):
            if isInsertion { return "insert '\(fix.replacement)' at \(place)" }
            return "replace with '\(fix.replacement)'" + (isMarked ? "" : " at \(place)")
        }
    }

    /// The source line, the padding under it, and how many carets to draw.
    private static func excerpt(
        _ range: SourceRange, _ source: SourceText
    ) -> (line: String, pad: String, carets: Int)? {
        let line = source.line(range.start.line)
        guard !line.isEmpty else { return nil }
        let hidden = Array(printable(masked(String(decoding: source.bytes[line], as: UTF8.self))))
        let first = min(range.start.column - 1, hidden.count)
        let isOneLine = range.end.line == range.start.line
        let last = isOneLine ? min(max(range.end.column - 1, first), hidden.count) : hidden.count
        var cut = 0
        var end = hidden.count
        if hidden.count > longestLine {
            cut = max(0, min(first - longestLine / 4, hidden.count - longestLine))
            end = min(hidden.count, cut + longestLine)
        }
        let mark = cut > 0 ? "…" : ""
        var pad = cut > 0 ? " " : ""
        for character in hidden[cut..<first] {
            pad +=
                character == "\t"
                ? "\t" : String(repeating: " ", count: DisplayWidth.of(character))
        }
        let marked = hidden[first..<max(first, min(last, end))]
        let width = marked.reduce(0) { $0 + ($1 == "\t" ? 1 : DisplayWidth.of($1)) }
        return (
            mark + String(hidden[cut..<end]) + (end < hidden.count ? "…" : ""), pad, max(1, width)
        )
    }

    /// Control characters, which could steer a terminal, as their pictures.
    private static func printable(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09: result.append(scalar)
            case 0x00...0x1F: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
            case 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF:
                result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func object(_ diagnostic: Diagnostic) -> String {
        let range = diagnostic.range
        var parts = [
            "\"id\":\(quoted(diagnostic.id))",
            "\"severity\":\(quoted(diagnostic.severity.rawValue))",
            "\"file\":\(quoted(diagnostic.file))", places(range),
            "\"message\":\(message(diagnostic.message))",
            "\"notes\":[\(diagnostic.notes.map(message).joined(separator: ","))]",
        ]
        if let fix = diagnostic.fixIt {
            parts.append(
                "\"fixIt\":{\(places(fix.range)),\"replacement\":\(quoted(fix.replacement))}")
        }
        return "{\(parts.joined(separator: ","))}"
    }

    private static func places(_ range: SourceRange) -> String {
        let (start, end) = (range.start, range.end)
        return "\"line\":\(start.line),\"column\":\(start.column),\"endLine\":\(end.line),"
            + "\"endColumn\":\(end.column),\"offset\":\(start.offset),\"endOffset\":\(end.offset)"
    }

    static func message(_ message: Diagnostic.Message) -> String {
        "{\"zh\":\(quoted(message.zh)),\"en\":\(quoted(message.en))}"
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        var rest = text.utf8[...]
        while let special = rest.firstIndex(where: isSpecial) {
            result += Substring(rest[..<special])
            let scalar = text.unicodeScalars[special]
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.value > 0x9F: result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
            rest = text.utf8[text.unicodeScalars.index(after: special)...]
        }
        return result + Substring(rest) + "\""
    }

    /// Begins what JSON wants escaped, and the control characters beyond ASCII, which begin with
    /// 0xC2 like some letters.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || byte == 0xC2
    }
}
