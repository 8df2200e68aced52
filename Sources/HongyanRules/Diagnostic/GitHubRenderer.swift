public import HongyanCore

/// Diagnostics as workflow commands of GitHub Actions, which show them beside the lines of a pull
/// request: `::error file=rules/a.yaml,line=6,col=11,endColumn=16,title=tag/unknown::message`.
public enum GitHubRenderer {
    /// One line a diagnostic; columns are characters. GitHub wants no columns where a range runs
    /// over lines.
    /// - Parameter folder: The workspace's path in the repository, put before the files' paths.
    public static func text(
        _ diagnostics: [Diagnostic], folder: String = "", language: Language
    ) -> String {
        diagnostics.map { line($0, folder, language) + "\n" }.joined()
    }

    private static func line(
        _ diagnostic: Diagnostic, _ folder: String, _ language: Language
    ) -> String {
        let (start, end) = (diagnostic.range.start, diagnostic.range.end)
        var properties = [
            "file=\(property(joined(folder, diagnostic.file)))", "line=\(start.line)",
        ]
        if end.line == start.line {
            properties.append("col=\(start.column)")
            if end.column > start.column { properties.append("endColumn=\(end.column)") }
        } else {
            properties.append("endLine=\(end.line)")
        }
        properties.append("title=\(property(diagnostic.id))")
        var message = diagnostic.message.text(language)
        if let fix = DiagnosticRenderer.words(diagnostic, language) { message += " (\(fix))" }
        let note = language == .zh ? "提示：" : "note: "
        message += diagnostic.notes.map { "\n\(note)\($0.text(language))" }.joined()
        let list = properties.joined(separator: ",")
        return "::\(diagnostic.severity.rawValue) \(list)::\(data(message))"
    }

    static func joined(_ folder: String, _ file: String) -> String {
        if folder.isEmpty || folder == "." { return file }
        return folder.hasSuffix("/") ? folder + file : "\(folder)/\(file)"
    }

    /// As the runner reads a message: per cent and line breaks escaped.
    static func data(_ text: String) -> String {
        replacing(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
    }

    /// As the runner reads a property: the separators escaped too.
    static func property(_ text: String) -> String {
        replacing(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    }

    private static func replacing(_ text: String, _ table: [Unicode.Scalar: String]) -> String {
        text.unicodeScalars.map { table[$0] ?? String($0) }.joined()
    }
}
