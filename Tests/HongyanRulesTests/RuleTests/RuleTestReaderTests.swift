import HongyanCore
import HongyanRules
import Testing

struct RuleTestReaderTests {
    /// What is said of `rules/r.test.yaml` in the good workspace: `id «marked text» message`, with
    /// the fix behind an arrow.
    static func faults(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        return try read(text).diagnostics.map { diagnostic in
            let range = diagnostic.range.start.offset..<diagnostic.range.end.offset
            let marked = String(decoding: bytes[range], as: UTF8.self)
            let fix = diagnostic.fixIt.map { " → \($0.replacement)" } ?? ""
            return "\(diagnostic.id) «\(marked)» \(diagnostic.message.en)\(fix)"
        }
    }

    static func read(_ text: String) throws -> RuleTestReading {
        let rule = Workspace.rule.replacing("message: hello", with: variants)
        let compilation = Workspace.compile(["rules/r.yaml": rule])
        let book = try #require(compilation.book, "\(Workspace.brief(compilation))")
        let file = SourceFile(path: "rules/r.test.yaml", bytes: Array(text.utf8))
        return RuleTestReader.read([file], book: book)
    }

    static let variants = "holdout: 5%\nmessage: hello\n"

    static let head = """
        customers:
          金卡: {name: 王芳, tier: gold}
        cases:
          - name: 一
            now: 2026-12-03 10:00

        """

    /// Line 6 is the first of `rest`.
    static func faults(in rest: String) throws -> [String] { try faults(head + rest) }

