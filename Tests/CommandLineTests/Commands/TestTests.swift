import Foundation
import Testing

extension CommandLineTests {
    @Suite("test")
    struct TestTests {
        static let parcel = """
            customers:
              c: {name: 周明}
            cases:
              - name: 到站就发
                now: 2026-12-03 10:00
                timeline:
                  - {at: 10:05, customer: c, event: parcel.arrived, code: A1}
                expect:
                  - {at: 10:05, customer: c, send: parcel, text: 取件码A1, parts: 1}
              - name: 已知缺口
                now: 2026-12-03 10:00
                expect:
                  - {at: 10:05, customer: c, send: parcel}
                todo: 没有事件

            """
        static let birthday = """
            customers:
              金卡: {name: 林小满, tier: gold, birthday: 12-06}
            cases:
              - name: 生日 <金卡>
                now: 2026-12-03 09:00
                until: 2026-12-04 00:00
                timeline:
                  - {at: 09:30, customer: 金卡, opted_out: marketing}
                expect:
                  - {at: 10:00, customer: 金卡, send: birthday}

            """

        /// Without the milliseconds, which differ from run to run.
        private func timeless(_ text: String) -> String {
            text.replacing(#/\d+ ms/#, with: "N ms")
        }

        private func shop(_ name: String, failing: Bool = false) throws -> Shop {
            let shop = try Shop(name)
            try shop.tool.write(Self.parcel, to: "rules/parcel.test.yaml")
            if failing { try shop.tool.write(Self.birthday, to: "rules/birthday.test.yaml") }
            return shop
        }

        @Test("what passes is one line a case; a known gap is told; exit code 0")
        func passes() throws {
            let shop = try shop("test-pass")
            defer { shop.remove() }
            #expect(
                timeless(try shop.succeed("test")) == """
                    rules/parcel.test.yaml
                      ✔ 到站就发  N ms
                      … 已知缺口  N ms
                          todo: 没有事件
                    2 cases: 1 passed, 0 failed, 1 known gaps, in N ms

                    """)
            let one = try shop.succeed(
                "test", "rules/parcel.test.yaml", "--run", "^到站", "--lang", "zh")
            #expect(timeless(one).hasSuffix("1 个用例：1 个通过，0 个失败，用时 N ms\n"), "\(one)")
        }

        @Test("a receipt that is about nothing is told, in both languages")
        func pointless() throws {
            let shop = try Shop("test-receipt")
            defer { shop.remove() }
            try shop.tool.write(
                """
                customers: {c: {name: 周明}}
                cases:
                  - name: 没有短信
                    now: 2026-12-03 10:00
                    timeline:
                      - {at: 10:05, customer: c, receipt: undelivered}
                    expect: []

                """, to: "rules/parcel.test.yaml")
            for (language, words) in [("zh", "状态报告没有对象"), ("en", "is about nothing")] {
                let outcome = try shop.tool.run("test", "--lang", language)
                #expect(outcome.code == 1)
                #expect(outcome.output.contains(words), "\(outcome)")
            }
        }

        @Test("a failing case shows what was expected, what was decided and why; exit code 1")
        func fails() throws {
            let shop = try shop("test-fail", failing: true)
            defer { shop.remove() }
            let outcome = try shop.tool.run("test", "--run", "生日")
            #expect(outcome.code == 1)
            #expect(
                timeless(outcome.output) == """
                    rules/birthday.test.yaml
                      ✘ 生日 <金卡>  N ms  rules/birthday.test.yaml:4
                          - {at: 2026-12-03 10:00, customer: 金卡, send: birthday}
                          + {at: 2026-12-03 10:00, customer: 金卡, drop: optout}
                          金卡 · birthday
                            2026-12-03 10:00 fired [2026], due 2026-12-03 10:00, audience:
                              ✓ tier in [gold]    tier = gold
                            2026-12-03 10:00 [2026] trigger holds → drop · the customer opted out (optout)
                              ✓ stop
                              ✓ trigger  holds
                              ✓ route  main
                              ✓ recipient  mobile
                              ✓ shared  own
                              ✗ optout  marketing:test  the customer opted out
                              ✓ consent  test:v1@2001-09-09T09:46:40+08:00#-
                              ✓ template  unasked
                              ✓ signature  云杉商城
                              ✓ text  birthday
                              ✓ content  pass@default#2026.11.21
                              ✓ optout-words  拒收请回复R
                              ✓ parts  1/3
                              ✓ holdout  none
                              ✓ rollout  all
                              ✓ once  occurrence
                              ✓ cap  day:0/50
                              ✓ late  0m
                              ✓ closed  1440m
                              ✓ window  10:00
                              ✓ blackout  2026-12-03
                              ✓ limit  0/20000
                              ✓ pace  none
                    1 cases: 0 passed, 1 failed, in N ms

                    """)
            let chinese = try shop.tool.run("test", "--run", "生日", "--lang", "zh").output
            for words in ["触发 [2026]，到期 2026-12-03 10:00，人群：", "触发成立 → 不发送 · 客户已退订 (optout)"] {
                #expect(chinese.contains(words), "\(chinese)")
            }
            let json = try shop.tool.run("test", "--format", "json", "--coverage")
            #expect(json.code == 1)
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
            let cases = (object as? [String: Any])?["cases"] as? [[String: Any]]
            #expect(cases?.map { $0["status"] as? String } == ["failed", "passed", "todo"])
            #expect((object as? [String: Any])?["coverage"] != nil)
        }

