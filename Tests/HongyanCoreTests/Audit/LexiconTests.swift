import Testing

@testable import HongyanCore

@Suite("lexicons")
struct LexiconTests {
    private static let head = LexiconFile.columns.joined(separator: ",") + "\n"

    @Test("the shipped lexicon has no faults, and writing it gives the same rows")
    func shipped() {
        let (lexicon, faults) = LexiconFile.read(ShippedLexicon.text, name: "cn-base")
        #expect(faults == [])
        #expect(lexicon.rows.count > 90)
        #expect(lexicon.updated != nil)
        let again = LexiconFile.read(LexiconFile.write(lexicon), name: "cn-base")
        #expect(again.faults == [])
        #expect(again.lexicon == lexicon)
        let keys = Set(AuditBasis.known.map(\.key))
        let strange = lexicon.rows.filter { !$0.basis.isEmpty && !keys.contains($0.basis) }
        #expect(strange.map(\.id) == [])
    }

    @Test("each fault of a file is told with its line, and the good rows are kept")
    func faults() {
        let text =
            "# updated: soon\n" + Self.head + "a,ad/absolute,block,天花板\n"
            + "a,ad/absolute,block,绝绝子\n" + ",ad/absolute,block,x\n" + "b,absolute,block,x\n"
            + "c,ad/absolute,blok,x\n" + "d,ad/absolute,block,\n"
            + "e,ad/absolute,block,x,,,,,soon\n" + "f,ad/absolute,block,x,,,,,,more\n"
        let (lexicon, faults) = LexiconFile.read(text, name: "own")
        #expect(lexicon.rows.map(\.id) == ["a"])
        #expect(faults.map(\.line) == [1, 4, 5, 6, 7, 8, 9, 10])
        #expect(faults[1].message.en == "the id 'a' is there already, on line 3")
        #expect(LexiconFile.read("", name: "own").faults.count == 1)
    }

    @Test("a workspace's rows count, excuse and expire")
    func own() {
        let text =
            Self.head + "a,own/slang,block,绝绝子,绝绝子奶茶,公司规定,很好喝,,2026-12-31\n"
            + "p,ad/absolute,pass,顶级域名注册\n"
        let own = LexiconFile.read(text, name: "lexicons/own.csv").lexicon
        let auditor = ContentAuditor(lexicons: [.shipped, own])
        func audit(_ body: String, on day: String) -> [String] {
            auditor.audit(
                AuditText("【云杉商城】\(body)。拒收请回复R"), purpose: .marketing,
                on: CivilDay(text: day)
            ).findings.map { "\($0.id) \($0.basis.words.zh) \($0.source ?? "")" }
        }
        #expect(
            audit("绝绝子", on: "2026-12-31") == ["own/slang 公司规定 lexicons/own.csv/a"])
        #expect(audit("绝绝子", on: "2027-01-01") == [])
        #expect(audit("绝绝子奶茶", on: "2026-12-31") == [])
        #expect(auditor != ContentAuditor.standard)
    }

    @Test("a comparison tells what came, went and changed")
    func diff() {
        let old = LexiconFile.read(
            Self.head + "a,x/y,block,甲\nb,x/y,block,乙\nc,x/y,review,丙\n", name: "o"
        ).lexicon
        let new = LexiconFile.read(
            Self.head + "b,x/y,block,乙\nc,x/y,block,丙\nd,x/y,block,丁\n", name: "n"
        ).lexicon
        let diff = LexiconDiff(from: old, to: new)
        #expect(diff.added.map(\.id) == ["d"])
        #expect(diff.removed.map(\.id) == ["a"])
        #expect(diff.changed.map(\.new.id) == ["c"])
        #expect(LexiconDiff(from: old, to: old).isEmpty)
    }

    @Test("what comes in through a value may not pass for the sender's own words")
    func values() {
        func ids(_ value: String, _ purpose: Purpose = .marketing) -> Set<String> {
            let text = AuditText(
                template: "【云杉商城】${name}您好，会员日全场八折，请打开App查看。拒收请回复R",
                fillings: ["name": .init(value: value, maxLength: 12)])
            return Set(
                ContentAuditor.standard.audit(text, purpose: purpose).findings.map(\.id))
        }
        #expect(ids("小明") == [])
        for value in ["【银行】", "回T退订", "[银行]小", "拒收"] {
            #expect(ids(value).contains("variable/injection"), "\(value)")
        }
        #expect(ids("a.cn/x").contains("variable/link"))
        #expect(ids("13812345678").contains("variable/number"))
        #expect(ids("很长很长很长很长很长很长很").contains("variable/over"))
        #expect(ids("国家级").contains("ad/absolute"))
    }
}
