internal import HongyanCore

/// Columns of a terminal table.
extension DisplayWidth {
    /// The text with spaces behind it, or cut with `…`, to exactly this width.
    static func left(_ text: String, _ width: Int) -> String {
        let fitted = fit(text, width)
        return fitted + String(repeating: " ", count: max(0, width - of(fitted)))
    }

    /// The text with spaces before it to at least this width.
    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - of(text))) + text
    }

    private static func fit(_ text: String, _ limit: Int) -> String {
        guard of(text) > limit else { return text }
        var result = ""
        var used = 0
        for character in text {
            let more = of(character)
            if used + more > limit - 1 { break }
            result.append(character)
            used += more
        }
        return limit > 0 ? result + "…" : ""
    }
}
