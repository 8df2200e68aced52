import Testing

@testable import HongyanCore

@Suite("phrase patterns")
struct PhrasePatternTests {
    @Test("a term is read as written: alternatives, gaps, ends of clauses")
    func reads() throws {
        #expect(try PhrasePattern("最佳").slots == [["最佳"]])
        #expect(try PhrasePattern("(保/包)(过/ 录取)").slots == [["保过", "保录取", "包过", "包录取"]])
        #expect(try PhrasePattern("(任何/)副作用").slots == [["任何副作用", "副作用"]])
        #expect(try PhrasePattern("(保证/承诺)…提分").slots == [["保证", "承诺"], ["提分"]])
        let ends = try PhrasePattern("^最好$")
        #expect(ends.startsClause && ends.endsClause && ends.slots == [["最好"]])
    }

    @Test(
        "what is no pattern is refused",
        arguments: [
            ("(保/包过", PhrasePattern.Fault.brackets), ("保)过", .brackets), ("((保/包)/必)过", .brackets),
            ("…提分", .empty), ("保证…", .empty), ("", .empty), ("(/)", .empty),
            (String(repeating: "(一/二/三/四/五/六)", count: 4), .many),
        ])
    func faults(_ term: String, _ fault: PhrasePattern.Fault) {
        #expect(throws: fault) { try PhrasePattern(term) }
    }

    private func auditor(_ term: String, except: String = "") -> ContentAuditor {
        let text =
            LexiconFile.columns.joined(separator: ",") + "\n"
            + "a,own/x,block,\"\(term)\",\"\(except)\",,,,\n"
        let (lexicon, faults) = LexiconFile.read(text, name: "own")
        #expect(faults == [])
        return ContentAuditor(lexicons: [lexicon])
    }

    /// What a service message is found to say.
    private func found(_ auditor: ContentAuditor, _ body: String) -> [String] {
        auditor.audit(AuditText("【云杉商城】\(body)"), purpose: .service).findings
            .filter { $0.id == "own/x" }.map(\.words)
    }

    @Test("a gap is at most eight characters wide and stays inside its clause")
    func gaps() {
        let one = auditor("(保证/承诺)…(提分/上岸)")
        #expect(found(one, "保证提分。") == ["保证提分"])
        #expect(found(one, "我们承诺三个月内上岸。") == ["承诺三个月内上岸"])
        #expect(found(one, "保证一二三四五六七八提分") == ["保证一二三四五六七八提分"])
        #expect(found(one, "保证一二三四五六七八九提分") == [])
        #expect(found(one, "保证服务，提分看自己") == [])
        #expect(found(one, "提分保证") == [])
        #expect(found(one, "保-证孩子提★分") == ["保-证孩子提★分"])
        #expect(found(auditor("甲…乙…丙"), "甲一乙二丙") == ["甲一乙二丙"])
        #expect(found(auditor("甲…乙…丙"), "甲一丙二乙") == [])
    }

    @Test("an exception over any part of a pattern with gaps excuses it")
    func exceptions() {
        let one = auditor("加…微信", except: "微信支付|增加|不…微信")
        #expect(found(one, "加我的微信") == ["加我的微信"])
        #expect(found(one, "加购后用微信支付") == [])
        #expect(found(one, "增加了微信客服") == [])
        #expect(found(one, "不用加我的微信") == [])
    }

    @Test("a clause ends at a mark, a sign, a particle and before the opt-out words")
    func clauses() {
        let one = auditor("最好$")
        for body in ["品质最好", "品质最好！", "最好、最省", "最好了，来吧", "最好★看看", "最好拒收请回复R", "“最好”"] {
            #expect(found(one, body) == ["最好"], "\(body)")
        }
        for body in ["最好提前来", "您最好先看看", "最好3天内来"] { #expect(found(one, body) == [], "\(body)") }
        let start = auditor("^第一")
        #expect(found(start, "您好，第一步") == ["第一"])
        #expect(found(start, "您好第一步") == [])
    }

    @Test("a pattern that cannot be read is a fault of its line")
    func file() {
        let text =
            LexiconFile.columns.joined(separator: ",") + "\na,own/x,block,(保/包,,,,,\n"
            + "b,own/x,block,保…,,,,,\nc,own/x,block,\"(保/\n  包)过|必过\",,,,,\n"
        let (lexicon, faults) = LexiconFile.read(text, name: "own")
        #expect(faults.map(\.line) == [2, 3])
        #expect(lexicon.rows.map(\.terms) == [["(保/包)过", "必过"]])
    }
}
