import HongyanCore
import Testing

@testable import HongyanRules

struct FixItsTests {
    private func settle(_ files: [SourceFile]) -> FixIts.Outcome {
        FixIts.settle(files) { Workspace.compile($0, today: BrokenFile.today) }
    }

    private func mended(_ text: String) -> String? {
        settle(Workspace.files(["rules/r.yaml": text])).files.first { $0.path == "rules/r.yaml" }
            .map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("several of one file are applied, one brought to light by another as well")
    func several() {
        let rule = Workspace.rule + "\n"
        #expect(
            mended("\(rule)audience: teir == gold && points ≥ 100\nholduot: 5%\n")
                == "\(rule)audience: tier = gold and points >= 100\nholdout: 5%\n")
    }

    @Test(
        "quotation marks go in whatever the value's own are",
        arguments: [
            ("city = 上海", "city = '上海'"),
            ("'city = 上海'", "'city = ''上海'''"),
            ("\"city = 上海\"", "\"city = '上海'\""),
            ("city = “上海”", "city = '上海'"),
            ("city = 上海 and birthday is null", "city = '上海' and birthday is missing"),
            ("count(order.placed.amount, 90d) > 2", "count(order.placed, 90d) > 2"),
            ("price_list = 是", "price_list = true"),
            ("registered_at > 2026-01-01 10:00", "registered_at > '2026-01-01 10:00'"),
            ("last_order_at > 90d ago", "last_order_at within 90d"),
            ("tier not in [gold]", "not tier in [gold]"),
        ])
    func conditions(_ before: String, _ after: String) {
        #expect(
            mended(Workspace.rule + "\naudience: \(before)\n")
                == Workspace.rule + "\naudience: \(after)\n")
    }

    @Test("byte order mark and line ends stay")
    func bytes() {
        let text =
            "\u{FEFF}"
            + (Workspace.rule + "\naudience: teir = gold\n").replacing("\n", with: "\r\n")
        #expect(mended(text) == text.replacing("teir", with: "tier"))
    }

    @Test("a fix-it that would spoil the file is taken back, others in it are not")
    func spoiling() {
        // The first one would make the value begin with a quotation mark.
        let text = Workspace.rule + "\naudience: 上海 = city\nholduot: 5%\n"
        let outcome = settle(Workspace.files(["rules/r.yaml": text]))
        let after = outcome.files.first { $0.path == "rules/r.yaml" }
            .map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(after == text.replacing("holduot", with: "holdout"))
        #expect(outcome.refused.map(\.id) == ["condition/quote"])
    }

    @Test("a block's own line break is not swallowed")
    func block() {
        let text = Workspace.rule + "\nwindow: |-\n  evning\nclosed: defer 24h\n"
        let outcome = settle(Workspace.files(["rules/r.yaml": text]))
        #expect(!outcome.compilation.diagnostics.contains { $0.id.hasPrefix("yaml/") })
    }

    @Test("of two that overlap the first is applied")
    func overlap() {
        let file = SourceFile(path: "a", bytes: Array("abcdef".utf8))
        let source = SourceText(file)
        func fix(_ range: Range<Int>, _ text: String) -> Diagnostic {
            Diagnostic(
                id: "x/y", severity: .error, file: "a", range: source.range(range),
                message: .init(zh: "", en: ""),
                fixIt: .init(range: source.range(range), replacement: text))
        }
        let (files, applied) = FixIts.apply(
            [fix(2..<4, "X"), fix(0..<3, "Y"), fix(5..<6, "")], to: [file])
        #expect(files.map { String(decoding: $0.bytes, as: UTF8.self) } == ["Yde"])
        #expect(applied.map(\.range.start.offset) == [0, 5])
    }

    @Test(
        "mending is idempotent, and no fix-it leaves its fault in place",
        arguments: BrokenFile.names)
    func idempotent(_ name: String) throws {
        let files = try BrokenFile(name).files
        let first = settle(files)
        let second = settle(first.files)
        #expect(second.files == first.files, "\(second.applied.map(\.id))")
        let unreadable: (Compilation) -> [String] = { compilation in
            compilation.diagnostics.filter { $0.id.hasPrefix("yaml/") }.map(\.id)
        }
        let before = Workspace.compile(files, today: BrokenFile.today)
        #expect(unreadable(first.compilation).count <= unreadable(before).count)
        for fault in first.applied where before.diagnostics.contains(fault) {
            let (next, _) = FixIts.apply([fault], to: files)
            let stays = Workspace.compile(next, today: BrokenFile.today).diagnostics.contains {
                $0.id == fault.id && $0.file == fault.file && $0.severity == .error
                    && $0.range.start == fault.range.start
            }
            #expect(!stays, "\(fault.id) at \(fault.range.start.line):\(fault.range.start.column)")
        }
    }
}
