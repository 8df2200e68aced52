import Foundation
import Testing

extension CommandLineTests {
    @Suite("policy show")
    struct PolicyTests {
        private func shop(_ name: String, pack: String = "huawei") throws -> Shop {
            let shop = try Shop.stocked(name)
            let settings = try shop.tool.read("hongyan.yaml")
            try shop.tool.write(
                settings.replacingOccurrences(
                    of: "    price: 0.045", with: "    pack: \(pack)\n    price: 0.045"),
                to: "hongyan.yaml")
            return shop
        }

        @Test("names what holds, the layer that set it, and what the others say")
        func text() throws {
            let shop = try shop("policy-text")
            defer { shop.remove() }
            let output = try shop.succeed("policy", "show", "--rule", "cart", "--lang", "en")
            for line in [
                "law: cn-2026@1 Mainland China",
                "channel main (pack huawei@1), purpose marketing, rule cart",
                "      rule  rules/policy.yaml windows.day  daily 09:00-21:00",
                "      provider  huawei@1  huawei/day: 50 per 1d",
                "  message records kept at least [retention_messages]: 12 months  ← built-in",
                "      law  cn-2026@1  6 months  law: 通信短信息服务管理规定",
                "  variables in a template [variables]: 0 variables  ← provider",
                "trade press: trade articles: at most 30 % of a text is dynamic",
            ] {
                #expect(output.contains(line), "\(line) in \(output)")
            }
            let chinese = try shop.succeed("policy", "show", "--channel", "main", "--lang", "zh")
            #expect(chinese.contains("可发时段 [hours]: "), "\(chinese)")
        }

        @Test("says the same as JSON, with source and date of each value")
        func json() throws {
            let shop = try shop("policy-json")
            defer { shop.remove() }
            let text = try shop.succeed("policy", "show", "--format", "json")
            let page = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(page["law"] as? String == "cn-2026@1")
            let section = try #require((page["sections"] as? [[String: Any]])?.first)
            #expect(section["pack"] as? String == "huawei@1")
            let settings = try #require(section["settings"] as? [[String: Any]])
            let suspend = try #require(
                settings.first { $0["key"] as? String == "complaint_suspend" })
            #expect(suspend["value"] as? String == "0.25 per million")
            let said = try #require((suspend["said"] as? [[String: Any]])?.first)
            #expect(said["kind"] as? String == "provider")
            #expect(said["date"] as? String == "2025-05-28")
        }

        @Test("a provider's hours hold a message, and explain names pack and version")
        func hours() throws {
            let shop = try shop("policy-hours", pack: "qiniu")
            defer { shop.remove() }
            // Without a channel that is open until 21:00 the window itself would be an error.
            let settings = try shop.tool.read("hongyan.yaml")
            let other =
                "  other: {provider: simulated, purposes: [marketing], price: 1, rate: 1/s}\n"
            try shop.tool.write(
                settings.replacingOccurrences(of: "people:", with: other + "people:"),
                to: "hongyan.yaml")
            try shop.tool.write(
                "id,customer,event,at,cart_id\n"
                    + "e1,c2,cart.updated,2026-03-01T18:15:00+08:00,c8\n", to: "carts.csv")
            try shop.succeed("import", "events", "carts.csv")
            let output = try shop.succeed(
                "explain", "c2", "cart", "--at", "2026-03-01T20:30", "--lang", "en")
            #expect(output.contains("/qiniu@1  waits for the window"), "\(output)")
            #expect(output.contains("qiniu@1: daily 08:00-20:00"), "\(output)")
        }

        @Test("a provider's limit is a cap that explain names with its pack")
        func caps() throws {
            let shop = try shop("policy-caps")
            defer { shop.remove() }
            let output = try shop.succeed(
                "explain", "c2", "cart", "--at", "2026-03-01T12:00", "--lang", "en")
            #expect(output.contains("huawei@1/day:0/50"), "\(output)")
        }

        @Test("names that nobody knows: one clear line")
        func unknown() throws {
            let shop = try shop("policy-unknown")
            defer { shop.remove() }
            for arguments in [["--rule", "nobody"], ["--channel", "nobody"]] {
                let outcome = try shop.tool.run(["policy", "show"] + arguments)
                #expect(outcome.code == 1 && outcome.errors.contains("'nobody'"))
            }
        }
    }
}
