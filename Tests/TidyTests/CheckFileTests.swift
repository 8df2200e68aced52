import Testing

/// A check has a file, a test and a page of one name.
struct CheckFileTests {
    @Test("every check has its test and its page under docs/checks")
    func companions() {
        let files = Repository.files(under: "Sources/HongyanRules/Checks", withSuffix: ".swift")
        let checks = files.filter { $0.text.contains(": Check {") }
        #expect(checks.contains { $0.path.hasSuffix("/WindowDeadline.swift") })
        for file in checks {
            let name = name(of: file.path)
            #expect(
                Repository.text("Tests/HongyanRulesTests/Checks/\(name)Tests.swift") != nil,
                "\(name) has no test")
            let page = pagePath(name)
            #expect(Repository.text(page) != nil, "\(name) has no page \(page): make docs")
            #expect(file.text.contains("enum \(name): Check {"), "\(file.path) holds another check")
            #expect(file.text.contains("\"\(pageID(name))\""), "\(name) has another id")
        }
    }

    @Test("a name becomes area/name")
    func names() {
        #expect(pageID("WindowDeadline") == "window/deadline")
        #expect(pageID("RuleIdReused") == "rule/id-reused")
        #expect(pagePath("CapZero") == "docs/checks/cap/zero.md")
    }

    private func name(of path: String) -> String {
        String((path.split(separator: "/").last ?? "").dropLast(".swift".count))
    }

    private func pageID(_ name: String) -> String {
        var words: [String] = []
        for letter in name {
            if letter.isUppercase || words.isEmpty { words.append("") }
            words[words.count - 1] += letter.lowercased()
        }
        return "\(words[0])/\(words.dropFirst().joined(separator: "-"))"
    }

    private func pagePath(_ name: String) -> String { "docs/checks/\(pageID(name)).md" }
}
