import Foundation
import HongyanCore
import HongyanStore
import Testing

extension CommandLineTests {
    /// `explain`, and what `check` says with a store at hand and of one rule.
    @Suite("explain, check --store, check --effective")
    struct ExplainTests {
        /// One customer whose cart was ordered, one whose cart waits for the window.
        private func carts(_ name: String) throws -> Shop {
            let shop = try Shop.stocked(name)
            try shop.tool.write(
                """
                id,customer,event,at,cart_id
                e1,c1,cart.updated,2026-03-01T10:05:00+08:00,c7
                e2,c1,cart.updated,2026-03-01T10:40:00+08:00,c7
                e3,c2,cart.updated,2026-03-01T19:30:00+08:00,c8

                """, to: "carts.csv")
            try shop.tool.write(
                """
                id,customer,event,at,order_id,amount
                o1,c1,order.placed,2026-03-01T11:20:00+08:00,o1,88

                """, to: "orders.csv")
            try shop.succeed("import", "events", "carts.csv")
            try shop.succeed("import", "events", "orders.csv")
            return shop
        }

        private func body(_ output: String) -> String {
            // The book's hash is no part of what is shown here.
            output.split(separator: "\n", omittingEmptySubsequences: false)
                .map {
                    $0.replacingOccurrences(
                        of: " · (book|规则本) [0-9a-f]{12}$", with: "", options: .regularExpression)
                }
                .joined(separator: "\n")
        }

        @Test("a cart that was ordered: the whole page, in English")
        func english() throws {
            let shop = try carts("explain-en")
            defer { shop.remove() }
            let before = try shop.dump()
            let output = try shop.succeed("explain", "c1", "cart", "--at", "2026-03-01T12:30")
            #expect(body(output) == Self.englishPage)
            #expect(try shop.dump() == before)
        }

        @Test("a cart that waits for the window: the whole page, in Chinese")
        func chinese() throws {
            let shop = try carts("explain-zh")
            defer { shop.remove() }
            let output = try shop.succeed(
                "explain", "c2", "cart", "--at", "2026-03-01T21:40", "--lang", "zh")
            #expect(body(output) == Self.chinesePage)
        }

        @Test("the same as JSON, with the number masked")
        func json() throws {
            let shop = try carts("explain-json")
            defer { shop.remove() }
            let text = try shop.succeed(
                "explain", "c2", "cart", "--at", "2026-03-01T21:40", "--format", "json")
            let page = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(page["phone"] as? String == "138****0002")
            let trigger = try #require(page["trigger"] as? [String: Any])
            let occurrence = try #require((trigger["occurrences"] as? [[String: Any]])?.first)
            #expect(occurrence["status"] as? String == "due")
            let present = try #require(page["present"] as? [String: Any])
            #expect(present["earliest"] as? String == "2026-03-02T09:00:00+08:00")
            let gates = try #require(present["gates"] as? [[String: Any]])
            let window = gates.first { $0["gate"] as? String == "window" }
            #expect(
                window?["threshold"] as? String
                    == "day: daily 09:00-21:00; cn-2026@1: daily 08:00-22:00")
            #expect(window?["origin"] as? String == "rules/policy.yaml:6 defaults.window")
            #expect(window?["next"] as? String == "2026-03-02T09:00:00+08:00")
            #expect(!text.contains("1380000000"))
        }

