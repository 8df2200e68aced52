import Foundation
import HongyanCore
import HongyanStore
import Testing

extension CommandLineTests {
    /// `number`, `reply`, `replies`, `import portability`.
    @Suite("numbers and replies")
    struct NumberTests {
        private func object(_ text: String) throws -> [String: Any] {
            try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }

        @Test("a number is told with its override and its region, and by exit code")
        func number() throws {
            let shop = try Shop.stocked("number")
            defer { shop.remove() }
            let plain = try shop.tool.run("number", "138 0000 0001", "--format", "json")
            #expect(plain.code == 0)
            let before = try object(plain.output)
            #expect(before["valid"] as? Bool == true)
            #expect(before["normalised"] as? String == "+8613800000001")
            #expect(before["country"] as? String == "CN")
            #expect(before["carrier"] as? String == "mobile")
            #expect(before["kind"] as? String == "mobile")
            #expect(before["region"] is NSNull)
            #expect(before["portability"] is NSNull)
            #expect(before["table"] as? String == NumberTable.version)
            try shop.tool.write(
                "phone,carrier,at,source\n+86-13800000001,中国电信,2026-01-02,HLR\n", to: "np.csv")
            #expect(
                try shop.succeed("import", "portability", "np.csv")
                    == "portability: 1 added, 0 changed, 0 unchanged\n")
            #expect(
                try shop.succeed("import", "portability", "np.csv")
                    == "portability: 0 added, 0 changed, 1 unchanged\n")
            try shop.tool.write(
                "prefix,province,city\n1380000,浙江,杭州\n", to: "data/number-regions.csv")
            let after = try object(
                try shop.succeed("number", "13800000001", "--format", "json"))
            #expect(after["carrier"] as? String == "telecom")
            #expect(after["carrier_by_prefix"] as? String == "mobile")
            #expect((after["portability"] as? [String: Any])?["source"] as? String == "HLR")
            #expect((after["region"] as? [String: Any])?["city"] as? String == "杭州")
            let bad = try shop.tool.run("number", "10086", "--format", "json")
            #expect(bad.code == 1)
            #expect(try object(bad.output)["valid"] as? Bool == false)
            #expect(try object(bad.output)["fault"] as? String == "service-number")
            #expect(try shop.tool.run("number", "14812345678").code == 2)
            let zh = try shop.tool.run("number", "021-62345678", "--lang", "zh")
            #expect(zh.code == 1)
            #expect(zh.output.contains("固定电话") && zh.output.contains("上海"))
        }

        @Test("a list names each recipient once, with its lines, and never repeats a bad number")
        func list() throws {
            let tool = try Tool("number-list")
            defer { tool.remove() }
            try tool.write(
                "13812345678\n+86 138-1234-5678\n１３８１２３４５６７８\n\n13912345678\n1391234567\n",
                to: "list.txt")
            let outcome = try tool.run("number", "--file", "list.txt", "--format", "json")
            #expect(outcome.code == 2)
            let list = try object(outcome.output)
            let recipients = try #require(list["recipients"] as? [[String: Any]])
            #expect(recipients.map { $0["lines"] as? [Int] } == [[1, 2, 3], [5]])
            let rejected = try #require(list["rejected"] as? [[String: Any]])
            #expect(rejected.first?["line"] as? Int == 6)
            #expect(rejected.first?["fault"] as? String == "too-short")
            let text = try tool.run("number", "--file", "list.txt").output
            #expect(text.contains("5 lines, 2 recipients, 2 repeats, 1 invalid"), "\(text)")
            #expect(try tool.run("number").code == 64)
        }

        @Test("a reply is read without a workspace, and with the words its rules wait for")
        func reply() throws {
            let tool = try Tool("reply")
            defer { tool.remove() }
            let told = try object(try tool.run("reply", "回复ＴＤ。", "--format", "json").output)
            #expect(told["meaning"] as? String == "opt-out")
            #expect(told["effect"] as? String == "opt-out")
            #expect(told["matched"] as? [String] == ["TD"])
            #expect(told["normalised"] as? String == "回复TD")
            #expect(try tool.run("reply", "T恤还有货吗", "--lang", "zh").output.hasPrefix("其他"))
            let shop = try Shop.stocked("reply-shop")
            defer { shop.remove() }
            try shop.tool.write(
                Shop.rules["parcel", default: ""]
                    .replacingOccurrences(of: "rule: parcel", with: "rule: join")
                    .replacingOccurrences(of: "{event: parcel.arrived}", with: "{reply: [加入]}")
                    .replacingOccurrences(of: "message: parcel", with: "message: hi"),
                to: "rules/join.yaml")
            try shop.tool.write(
                Shop.templates + "  hi: {purpose: service, text: 已加入}\n",
                to: "rules/templates.yaml")
            let answer = try object(try shop.succeed("reply", "加入！", "--format", "json"))
            #expect(answer["meaning"] as? String == "answer")
            #expect(answer["basis"] as? String == "expected")
        }

        @Test("replies that wait are listed with masked numbers and decided by name")
        func replies() throws {
            let shop = try Shop.stocked("replies")
            defer { shop.remove() }
            #expect(try shop.succeed("replies", "list") == "no reply waits\n")
            do {
                let store = try shop.openStore()
                let now = Timestamp(seconds: 1_780_000_000)
                let reply = Reply(
                    id: "mo1", channel: "main", number: PhoneNumber(e164: "+8613800000001"),
                    text: "烦不烦", at: now)
                try store.record(
                    [ClassifiedEvent(event: .reply(reply))], terms: [:],
                    retryAt: { _, _ in nil }, at: now)
            }
            let waiting = try shop.tool.run("replies", "list")
            #expect(waiting.code == 2)
            #expect(waiting.output.contains("c1  138****0001  “烦不烦”"), "\(waiting.output)")
            #expect(!waiting.output.contains("13800000001"))
            #expect(
                try shop.succeed("replies", "resolve", "1", "--as", "opt-out", "--by", "小王")
                    == "1: opted out (小王)\n")
            let again = try shop.tool.run("replies", "resolve", "1", "--as", "resume", "--by", "小王")
            #expect(again.code == 1)
            #expect(again.errors.contains("resolved before"))
            let all = try shop.tool.run("replies", "list", "--all", "--format", "json").output
            #expect(all.contains("\"resolution\":\"opt-out\""))
            #expect(all.contains("\"resolved_by\":\"小王\""))
            #expect(try shop.openStore().customerView("c1")?.optOuts.count == 1)
        }
    }
}
