public import HongyanCore

/// Diagnostics as SARIF 2.1.0, which code scanning and editors read.
public struct SarifRenderer {
    /// Of `hongyan` itself.
    let version: String
    let language: Language
    /// The workspace's path in the repository, put before the files' paths.
    let folder: String
    /// Where `docs/checks` can be read, for `helpUri`; nil: rules have their help text only.
    let docsURL: String?
    private let sources: [String: SourceText]

    public init(
        version: String, sources: [SourceFile], language: Language, folder: String = "",
        docsURL: String? = nil
    ) {
        self.version = version
        self.language = language
        self.folder = folder
        self.docsURL = docsURL
        self.sources = Dictionary(
            sources.map { ($0.path, SourceText($0)) }, uniquingKeysWith: { first, _ in first })
    }

    private static let schema =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

    /// One run: every page of the catalogue as a rule, every diagnostic as a result, silenced ones
    /// with their reason. Columns are UTF-16 code units. Ends in a line break.
    public func text(
        _ diagnostics: [Diagnostic], silenced: [SilencedDiagnostic] = []
    ) -> String {
        let pages = CheckPages.all
        let indexes = Dictionary(
            pages.enumerated().map { ($0.element.id, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        let results =
            diagnostics.map { result($0, indexes[$0.id], nil) }
            + silenced.map { result($0.diagnostic, indexes[$0.diagnostic.id], $0) }
        let tag = language == .zh ? "zh-CN" : "en-US"
        return """
            {
            "$schema": \(quoted(SarifRenderer.schema)),
            "version": "2.1.0",
            "runs": [{
            "tool": {"driver": {"name": "hongyan", "version": \(quoted(version)), \
            "language": \(quoted(tag)), "rules": \(list(pages.map(rule)))}},
            "columnKind": "utf16CodeUnits",
            "results": \(list(results))
            }]
            }

            """
    }

    private func list(_ objects: [String]) -> String {
        objects.isEmpty ? "[]" : "[\n\(objects.joined(separator: ",\n"))\n]"
    }

    private func rule(_ page: CheckPage) -> String {
        var parts = [
            "\"id\":\(quoted(page.id))",
            "\"shortDescription\":\(words(page.title.text(language)))",
            "\"fullDescription\":\(words(page.why.text(language)))",
            "\"help\":{\"text\":\(quoted(CheckPageRenderer.text(page, language: language))),"
                + "\"markdown\":\(quoted(CheckPageRenderer.markdown(page)))}",
            "\"defaultConfiguration\":{\"level\":\(quoted(page.severity.rawValue))}",
        ]
        if let docsURL {
            let base = docsURL.hasSuffix("/") ? docsURL : docsURL + "/"
            parts.append("\"helpUri\":\(quoted(address("\(base)\(page.id).md")))")
        }
        return "{\(parts.joined(separator: ","))}"
    }

    private func result(
        _ diagnostic: Diagnostic, _ index: Int?, _ silenced: SilencedDiagnostic?
    ) -> String {
        let notes = diagnostic.notes.map { "\n" + $0.text(language) }.joined()
        let artifact = "\"artifactLocation\":{\"uri\":\(quoted(uri(diagnostic.file)))}"
        var place = artifact
        if let source = sources[diagnostic.file] {
            place += ",\"region\":\(region(diagnostic.range, source))"
        }
        var parts = ["\"ruleId\":\(quoted(diagnostic.id))"]
        if let index { parts.append("\"ruleIndex\":\(index)") }
        parts += [
            "\"level\":\(quoted(diagnostic.severity.rawValue))",
            "\"message\":\(words(diagnostic.message.text(language) + notes))",
            "\"locations\":[{\"physicalLocation\":{\(place)}}]",
        ]
        if let fix = diagnostic.fixIt, let source = sources[diagnostic.file],
            let text = DiagnosticRenderer.words(diagnostic, language)
        {
            parts.append(
                "\"fixes\":[{\"description\":\(words(text)),\"artifactChanges\":[{\(artifact),"
                    + "\"replacements\":[{\"deletedRegion\":\(region(fix.range, source)),"
                    + "\"insertedContent\":\(words(fix.replacement))}]}]}]")
        }
        if let silenced {
            let reason = "until \(silenced.until): \(silenced.reason)"
            parts.append(
                "\"suppressions\":[{\"kind\":\"inSource\",\"justification\":\(quoted(reason))}]")
        }
        return "{\(parts.joined(separator: ","))}"
    }

    private func region(_ range: SourceRange, _ source: SourceText) -> String {
        "{\"startLine\":\(range.start.line),"
            + "\"startColumn\":\(source.utf16Column(range.start.offset)),"
            + "\"endLine\":\(range.end.line),"
            + "\"endColumn\":\(source.utf16Column(range.end.offset))}"
    }

    private func words(_ text: String) -> String { "{\"text\":\(quoted(text))}" }

    private func quoted(_ text: String) -> String { DiagnosticRenderer.quoted(text) }

    /// An address as somebody typed it: what RFC 3986 does not allow is per cent encoded.
    private func address(_ text: String) -> String {
        text.utf8.map { byte in
            let isAllowed = byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}".utf8.contains(byte)
            return isAllowed ? String(Unicode.Scalar(byte)) : encoded(byte)
        }.joined()
    }

    private func encoded(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
    }

    /// A path as a relative reference of RFC 3986, an absolute one as an address: what it does not
    /// allow is per cent encoded.
    private func uri(_ file: String) -> String {
        let path = GitHubRenderer.joined(folder, file)
        let start = path.hasPrefix("/") ? "file://" : ""
        return start
            + path.utf8.map { byte -> String in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F:
                    return String(Unicode.Scalar(byte))
                default: return encoded(byte)
                }
            }.joined()
    }
}
