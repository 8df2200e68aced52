import HongyanCore
import Testing

@testable import HongyanRules

/// `# hongyan: allow CHECK until DATE because REASON`
struct SilencingTests {
    private static let allow = "# hongyan: allow window/deadline until 2027-03-01 because 试点"

    private func compile(_ rule: String, today: CivilDay? = BrokenFile.today) -> Compilation {
        Workspace.compile(Workspace.files(["rules/r.yaml": rule]), today: today)
    }

    private func ids(_ lines: String, today: CivilDay? = BrokenFile.today) -> [String] {
        compile(Workspace.rule + "\n" + lines + "\n", today: today).diagnostics.map(\.id)
    }

    @Test("at the end of its line, above it, and before the first key of the file")
    func reach() {
        let allow = SilencingTests.allow
        let rule = Workspace.rule
        for text in [
            "\(rule)\nwindow: evening\nclosed: defer 2h  \(allow)\n",
            "\(rule)\nwindow: evening\n\(allow)\nclosed: defer 2h\n",
            "\(rule)\nwindow: evening\n\(allow)\n# another comment\nclosed: defer 2h\n",
            "\(allow)\n\(rule)\nwindow: evening\nclosed: defer 2h\n",
            "# 说明\n\n\(allow)\n\n\(rule)\nwindow: evening\nclosed: defer 2h\n",
            "\(rule)\nwindow: evening\nclosed: defer 2h\t\(allow)",
            "\(rule)\nwindow: evening\nclosed: \"defer 2h\" \(allow)\r\n",
        ] {
            let result = compile(text)
            #expect(result.diagnostics == [], "\(text)")
            #expect(result.silenced.map(\.diagnostic.id) == ["window/deadline"], "\(text)")
            #expect(result.silenced.map(\.reason) == ["试点"])
            #expect(result.silenced.map(\.until.description) == ["2027-03-01"])
        }
    }

    @Test("the zone by which a silence ends is the workspace's, whatever else is wrong with it")
    func zone() throws {
        let tokyo = Zone(name: "Asia/Tokyo", offset: 32_400)
        let zones = { (name: String) -> Zone? in name == "Asia/Tokyo" ? tokyo : nil }
        for (text, wanted) in [
            ("zone: Asia/Tokyo\n", "Asia/Tokyo"), ("zon: x\nzone: \"Asia/Tokyo\"\n", "Asia/Tokyo"),
            ("zone: Asia/Tokio\n", Zone.china.name), ("zone: [a\n", Zone.china.name),
            ("store: x\n", Zone.china.name),
        ] {
            let file = SourceFile(path: "hongyan.yaml", bytes: Array(text.utf8))
            #expect(RuleCompiler.zone(of: [file], zones: zones).name == wanted, "\(text)")
        }
        #expect(RuleCompiler.zone(of: [], zones: zones).name == Zone.china.name)
    }

    @Test("on another line it silences nothing and says so")
    func otherLine() {
        let allow = SilencingTests.allow
        #expect(
            ids("\(allow)\nwindow: evening\nclosed: defer 2h") == [
                "allow/unused", "window/deadline",
            ])
        #expect(
            ids("window: evening\n\(allow)\n\nclosed: defer 2h") == [
                "allow/unused", "window/deadline",
            ])
    }

    @Test("a # inside quotes or a block is no comment")
    func noComment() {
        let allow = SilencingTests.allow
        for title in ["\"例 \(allow)\"", "'例 \(allow)'", "|\n  例\n  \(allow)\n"] {
            let text =
                Workspace.rule.replacing("title: 例", with: "title: \(title)")
                + "\nwindow: evening\nclosed: defer 2h\n"
            let result = compile(text)
            #expect(result.diagnostics.map(\.id) == ["window/deadline"], "\(title)")
            #expect(result.silenced == [])
        }
    }

    @Test("a comment on a block's first line, and one behind a block, are comments")
    func besideBlock() {
        let allow = SilencingTests.allow
        let rule = Workspace.rule.replacing("title: 例", with: "title: | # 说明\n  例 # 不是\n# 是")
        #expect(compile("\(rule)\nwindow: evening\nclosed: defer 2h \(allow)\n").diagnostics == [])
        let header = Workspace.rule + "\nwindow: evening\nclosed: >- \(allow)\n  defer 2h\n"
        #expect(compile(header).diagnostics == [])
    }

    @Test("the last day counts; after it the finding is back with a note")
    func end() throws {
        let lines = "window: evening\nclosed: defer 2h  \(SilencingTests.allow)"
        let last = try #require(CivilDay(text: "2027-03-01"))
        #expect(ids(lines, today: last) == [])
        #expect(ids(lines, today: last + 1) == ["window/deadline", "allow/expired"])
        #expect(ids(lines, today: nil) == [])
        let found = compile(Workspace.rule + "\n" + lines + "\n", today: last + 1).diagnostics
        #expect(
            found.first?.notes.map(\.en) == ["it was silenced until 2027-03-01, which has passed"])
    }

    @Test(
        "what says too little silences nothing",
        arguments: [
            ("window/deadline because 试点", "allow/date"),
            ("window/deadline until 2027-02-30 because 试点", "allow/date"),
            ("window/deadline until 2027-11-23 because 试点", "allow/date"),
            ("window/deadline until because 试点", "allow/date"),
            ("window/deadline until 2027-03-01", "allow/reason"),
            ("window/deadline until 2027-03-01 because", "allow/reason"),
            ("window/deadline until 2027-03-01 试点", "allow/form"),
            ("window/dead until 2027-03-01 because 试点", "allow/unknown"),
            ("tag/unknown until 2027-03-01 because 试点", "allow/error"),
            ("allow/unused until 2027-03-01 because 试点", "allow/error"),
        ])
    func tooLittle(_ words: String, _ id: String) {
        let found = ids("window: evening\nclosed: defer 2h  # hongyan: allow \(words)")
        #expect(found.contains("window/deadline"))
        #expect(found.contains(id), "\(found)")
    }

    @Test("a whole year ahead is not too far")
    func year() {
        let lines = "window: evening\nclosed: defer 2h  # hongyan: allow window/deadline"
        #expect(ids("\(lines) until 2027-11-22 because 试点") == [])
    }

    @Test("an error beside it is still told, and nothing is called unused meanwhile")
    func errors() {
        let found = ids("audience: teir = gold\nclosed: defer 24h  \(SilencingTests.allow)")
        #expect(found == ["tag/unknown"])
    }

    @Test("a comment for something else is left alone")
    func otherComments() {
        #expect(ids("# yaml-language-server: $schema=x\n# hongyang: hello\nonce: ever") == [])
    }

    @Test("removing an unused comment leaves the file as it was without it")
    func removal() {
        let before = Workspace.rule + "\nonce: ever\npriority: 5\n"
        let allow = SilencingTests.allow
        for text in [
            Workspace.rule + "\nonce: ever  \(allow)\npriority: 5\n",
            Workspace.rule + "\n\(allow)\nonce: ever\npriority: 5\n",
        ] {
            let outcome = FixIts.settle(Workspace.files(["rules/r.yaml": text])) {
                Workspace.compile($0, today: BrokenFile.today)
            }
            let file = outcome.files.first { $0.path == "rules/r.yaml" }
            #expect(file.map { String(decoding: $0.bytes, as: UTF8.self) } == before)
        }
    }
}