        @Test("a full cap names the messages that fill it; another book is told")
        func past() throws {
            let shop = try Shop.stocked("explain-past")
            defer { shop.remove() }
            try shop.tool.write(
                Shop.rules["parcel", default: ""] + "limit: 9/day\n", to: "rules/parcel.yaml")
            try shop.succeed("run", "--once")
            try shop.parcels("p", for: ["c1"])
            try shop.succeed("run", "--once")
            try shop.tool.write(
                Shop.rules["parcel", default: ""] + "once: ever\n", to: "rules/parcel.yaml")
            let output = try shop.succeed("explain", "c1", "parcel")
            #expect(output.contains("which is not today's"), "\(output)")
            #expect(
                output.contains(
                    "✗ once  0d  the rule reached them before  (ever, rules/parcel.yaml:7 once)"))
            #expect(output.contains(" parcel\n      → never, as long as the rule stays"))
            #expect(output.contains("· ledger: send"))
        }

        @Test(
            "a drop of the ledger shows the message that took the cap's slot; so for a merged customer"
        )
        func filledCap() throws {
            let shop = try Shop.stocked("explain-cap")
            defer { shop.remove() }
            try shop.tool.write(
                Shop.policy.replacingOccurrences(
                    of: "day: \"50 per day\"", with: "day: {count: \"1 per 7d\", purpose: service}"),
                to: "rules/policy.yaml")
            try shop.tool.write(
                Shop.rules["parcel", default: ""] + "limit: 9/day\n", to: "rules/parcel.yaml")
            try shop.succeed("run", "--once")
            try shop.parcels("p", for: ["c1"])
            try shop.succeed("run", "--once")
            try shop.parcels("q", for: ["c1"])
            try shop.succeed("run", "--once")
            let cap = "(1 per 7d, service, rules/policy.yaml:4 caps.day)\n"
            let line = "✗ cap  day:1/1  frequency cap ‘day’ is full"
            let output = try shop.succeed("explain", "c1", "parcel")
            #expect(output.contains("    \(line)  \(cap)        20"), "\(output)")
            #expect(output.contains("  \(line) ← parcel  \(cap)      20"), "\(output)")
            #expect(output.contains("would leave at the earliest at 20"), "\(output)")
            try shop.succeed("merge", "c1", "c2")
            let merged = try shop.succeed("explain", "c1", "parcel")
            #expect(
                merged.contains("merged into c2\n") && merged.contains("138****0002"), "\(merged)")
            #expect(merged.contains("  \(line)"), "\(merged)")
        }

        @Test("the audience funnel narrows all customers, in both languages and as JSON")
        func funnel() throws {
            let shop = try Shop.stocked("explain-funnel")
            defer { shop.remove() }
            let output = try shop.succeed("explain", "--audience", "birthday", "--at", "2026-03-01")
            #expect(
                output.contains(
                    """
                    customers                          9  100.0%
                    recipient                          8   88.9%  -1
                        no phone number (number.missing): 1
                    shared                             8   88.9%
                    optout                             8   88.9%
                    consent                            6   66.7%  -2
                        no consent (consent.missing): 2
                    audience: tier in [gold]           3   33.3%  -3
                    """), "\(output)")
            let chinese = try shop.succeed(
                "explain", "--audience", "birthday", "--at", "2026-03-01", "--lang", "zh")
            #expect(chinese.contains("人群：tier in [gold]           3   33.3%  -3"), "\(chinese)")
            let json = try shop.succeed("explain", "--audience", "birthday", "--format", "json")
            #expect(
                json.contains(#"{"stage":"audience","condition":"tier in [gold]","customers":3"#))
            #expect(try shop.tool.run("explain", "--audience", "none").code == 1)
            #expect(try shop.tool.run("explain", "c1").code == 64)
            #expect(try shop.tool.run("explain", "c1", "cart", "--audience", "cart").code == 64)
        }

        @Test("check --store tells what the data say and flags what looks wrong; it writes nothing")
        func store() throws {
            let shop = try carts("check-store")
            defer { shop.remove() }
            let before = try shop.dump()
            let output = try shop.succeed("check", "--store")
            #expect(output.contains("data: 9 customers; triggers over "), "\(output)")
            #expect(output.contains("store/trigger-silent"), "\(output)")
            #expect(
                output.contains(
                    "rules/thanks.yaml:4:10: warning: it would not have fired in the last 30 days"))
            let chinese = try shop.succeed("check", "--store", "--lang", "zh")
            #expect(chinese.contains("数据：9 位客户；触发按") && chinese.contains("最近 30 天没有触发过"))
            let json = try shop.succeed("check", "--store", "--format", "json")
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            let findings = try #require(object["findings"] as? [[String: Any]])
            #expect(findings.contains { $0["id"] as? String == "store/trigger-silent" })
            let survey = try #require(object["survey"] as? [String: Any])
            #expect(survey["customers"] as? Int == 9)
            let rules = try #require(survey["rules"] as? [[String: Any]])
            let silent = try #require(rules.first { $0["rule"] as? String == "thanks" })
            #expect(silent["fired"] as? Int == 0 && (silent["days"] as? [Any])?.count == 30)
            #expect(try shop.dump() == before)
            let empty = try Shop("check-store-none")
            defer { empty.remove() }
            #expect(try empty.tool.run("check", "--store").errors.contains("there is no store"))
        }

        @Test("check --effective shows a rule with every value and where it came from")
        func effective() throws {
            let shop = try Shop("check-effective")
            defer { shop.remove() }
            let output = try shop.succeed("check", "--effective", "cart")
            #expect(output.contains("late: 2h "), "\(output)")
            #expect(output.contains("# rules/policy.yaml:6 defaults.late\n"))
            #expect(
                try shop.succeed("check", "--effective", "cart", "--lang", "zh").contains("# 内置\n"))
            let json = try shop.succeed("check", "--effective", "cart", "--format", "json")
            #expect(
                json.contains(
                    #"{"key":"late","value":"2h","file":"rules/policy.yaml","line":6,"from":"defaults.late"}"#
                ))
            #expect(try shop.tool.run("check", "--effective", "none").code == 1)
        }
    }
}

