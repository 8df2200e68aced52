import HongyanCore
import Testing

@Suite("Rendering templates")
struct RenderingTests {
    private static func template(_ runs: [Template.Run]) -> Template {
        Template(id: "t", purpose: .marketing, runs: runs, version: Digest(high: 0, low: 0))
    }

    private static func name(fallback: String? = "顾客", max: Int = 10) -> Template.Run {
        .variable(
            .init(name: "name", source: .tag("name", .text), fallback: fallback, maxLength: max))
    }

    private static func render(
        _ runs: [Template.Run], tags: [TagName: Value] = [:], fields: [String: Value] = [:],
        targetDate: CivilDay? = nil
    ) -> Result<String, RenderFault> {
        template(runs).render(tags: tags, fields: fields, targetDate: targetDate, zone: .china)
    }

    @Test("fills tags, fields and the target date")
    func fills() {
        let amount = Template.Run.variable(
            .init(
                name: "event.amount", source: .field("amount", .number(scale: 2)), fallback: nil,
                maxLength: 12))
        let date = Template.Run.variable(
            .init(name: "event.date", source: .targetDate, fallback: nil, maxLength: 12))
        let runs: [Template.Run] = [
            RenderingTests.name(), .fixed("，您有"), amount, .fixed("元的商品，"), date, .fixed("前有效。"),
        ]
        let text = RenderingTests.render(
            runs, tags: ["name": .text("小明")], fields: ["amount": .number(12_850)],
            targetDate: CivilDay(text: "2026-11-21"))
        #expect(text == .success("小明，您有128.50元的商品，11月21日前有效。"))
    }

    @Test("a missing or empty value takes the fallback; without one it is a fault that names it")
    func missing() {
        let runs = [RenderingTests.name(), .fixed("您好")]
        #expect(RenderingTests.render(runs) == .success("顾客您好"))
        #expect(RenderingTests.render(runs, tags: ["name": .text("")]) == .success("顾客您好"))
        #expect(RenderingTests.render(runs, tags: ["name": .text("\n")]) == .success("顾客您好"))
        let strict = [RenderingTests.name(fallback: nil)]
        #expect(RenderingTests.render(strict) == .failure(.missing("name")))
        #expect(RenderFault.missing("name").variable == "name")
    }

    @Test("a value longer than declared is a fault, never cut")
    func tooLong() {
        let runs = [RenderingTests.name(max: 4)]
        #expect(RenderingTests.render(runs, tags: ["name": .text("欧阳小明")]) == .success("欧阳小明"))
        #expect(
            RenderingTests.render(runs, tags: ["name": .text("欧阳小小明")])
                == .failure(.tooLong("name")))
        // UTF-16 units, not characters.
        #expect(
            RenderingTests.render(runs, tags: ["name": .text("𠮷𠮷𠮷")]) == .failure(.tooLong("name")))
    }

    @Test("a value is never read as template text and holds no control characters")
    func hostile() {
        let runs = [RenderingTests.name(max: 40)]
        let value = "${phone}\r\n\u{0}x\u{2028}"
        #expect(RenderingTests.render(runs, tags: ["name": .text(value)]) == .success("${phone} x"))
    }
}

@Suite("The text as it leaves")
struct FinalTextTests {
    @Test(
        "signature, body, opt-out words",
        arguments: [
            ("好礼等你", "云杉商城", "拒收请回复R", "【云杉商城】好礼等你拒收请回复R"),
            ("取件码 8-2-13", "云杉商城", nil, "【云杉商城】取件码 8-2-13"),
            ("仅128.50", "云杉", "拒收请回复R", "【云杉】仅128.50拒收请回复R"),
            ("点 s.cn/a1", "云杉", "拒收请回复R", "【云杉】点 s.cn/a1 拒收请回复R"),
            ("点 s.cn/a1", "云杉", nil, "【云杉】点 s.cn/a1"),
            ("见yunshan.cn", "云杉", "回T退订", "【云杉】见yunshan.cn 回T退订"),
            ("好礼", "", "", "好礼"),
        ] as [(String, String, String?, String)])
    func compose(body: String, signature: String, words: String?, expected: String) {
        let text = FinalText.compose(body: body, signature: signature, optOutWords: words)
        #expect(text == expected)
    }
}