        @Test("JUnit XML escapes names and texts, and counts failures and known gaps")
        func junit() throws {
            let shop = try shop("test-junit", failing: true)
            defer { shop.remove() }
            #expect(try shop.tool.run("test", "--junit", "out.xml").code == 1)
            let xml = try shop.tool.read("out.xml").replacing(#/time="[0-9.]+"/#, with: "time=\"\"")
            let parser = XMLCounter(xml)
            #expect(parser.isWellFormed)
            #expect(
                parser.counts == [
                    "testsuites": 1, "testsuite": 2, "testcase": 3, "failure": 1, "skipped": 1,
                ])
            #expect(
                xml.contains(
                    "<testcase classname=\"birthday\" name=\"生日 &lt;金卡&gt;\" "
                        + "file=\"rules/birthday.test.yaml\" line=\"4\" time=\"\">"), "\(xml)")
            #expect(xml.contains("failures=\"1\" errors=\"0\" skipped=\"0\""))
            #expect(xml.contains("<skipped message=\"没有事件\"/>"))
        }

        @Test("coverage names what was never seen, with its place; --min makes it a failure")
        func coverage() throws {
            let shop = try shop("test-coverage")
            defer { shop.remove() }
            try shop.tool.write(
                Self.birthday.replacing("send: birthday", with: "drop: optout"),
                to: "rules/birthday.test.yaml")
            let one = try shop.succeed(
                "test", "rules/birthday.test.yaml", "--coverage", "--min", "50")
            #expect(one.contains("birthday") && !one.contains("parcel"))
            let whole = try shop.succeed("test", "--coverage")
            #expect(
                whole.contains(
                    """
                      birthday   50%  1/2
                        rules/birthday.yaml:5:11: never false: tier in [gold]
                        gates: decided optout; never stop trigger route
                    """), "\(whole)")
            let missed = try shop.tool.run("test", "--coverage", "--min", "51")
            #expect(missed.code == 1)
            #expect(missed.errors == "coverage of 50% is below the 51% asked for\n")
            #expect(try shop.tool.run("test", "--min", "51").code == 64)
        }

        @Test("a broken test file is told by test and by check, and nothing runs")
        func broken() throws {
            let shop = try shop("test-broken")
            defer { shop.remove() }
            try shop.tool.write(
                Self.parcel.replacing("parcel.arrived", with: "parcel.arived"),
                to: "rules/parcel.test.yaml")
            let shown = """
                rules/parcel.test.yaml:7:41: error: unknown event 'parcel.arived' [test/event]
                7 |       - {at: 10:05, customer: c, event: parcel.arived, code: A1}
                  |                                         ^^^^^^^^^^^^^ replace with 'parcel.arrived'

                """
            let outcome = try shop.tool.run("test")
            #expect(outcome.code == 1 && outcome.output == "")
            #expect(
                outcome.errors == shown + "\nError: the test files have errors; nothing was run\n")
            let check = try shop.tool.run("check")
            #expect(check.code == 1)
            #expect(check.output == shown + "9 files: 1 errors, 0 warnings\n")
            #expect(try shop.tool.run("test", "--run", "(").code == 64)
            #expect(try shop.tool.run("test", "rules/nobody.test.yaml").code == 1)
        }
    }
}

/// Counts the elements of an XML text.
private final class XMLCounter {
    private(set) var counts: [String: Int] = [:]
    private(set) var isWellFormed = true

    init(_ xml: String) {
        var open: [String] = []
        for match in xml.matches(of: #/<(/?)([a-z]+)([^<>]*?)(/?)>/#) {
            let name = String(match.2)
            if match.1 == "/" {
                if open.popLast() != name { isWellFormed = false }
                continue
            }
            counts[name, default: 0] += 1
            if match.4 != "/" { open.append(name) }
        }
        let rest = xml.replacing(#/<[^<>]*>/#, with: "")
        if !open.isEmpty || rest.contains("<") || rest.contains(">") { isWellFormed = false }
    }
}
