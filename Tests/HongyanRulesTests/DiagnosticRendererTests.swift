import HongyanCore
import HongyanRules
import Testing

struct DiagnosticRendererTests {
    private func render(_ audience: String, _ language: Language = .en) -> [Substring] {
        let files = Workspace.files(["rules/r.yaml": Workspace.rule(audience: audience)])
        let compilation = Workspace.compile(files)
        return DiagnosticRenderer.text(
            compilation.diagnostics, sources: files, color: false, language: language
        ).split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test("the caret stands under wide characters, two columns each")
    func wide() {
        let lines = render("interests has 生鲜 and interests has 果蔬")
        #expect(lines[0].hasPrefix("rules/r.yaml:6:46: error:"))
        #expect(lines[1] == "6 | audience: interests has 生鲜 and interests has 果蔬")
        #expect(lines[2] == "  | " + String(repeating: " ", count: 47) + "^^^^")
    }

    @Test("tabs are kept before the caret")
    func tabs() {
        let lines = render("price_list and\ttierr = gold")
        #expect(
            lines[2] == "  | " + String(repeating: " ", count: 24) + "\t^^^^^ replace with 'tier'")
    }

    @Test("phone numbers are blotted out of source lines and messages")
    func phones() {
        let text = render("name = 13800138000").joined(separator: "\n")
        #expect(!text.contains("13800138000"))
        #expect(text.contains("138****8000"))
        let wide = render("name = '１３８００１３８０００' and tierr = gold").joined()
        #expect(!wide.contains("１３８００１３８０００"))
    }

    @Test("long lines are cut around the caret")
    func longLines() {
        let many = Array(repeating: "price_list", count: 40).joined(separator: " or ")
        let lines = render(many + " or tierr = gold or " + many)
        #expect(lines[1].count < 180)
        #expect(lines[1].contains("tierr"))
        let caret = lines[2].prefix { $0 != "^" }.count
        #expect(lines[1].dropFirst(caret).hasPrefix("tierr"))
    }

    @Test("JSON holds both languages, byte offsets and the fix-it")
    func json() {
        let compilation = Workspace.compile([
            "rules/r.yaml": Workspace.rule(audience: "tierr = gold")
        ])
        #expect(
            DiagnosticRenderer.json(compilation.diagnostics) == """
                [
                  {"id":"tag/unknown","severity":"error","file":"rules/r.yaml","line":6,"column":11,\
                "endLine":6,"endColumn":16,"offset":94,"endOffset":99,\
                "message":{"zh":"未知标签“tierr”","en":"unknown tag 'tierr'"},\
                "notes":[{"zh":"标签和人群在 rules/tags.yaml 中声明",\
                "en":"tags and audiences are declared in rules/tags.yaml"}],\
                "fixIt":{"line":6,"column":11,"endLine":6,"endColumn":16,"offset":94,"endOffset":99,\
                "replacement":"tier"}}
                ]

                """)
        #expect(DiagnosticRenderer.json([]) == "[]\n")
    }

    @Test("diagnostics come by file, line and column")
    func order() {
        let compilation = Workspace.compile([
            "hongyan.yaml": "store: [\n",
            "rules/r.yaml": Workspace.rule(audience: "point > 1 or tierr = gold") + "zzz: 1\n",
            "rules/tags.yaml": Workspace.tags + "\nzzz: 1\n",
        ])
        let places = compilation.diagnostics.map { "\($0.file):\($0.range.start.line)" }
        #expect(
            places == [
                "hongyan.yaml:2", "rules/r.yaml:6", "rules/r.yaml:6", "rules/r.yaml:7",
                "rules/tags.yaml:22",
            ])
    }
}
