import HongyanCore
import HongyanRules
import Testing

struct GitHubRendererTests {
    private func render(
        _ file: String = "rules/a.yaml", id: String = "x/y",
        severity: Diagnostic.Severity = .error, zh: String = "中", en: String = "m",
        lines: (Int, Int) = (6, 6), columns: (Int, Int) = (11, 15), notes: [String] = [],
        fix: String? = nil, folder: String = "", language: Language = .en
    ) -> String {
        let range = SourceRange(
            start: SourcePosition(offset: 0, line: lines.0, column: columns.0),
            end: SourcePosition(offset: 4, line: lines.1, column: columns.1))
        let diagnostic = Diagnostic(
            id: id, severity: severity, file: file, range: range, message: .init(zh: zh, en: en),
            notes: notes.map { .init(zh: $0, en: $0) },
            fixIt: fix.map { .init(range: range, replacement: $0) })
        return GitHubRenderer.text([diagnostic], folder: folder, language: language)
    }

    @Test("one command a diagnostic, with place, title and message")
    func plain() {
        #expect(
            render(id: "tag/unknown", en: "unknown tag 'teir'", fix: "tier")
                == "::error file=rules/a.yaml,line=6,col=11,endColumn=15,title=tag/unknown::"
                + "unknown tag 'teir' (replace with 'tier')\n")
        #expect(render(severity: .warning, language: .zh).hasPrefix("::warning file="))
        #expect(render(severity: .warning, language: .zh).hasSuffix("::中\n"))
    }

    @Test("what would end a command or a property is escaped, and nothing else")
    func escaping() {
        let text = render("规则,a:b%.yaml", en: "50%: a,b\r\nc ::error::d", folder: "x:y/z")
        #expect(text.hasPrefix("::error file=x%3Ay/z/规则%2Ca%3Ab%25.yaml,line=6,"))
        #expect(text.hasSuffix("::50%25: a,b%0D%0Ac ::error::d\n"))
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test("notes come behind the message, on lines of their own")
    func notes() {
        #expect(render(notes: ["a", "b"]).hasSuffix("::m%0Anote: a%0Anote: b\n"))
        #expect(render(notes: ["a"], language: .zh).hasSuffix("::中%0A提示：a\n"))
    }

    @Test("over several lines there are no columns; an empty place has no end")
    func ranges() {
        #expect(
            render(lines: (6, 8)).hasPrefix("::error file=rules/a.yaml,line=6,endLine=8,title="))
        #expect(render(columns: (3, 3)).contains(",line=6,col=3,title="))
    }

    @Test("the folder is put before the file, the current one is not")
    func folder() {
        #expect(render(folder: ".").contains("file=rules/a.yaml,"))
        #expect(render(folder: "examples/retail/").contains("file=examples/retail/rules/a.yaml,"))
        #expect(render(folder: "examples/retail").contains("file=examples/retail/rules/a.yaml,"))
    }
}
