public import HongyanCore

/// Pages of checks as text for a terminal, as Markdown and as JSON.
public enum CheckPageRenderer {
    /// What `hongyan explain-check` prints; ends in a line break.
    public static func text(_ page: CheckPage, language: Language, color: Bool = false) -> String {
        let words = Words(language)
        let paint: (String, String) -> String = { color ? "\u{1B}[\($1)m\($0)\u{1B}[0m" : $0 }
        let kind = paint(words.severity(page), page.severity == .error ? "1;31" : "1;35")
        var result = "\(paint(page.id, "1")) · \(kind)\(page.hasFixIt ? " · \(words.fixIt)" : "")\n"
        result += "\(page.title.text(language))\n\n\(page.why.text(language))\n"
        for (head, lines) in [(words.bad, page.bad), (words.good, page.good)] where !lines.isEmpty {
            result += "\n\(head)\n\(indented(lines))\n"
        }
        if let comment = silencing(page, language) {
            result += "\n\(words.silence)\n\(indented(comment))\n"
        }
        return result
    }

    /// `docs/checks/<area>/<name>.md`: English, then 中文.
    public static func markdown(_ page: CheckPage) -> String {
        "# `\(page.id)`\n\n" + section(page, .en) + "\n## 中文\n\n" + section(page, .zh)
    }

    /// `docs/checks/README.md`: a table of all pages.
    public static func index(_ pages: [CheckPage]) -> String {
        var result = """
            # Checks

            What `hongyan check` can say. `hongyan check --list` prints this table, \
            `hongyan explain-check ID` one page, `hongyan check --fix` applies the fix-its. \
            `make docs` writes these pages from the sources.

            | check | | fix-it | rule | 规则 |
            |---|---|---|---|---|

            """
        for page in pages {
            let fix = page.hasFixIt ? "yes" : ""
            result += "| [`\(page.id)`](\(page.id).md) | \(page.severity.rawValue) | \(fix) "
            result += "| \(cell(page.title.en)) | \(cell(page.title.zh)) |\n"
        }
        return result
    }

    /// What `hongyan check --list` prints: id, severity, fix-it, title; one line a check.
    public static func list(_ pages: [CheckPage], language: Language) -> String {
        let words = Words(language)
        let idWidth = pages.map { $0.id.count }.max() ?? 0
        let lines = pages.map { page -> String in
            let id = page.id + String(repeating: " ", count: idWidth - page.id.count)
            let severity = padded(words.severity(page), 7)
            let fix = padded(page.hasFixIt ? words.fixMark : "", 6)
            return "\(id)  \(severity)  \(fix)  \(page.title.text(language))\n"
        }
        return lines.joined()
    }

    /// An array of `{"id","severity","fixIt","title":{"zh","en"},"why":{…},"bad","good"}`.
    public static func json(_ pages: [CheckPage]) -> String {
        let quoted = DiagnosticRenderer.quoted
        let objects = pages.map { page -> String in
            let parts = [
                "\"id\":\(quoted(page.id))", "\"severity\":\(quoted(page.severity.rawValue))",
                "\"fixIt\":\(page.hasFixIt)",
                "\"title\":\(DiagnosticRenderer.message(page.title))",
                "\"why\":\(DiagnosticRenderer.message(page.why))",
                "\"bad\":\(quoted(page.bad))", "\"good\":\(quoted(page.good))",
            ]
            return "  {\(parts.joined(separator: ","))}"
        }
        return "[\n\(objects.joined(separator: ",\n"))\n]\n"
    }

    private static func section(_ page: CheckPage, _ language: Language) -> String {
        let words = Words(language)
        let fix = page.hasFixIt ? " · \(words.fixIt)" : ""
        var result = "**\(words.severity(page))**\(fix) · \(page.title.text(language))\n\n"
        result += page.why.text(language) + "\n"
        for (head, lines) in [(words.bad, page.bad), (words.good, page.good)] where !lines.isEmpty {
            result += "\n\(head)\n\n```yaml\n\(lines)\n```\n"
        }
        if let comment = silencing(page, language) {
            result += "\n\(words.silence)\n\n```yaml\n\(comment)\n```\n"
        }
        return result
    }

    /// Errors cannot be silenced, nor can the word on silencing itself.
    private static func silencing(_ page: CheckPage, _ language: Language) -> String? {
        guard Allowance.canSilence(page) else { return nil }
        let reason = language == .zh ? "理由" : "REASON"
        return "# hongyan: allow \(page.id) until 2027-03-01 because \(reason)"
    }

    private static func indented(_ lines: String) -> String {
        lines.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
            .joined(separator: "\n")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }

    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    private struct Words {
        let language: Language
        init(_ language: Language) { self.language = language }

        func severity(_ page: CheckPage) -> String {
            switch (page.severity, language) {
            case (.error, .zh): "错误"
            case (.error, .en): "error"
            case (.warning, .zh): "警告"
            case (.warning, .en): "warning"
            }
        }
        var fixIt: String { language == .zh ? "可用 --fix 改正" : "--fix mends it" }
        var fixMark: String { language == .zh ? "可改" : "fix-it" }
        var bad: String { language == .zh ? "不对：" : "Against it:" }
        var good: String { language == .zh ? "应为：" : "As it should be:" }
        var silence: String {
            language == .zh
                ? "写在行末或上一行（写在文件开头则对整个文件），可静音到某一天："
                : "At the end of the line or above it (or, for the whole file, before its first "
                    + "key), this silences it until a day:"
        }
    }
}
