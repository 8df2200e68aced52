import Testing

struct ReadmeTests {
    @Test("README names every command")
    func commandsAreNamed() {
        let commands = Repository.files(under: "Sources/hongyan/Commands", withSuffix: ".swift")
            .flatMap { commandNames(in: $0.text) }
        for page in ["README.md", "README.zh-CN.md"] {
            #expect(missing(commands, in: Repository.text(page) ?? "") == [], "in \(page)")
        }
    }

    @Test("a command that README forgets is told")
    func forgottenCommandIsTold() {
        let source = """
            static let configuration = CommandConfiguration(
                commandName: "check", abstract: "Checks \\(x).")
            let other = CommandConfiguration(commandName: "merge")
            """
        #expect(commandNames(in: source) == ["check", "merge"])
        #expect(commandNames(in: "subcommands: " + source) == ["check", "check merge"])
        #expect(missing(["check", "merge"], in: "Run `hongyan check`.") == ["merge"])
        #expect(missing(["run"], in: "hongyan running") == ["run"])
    }

    @Test("the Chinese page has the headings and code blocks of the English one")
    func translationsAgree() {
        let english = Markdown(Repository.text("README.md") ?? "")
        let chinese = Markdown(Repository.text("README.zh-CN.md") ?? "")
        #expect(english.headingLevels.count > 5)
        #expect(english.headingLevels == chinese.headingLevels)
        #expect(english.codeBlocks.count == chinese.codeBlocks.count)
        for (left, right) in zip(english.codeBlocks, chinese.codeBlocks) {
            #expect(left == right)
        }
    }

    @Test("headings and code blocks are read as Markdown means them")
    func markdown() {
        let page = Markdown("# A\n```sh\n# not a heading\n```\n## B\n#hashtag\n")
        #expect(page.headingLevels == [1, 2])
        #expect(page.codeBlocks == ["sh\n# not a heading"])
        #expect(page != Markdown("# A\n## B\n```sh\n# other\n```\n"))
    }

    @Test("the rule that README shows is the rule that ships")
    func ruleIsShipped() throws {
        let path = "rules/cart-abandoned.yaml"
        let rule = try #require(Repository.text(path))
        let shown = Markdown(Repository.text("README.md") ?? "").codeBlocks
            .filter { $0.hasPrefix("yaml\n# \(path)\n") }
        #expect(shown.map { $0 + "\n" } == ["yaml\n# \(path)\n" + rule])
    }

    @Test("README names every target of the Makefile")
    func makeTargetsAreNamed() {
        let targets = makeTargets(Repository.text("Makefile") ?? "")
        #expect(targets.contains("demo"))
        let page = Repository.text("README.md") ?? ""
        #expect(targets.filter { !page.contains("make \($0)") } == [])
        #expect(makeTargets("a: b ## c\nhidden: a\n\tx: y ## z") == ["a"])
    }

    private func makeTargets(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            guard line.contains(" ## "), !line.hasPrefix("\t"), let colon = line.firstIndex(of: ":")
            else { return nil }
            return String(line[..<colon])
        }
    }

    /// A file whose command has subcommands names it first.
    private func commandNames(in source: String) -> [String] {
        let names = source.split(separator: "commandName:", omittingEmptySubsequences: false)
            .dropFirst().compactMap { rest in
                let parts = rest.split(
                    separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
                return parts.count == 3 ? String(parts[1]) : nil
            }
        guard source.contains("subcommands:"), let parent = names.first else { return names }
        return [parent] + names.dropFirst().map { "\(parent) \($0)" }
    }

    private func missing(_ commands: [String], in page: String) -> [String] {
        commands.filter { command in
            page.split(separator: "hongyan \(command)", omittingEmptySubsequences: false)
                .dropFirst().allSatisfy { rest in
                    rest.utf8.first.map { TidyRule.isWordByte($0) && $0 < 0x80 } ?? false
                }
        }
    }
}