    @Test("a whole file is read with its times, values and defaults")
    func whole() throws {
        let reading = try Self.read(
            """
            rule: r
            customers:
              金卡:
                tier: gold
                interests: [母婴, 生鲜]
                birthday: lunar 08-15
                phone: none
                consent: {at: 2026-01-01, text: none}
              退订: {opted_out: marketing, holdout: true}
            cases:
              - name: 一
                now: 2026-12-03 10:00
                timeline:
                  - {at: 11:00, signal: weather, key: 上海, day: 2026-12-04, rain_mm: 12.5}
                  - {at: 90d ago, customer: 金卡, event: order.placed, id: e1, amount: 9.90}
                  - {at: 10:30, customer: 金卡, tags: {points: 7, city: }}
                  - {at: 10:30, customer: 金卡, opted_out: true}
                expect:
                  - {at: 10:05, customer: 金卡, hold: window, until: 2026-12-04 09:00}
                todo: 待办
            """)
        #expect(reading.diagnostics == [])
        let file = try #require(reading.files.first)
        let test = try #require(file.cases.first)
        #expect(file.rule == "r" && test.name == "一" && test.line == 11 && test.todo == "待办")
        let zone = Zone.china
        func at(_ text: String) -> Timestamp? { Timestamp.parse(text, zone: zone) }
        #expect(test.now == at("2026-12-03 10:00"))
        #expect(test.until == at("2026-12-06 09:00"))
        #expect(
            test.timeline.map(\.at) == [
                at("2026-09-04 10:00"), at("2026-12-03 10:30"), at("2026-12-03 10:30"),
                at("2026-12-03 11:00"),
            ])
        #expect(
            test.timeline[0].happening
                == .event(
                    "order.placed", customer: "金卡", id: "e1", at: test.timeline[0].at,
                    fields: ["amount": .number(990)]))
        #expect(
            test.timeline[1].happening
                == .tags(["points": .number(7), "city": nil], customer: "金卡"))
        #expect(test.timeline[2].happening == .optOut(nil, customer: "金卡"))
        let gold = test.customers[0]
        #expect(gold.phone == .none && gold.consents.map(\.textVersion) == [nil])
        #expect(gold.tags["interests"] == .set(["母婴", "生鲜"]))
        let refusing = test.customers[1]
        #expect(refusing.phone == .own && refusing.optOut?.purpose == .marketing)
        #expect(refusing.groups.isHeldOut && refusing.consents.count == 1)
        #expect(
            test.expected.map(\.outcome) == [
                .hold(reason: "window", until: at("2026-12-04 09:00"))
            ])
    }

    @Test(
        "a fault in a customer is told with its place and the nearest name",
        arguments: [
            ("{teir: gold}", "test/tag «teir» unknown tag 'teir' → tier"),
            (
                "{tier: glod}",
                "test/value «glod» the value must be one of bronze, silver, gold, platinum → gold"
            ),
            (
                "{points: many}",
                "test/value «many» the value must be a decimal number such as 12 or 128.5"
            ),
            (
                "{spend: 5000}",
                "test/computed «spend» the tag 'spend' is computed: put events into the timeline"
            ),
            (
                "{last_order_at: 2026-01-01}",
                "test/computed «last_order_at» the tag 'last_order_at' is kept by order.placed: "
                    + "put events into the timeline"
            ),
            (
                "{phone: 1234567}",
                "test/phone «1234567» a mobile number must have 11 digits; there are fewer"
            ),
            ("{consent: {when: 2026-01-01}}", "key/unknown «when» unknown key 'when'"),
            (
                "{opted_out: marketting}",
                "value/unknown «marketting» unknown purpose 'marketting' → marketing"
            ),
            (
                "{global_holdout: true}",
                "test/group «true» there is no global_holdout, so nobody is in it"
            ),
            ("{rollout: false}", "test/group «false» there is no rollout, so nobody is in it"),
            ("{variant: helo}", "test/variant «helo» unknown variant 'helo' → hello"),
            ("[gold]", "yaml/type «[gold]» expected a mapping, found a list"),
        ])
    func customers(_ customer: String, _ fault: String) throws {
        let text = "customers:\n  金卡: \(customer)\ncases: []\n"
        #expect(try Self.faults(text) == [fault])
    }

    @Test(
        "a fault in the timeline is told with its place and the nearest name",
        arguments: [
            (
                "{at: 10:05, customer: 金卡, event: cart.updatd}",
                "test/event «cart.updatd» unknown event 'cart.updatd' → cart.updated"
            ),
            (
                "{at: 10:05, customer: 银卡, event: cart.updated}",
                "test/customer «银卡» unknown customer '银卡' → 金卡"
            ),
            (
                "{at: 10:05, customer: 金卡, event: cart.updated, cartid: k}",
                "test/field «cartid» unknown field 'cartid' → cart_id"
            ),
            (
                "{at: 25:05, customer: 金卡, event: cart.updated}",
                "value/form «25:05» '25:05' does not fit, expected a moment such as 2026-12-03 10:00, "
                    + "10:00 (the day of now) or 90d ago"
            ),
            (
                "{customer: 金卡, event: cart.updated}",
                "key/missing «customer» the key 'at' is missing"
            ),
            ("{at: 10:05, event: cart.updated}", "key/missing «at» the key 'customer' is missing"),
            (
                "{at: 10:05, customer: 金卡}",
                "test/happening «at» an entry has exactly one of "
                    + "event, signal, sent, reply, tags, opted_out, stop, resume, receipt"
            ),
            ("{at: 10:05, stop: rr}", "test/rule «rr» unknown rule 'rr' → r"),
            ("{at: 10:05, resume: al}", "test/rule «al» unknown rule 'al' → all"),
            ("{at: 10:05, stop: r, customer: 金卡}", "key/unknown «customer» unknown key 'customer'"),
            (
                "{at: 10:05, receipt: undelivered}",
                "key/missing «at» the key 'customer' is missing"
            ),
            (
                "{at: 10:05, customer: 金卡, receipt: delivred}",
                "value/unknown «delivred» unknown receipt 'delivred' → delivered"
            ),
            (
                "{at: 10:05, customer: 金卡, event: cart.updated, arrives: 10:04}",
                "test/arrives «10:04» an event cannot arrive before it happens"
            ),
            (
                "{at: 10:05, signal: wether, key: 上海, day: 2026-12-04}",
                "test/signal «wether» unknown signal 'wether' → weather"
            ),
            ("{at: 10:05, signal: weather, key: 上海}", "key/missing «at» the key 'day' is missing"),
            ("{at: 10:05, customer: 金卡, sent: rr}", "test/rule «rr» unknown rule 'rr' → r"),
            ("{at: 10:05, customer: 金卡, reply: T, txt: x}", "key/unknown «txt» unknown key 'txt'"),
            (
                "{at: 10:05, customer: 金卡, tags: {spend: 1}}",
                "test/computed «spend» the tag 'spend' is computed: put events into the timeline"
            ),
        ])
    func timeline(_ entry: String, _ fault: String) throws {
        let text = "    timeline:\n      - \(entry)\n    expect: []\n"
        #expect(try Self.faults(in: text) == [fault])
    }

    @Test(
        "a fault in an expected decision is told with its place and the nearest name",
        arguments: [
            (
                "{at: 10:05, customer: 金卡, drop: cap.wek}",
                "test/reason «cap.wek» unknown reason 'cap.wek' → cap.week"
            ),
            (
                "{at: 10:05, customer: 金卡, hold: windows}",
                "test/reason «windows» unknown reason 'windows' → window"
            ),
            (
                "{at: 10:05, customer: 金卡, send: helo}",
                "test/template «helo» unknown template 'helo' → hello"
            ),
            (
                "{at: 10:05, customer: 金卡}",
                "test/expect «{» an expected decision has exactly one of send, hold, drop"
            ),
            (
                "{at: 10:05, customer: 金卡, send: true, drop: once}",
                "test/expect «{» an expected decision has exactly one of send, hold, drop"
            ),
            ("{at: 10:05, customer: 金卡, drop: once, text: x}", "key/unfit «x» drop has no text"),
            (
                "{at: 10:05, customer: 金卡, send: true, parts: no}",
                "value/form «no» 'no' does not fit, expected a whole number from 1 to 100"
            ),
            ("{at: 10:05, customer: 金卡, rule: q, send: true}", "test/rule «q» unknown rule 'q'"),
            (
                "{at: 10:05, customer: 金卡, send: true, at: 10:06}",
                "yaml/duplicate-key «at» duplicate key 'at', first on line 7"
            ),
        ])
    func expectations(_ entry: String, _ fault: String) throws {
        #expect(try Self.faults(in: "    expect:\n      - \(entry)\n") == [fault])
    }

    @Test("the case itself is checked: names, ends, rules, customers")
    func cases() throws {
        let faults = try Self.faults(
            """
            cases:
              - name: 一
                now: 2026-12-03 10:00
                until: 2026-12-03 11:00
                with: [rr]
                customers: {a: {}}
                timeline:
                  - {at: 12:00, customer: a, reply: T}
                expect: []
              - name: 一
                now: 2026-12-03 10:00
                until: 2026-12-02
                customers: {a: {}}
                expect: []
              - name: 二
                now: 2026-12-03 10:00
                customers: {a: {}}
                expct: []
            """)
        #expect(
            faults == [
                "test/until «2026-12-03 11:00» the case ends here and never sees what is named for 2026-12-03 12:00",
                "test/rule «rr» unknown rule 'rr' → r",
                "test/name «一» the case '一' is there twice",
                "test/until «2026-12-02» until must not come before now",
                "key/unknown «expct» unknown key 'expct' → expect",
            ])
    }

    @Test("a file of an unknown rule is told, and a customer who is there twice")
    func files() throws {
        #expect(
            try Self.faults("rule: rs\ncases: []\n") == ["test/rule «rs» unknown rule 'rs' → r"])
        #expect(
            try Self.faults(in: "    customers: {金卡: {}}\n    expect: []\n") == [
                "test/customer «金卡» the customer '金卡' is there already"
            ])
        #expect(
            try Self.faults("cases:\n  - {name: 一, now: 2026-12-03 10:00, expect: []}\n") == [
                "test/customers «一» the case has no customers"
            ])
    }

    @Test("faults are told in Chinese, with a caret of the right width, and numbers blotted out")
    func rendered() throws {
        let text = "customers:\n  王芳: {phone: 138000000011, teir: gold}\ncases: []\n"
        let file = SourceFile(path: "rules/r.test.yaml", bytes: Array(text.utf8))
        let shown = DiagnosticRenderer.text(
            try Self.read(text).diagnostics, sources: [file], color: false, language: .zh)
        #expect(
            shown == """
                rules/r.test.yaml:2:15: 错误: 手机号应为 11 位，位数过多 [test/phone]
                2 |   王芳: {phone: 138*****0011, teir: gold}
                  |                 ^^^^^^^^^^^^
                rules/r.test.yaml:2:29: 错误: 未知标签“teir” [test/tag]
                2 |   王芳: {phone: 138*****0011, teir: gold}
                  |                               ^^^^ 应改为“tier”

                """)
    }
}