extension CommandLineTests.ExplainTests {
    static let englishPage = """
        c1 · cart 购物车提醒 · 138****0001
        at 2026-03-01 12:30

        ledger: no decision of this rule for this customer. What follows is \
        computed again from today's tags and past events.

        trigger (absence):
          [c7] due 2026-03-01 12:41 · cancelled
            2026-03-01 10:05 cart.updated (e1)
            2026-03-01 10:40 cart.updated (e2): the timer starts anew
            2026-03-01 11:20 order.placed (o1): the occurrence was cancelled

        audience: everybody

        [c7] when it falls due at 2026-03-01 12:41, by what is known now:
          drop · the customer acted in the meantime (trigger.cancelled)
          ✓ stop
          ✗ trigger  cancelled  the customer acted in the meantime
              → never for this occurrence
          ✓ route  main
          ✓ recipient  mobile
          ✓ shared  own
          ✓ optout
          ✓ consent  form:v1@2026-01-01T00:00:00+08:00#-
              2026-01-01 00:00 consent from form, text v1
          ✓ template  unasked
          ✓ signature  云杉商城  (云杉商城, rules/policy.yaml:1 signature)
          ✓ text  cart  (rules/cart.yaml:5 message)
          ✓ content  pass@default#2026.11.21  (default)
          ✓ optout-words  拒收请回复R  (拒收请回复R, rules/policy.yaml:2 opt_out)
          ✓ parts  1/3  (max 3, rules/policy.yaml:3 max_parts)
          ✓ holdout  none  (0%, built in)
          ✓ rollout  all  (100%, built in)
          ✓ once  occurrence  (per occurrence, built in)
          ✓ cap  day:0/50  (50 per day, rules/policy.yaml:4 caps.day)
          ✓ late  0m  (skip 2h, rules/policy.yaml:6 defaults.late)
          ✓ closed  1440m  (defer 1d, rules/policy.yaml:6 defaults.closed)
          ✓ window  12:41  (day: daily 09:00-21:00; cn-2026@1: daily 08:00-22:00, rules/policy.yaml:6 defaults.window)
          ✓ blackout  2026-03-01
          ✓ limit  0/20000  (20000/day, rules/policy.yaml:6 defaults.limit)
              0 cleared since 2026-03-01 00:00
          ✓ pace  none
          time alone will not let it leave

        """
    static let chinesePage = """
        c2 · cart 购物车提醒 · 138****0002
        时刻 2026-03-01 21:40

        台账：没有这条规则对该客户的决定。以下按今天的标签和过去的事件重新推算。

        触发（absence）：
          [c8] 2026-03-01 21:31 触发 · 已触发 · 尚未处理
            2026-03-01 19:30 cart.updated (e3)

        人群：所有人

        [c8] 若在 2026-03-01 21:40 决定：
          暂缓至 2026-03-02 09:00 · 等待开放时段 (window)
          ✓ 停发 stop
          ✓ 触发 trigger  holds
          ✓ 通道 route  main
          ✓ 号码 recipient  mobile
          ✓ 共用号码 shared  own
          ✓ 退订 optout
          ✓ 同意 consent  form:v1@2026-01-01T00:00:00+08:00#-
              2026-01-01 00:00 同意，来源 form，文本 v1
          ✓ 模板 template  unasked
          ✓ 签名 signature  云杉商城  (云杉商城, rules/policy.yaml:1 signature)
          ✓ 文案 text  cart  (rules/cart.yaml:5 message)
          ✓ 内容审核 content  pass@default#2026.11.21  (default)
          ✓ 退订语 optout-words  拒收请回复R  (拒收请回复R, rules/policy.yaml:2 opt_out)
          ✓ 条数 parts  1/3  (max 3, rules/policy.yaml:3 max_parts)
          ✓ 对照组 holdout  none  (0%, 内置)
          ✓ 灰度 rollout  all  (100%, 内置)
          ✓ 不重复 once  occurrence  (per occurrence, 内置)
          ✓ 频控 cap  day:0/50  (50 per day, rules/policy.yaml:4 caps.day)
          ✓ 时效 late  9m  (skip 2h, rules/policy.yaml:6 defaults.late)
          ✓ 期限 closed  1431m  (defer 1d, rules/policy.yaml:6 defaults.closed)
          ~ 时段 window  21:40  等待开放时段  (day: daily 09:00-21:00; cn-2026@1: \
        daily 08:00-22:00, rules/policy.yaml:6 defaults.window)
              → 2026-03-02 09:00 起可通过
          ✓ 静默日 blackout  2026-03-01
          ✓ 限量 limit  0/20000  (20000/day, rules/policy.yaml:6 defaults.limit)
              自 2026-03-01 00:00 起已放行 0 条
          ✓ 节奏 pace  none
          其他不变，最早可发 2026-03-02 09:00

        """
}
