import HongyanCore
import HongyanRules
import Testing

struct HostileInputTests {
    private func diagnose(_ bytes: [UInt8]) -> [String] {
        var files = Workspace.files(["rules/r.yaml": nil])
        files.append(SourceFile(path: "rules/r.yaml", bytes: bytes))
        return Workspace.brief(Workspace.compile(files))
    }
    private func diagnose(_ text: String) -> [String] { diagnose(Array(text.utf8)) }

    @Test("an alias bomb is told line by line and takes no time", .timeLimit(.minutes(1)))
    func aliasBomb() {
        var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (name, before) in zip("bcdefghij", "abcdefghi") {
            let many = Array(repeating: "*\(before)", count: 9).joined(separator: ", ")
            text += "\(name): &\(name) [\(many)]\n"
        }
        let found = diagnose(text)
        #expect(found.filter { $0.hasPrefix("yaml/alias") }.count == 91)
    }

    @Test("nesting stops at 32 levels", arguments: ["[", "{a: ", "- ", "? "])
    func nesting(_ open: String) {
        #expect(diagnose(String(repeating: open, count: 40)).first?.hasPrefix("yaml/depth") == true)
    }

    @Test("a megabyte of brackets ends at once", .timeLimit(.minutes(1)))
    func brackets() {
        let found = diagnose(String(repeating: "[", count: 1_000_000))
        #expect(found.count == 1)
        let flat = diagnose("rule: [" + String(repeating: "a,", count: 500_000) + "]")
        #expect(!flat.isEmpty)
    }

    @Test("a file over 1 MiB is refused")
    func tooLarge() {
        #expect(diagnose([UInt8](repeating: 0x61, count: 2 << 20)) == ["file/size 1:1"])
    }

    @Test("bad UTF-8 is told with its line and column")
    func badEncoding() {
        // GBK for 例.
        #expect(diagnose(Array("rule: r\ntitle: ".utf8) + [0xC0, 0xFD]) == ["file/utf8 2:8"])
        // Overlong, surrogate, cut short, beyond Unicode.
        for bytes: [UInt8] in [
            [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE4, 0xB8],
            [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE],
        ] {
            #expect(diagnose(bytes) == ["file/utf8 1:1"])
        }
    }

    @Test("NUL and other control characters are told")
    func controlCharacters() {
        #expect(diagnose("rule: r\u{0}") == ["file/control 1:8"])
        #expect(diagnose("rule: \u{1B}[31m") == ["file/control 1:7"])
        #expect(diagnose("rule: r\n\u{FEFF}") == ["file/control 2:1"])
    }

    @Test("a byte order mark and CRLF line ends are read, columns unmoved")
    func marks() {
        #expect(
            Workspace.brief(Workspace.compile(["rules/r.yaml": "\u{FEFF}" + Workspace.rule])) == [])
        let text = Workspace.rule(audience: "tierr = gold")
        let crlf = text.split(separator: "\n", omittingEmptySubsequences: false).joined(
            separator: "\r\n")
        #expect(diagnose("\u{FEFF}" + crlf) == ["tag/unknown 6:11"])
    }

    @Test("the book's hash does not know byte order marks and line ends")
    func hash() throws {
        let plain = try #require(Workspace.compile().book)
        let crlf = Workspace.rule.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\r\n")
        let other = try #require(Workspace.compile(["rules/r.yaml": "\u{FEFF}" + crlf]).book)
        #expect(plain.hash == other.hash)
        let changed = try #require(
            Workspace.compile(["rules/r.yaml": Workspace.rule + "\npriority: 51"]).book)
        #expect(plain.hash != changed.hash)
    }

    @Test("ten thousand duplicate keys are capped, not endless", .timeLimit(.minutes(1)))
    func duplicateKeys() {
        #expect(diagnose(String(repeating: "a: 1\n", count: 10_000)).count == 500)
    }

    @Test("deep, long and swelling conditions are refused", .timeLimit(.minutes(1)))
    func conditions() {
        let deep =
            String(repeating: "(", count: 2_000) + "true" + String(repeating: ")", count: 2_000)
        #expect(diagnose(Workspace.rule(audience: deep)) == ["condition/depth 6:59"])
        let nots = String(repeating: "not ", count: 1_000) + "price_list"
        #expect(
            diagnose(Workspace.rule(audience: nots)).first?.hasPrefix("condition/depth") == true)
        let sum = "points > " + Array(repeating: "1", count: 1_000).joined(separator: "+")
        #expect(diagnose(Workspace.rule(audience: sum)).first?.hasPrefix("condition/depth") == true)
        let long = Array(repeating: "price_list", count: 1_000).joined(separator: " or ")
        #expect(diagnose(Workspace.rule(audience: long)) == ["condition/size 6:11"])
        var tags = Workspace.tags + "\n  a0: price_list\n"
        for level in 1...40 { tags += "  a\(level): \"a\(level - 1) and a\(level - 1)\"\n" }
        let swelling = Workspace.brief(Workspace.compile(["rules/tags.yaml": tags]))
        #expect(swelling.contains { $0.hasPrefix("condition/size") })
    }

    @Test("any prefix and any broken byte of a good file end in diagnostics, never a crash")
    func mutations() {
        let bytes = Array(Workspace.rule(audience: "tier in [gold] and not name is missing").utf8)
        for length in 0..<bytes.count { _ = diagnose(Array(bytes.prefix(length))) }
        for index in bytes.indices {
            for byte: UInt8 in [0x22, 0x3A, 0x5B, 0xE4] {
                var broken = bytes
                broken[index] = byte
                _ = diagnose(broken)
            }
        }
    }
}
