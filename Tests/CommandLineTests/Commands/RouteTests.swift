import Foundation
import Testing

extension CommandLineTests {
    /// Routes, pauses, probes and bills.
    @Suite("route, channel probe and bill", .timeLimit(.minutes(5)))
    struct RouteTests {
        private static let second = """
              spare:
                provider: simulated
                purposes: [marketing, service]
                carriers: [mobile]
                price: 0.06
                rate: 100/s

            """

        /// The shop with a dearer second channel, refunds, a balance and probes.
        private func shop(_ name: String) throws -> Shop {
            let shop = try Shop.stocked(name)
            let settings = Shop.settings.replacingOccurrences(
                of: "people:", with: Self.second + "people:"
            ).replacingOccurrences(
                of: "    price: 0.045",
                with: """
                        price: 0.045
                        refund: failed
                        balance: {amount: 10, on: 2026-01-01, alarm: 9.9}
                    """)
            try shop.tool.write(
                settings + """
                    probes:
                      text: 通道测试
                      numbers:
                        移动: {number: "13800000001", province: 北京}
                        联通: {number: "13000000001", province: 上海}

                    """, to: "hongyan.yaml")
            return shop
        }

        @Test("the cheapest channel is chosen, and each other says why it is not")
        func routed() throws {
            let shop = try shop("route")
            defer { shop.remove() }
            let text = try shop.succeed(
                "route", "138 0000 0001", "--purpose", "marketing", "--template", "thanks",
                "--lang", "en")
            #expect(text.hasPrefix("138****0001 China Mobile (cn-number-segments"), "\(text)")
            #expect(text.contains("→ main\n") && text.contains("· spare — costs more"), "\(text)")
            let zh = try shop.succeed(
                "route", "13300000001", "--purpose", "marketing", "--lang", "zh")
            #expect(zh.contains("✗ spare — 不到这家运营商"), "\(zh)")
            let json = try shop.succeed(
                "route", "13800000001", "--purpose", "marketing", "--format", "json")
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            #expect(object["channel"] as? String == "main")
            #expect((object["candidates"] as? [[String: Any]])?.count == 2)
            let none = try shop.tool.run(
                "route", "13800000001", "--purpose", "marketing", "--template", "nothing")
            #expect(none.code == 1 && none.errors.contains("there is no template 'nothing'"))
            let abroad = try shop.tool.run("route", "+852 9123 4567", "--purpose", "service")
            #expect(abroad.code == 1, "\(abroad.output)\(abroad.errors)")
        }

        @Test(
            "a paused channel is routed around until it is resumed; imports beat the number table")
        func paused() throws {
            let shop = try shop("pause")
            defer { shop.remove() }
            try shop.succeed("channel", "pause", "main", "--reason", "割接")
            let away = try shop.succeed(
                "route", "13800000001", "--purpose", "marketing", "--lang", "en")
            #expect(away.contains("→ spare\n") && away.contains("main — is stopped"), "\(away)")
            try shop.succeed("channel", "resume", "main")
            let again = try shop.tool.run("channel", "resume", "main")
            #expect(again.code == 1)
            try shop.tool.write(
                "phone,carrier,at\n13800000001,telecom,2026-01-01T00:00:00+08:00\n",
                to: "ported.csv")
            try shop.succeed("import", "portability", "ported.csv")
            let ported = try shop.succeed(
                "route", "13800000001", "--purpose", "marketing", "--lang", "en")
            #expect(ported.contains("China Telecom") && ported.contains("spare — does not reach"))
        }

        @Test("a probe sends to own numbers, keeps what came, and holds the claim against it")
        func probed() throws {
            let shop = try shop("probe")
            defer { shop.remove() }
            let probe = try shop.tool.run(
                "channel", "probe", "main", "--wait", "10s", "--lang", "en")
            #expect(probe.code == 2, "\(probe.errors)")
            #expect(probe.output.contains("main 移动: China Mobile 北京 delivered"))
            #expect(probe.output.contains("not proven to reach: China Telecom"), "\(probe.output)")
            let last = try shop.tool.run(
                "channel", "probe", "main", "--last", "--format", "json")
            #expect(last.code == 2 && last.output.contains("\"unproven\":[\"telecom\"]"))
            #expect(!last.output.contains("13800000001"))
        }

        @Test("what was sent is on the day's bill and off the balance")
        func billed() throws {
            let shop = try shop("bill")
            defer { shop.remove() }
            let empty = try shop.succeed("bill", "show", "--lang", "en")
            #expect(empty.contains("nothing was charged"))
            try shop.succeed("run", "--for", "1s")
            let now = ISO8601DateFormatter().string(from: Date())
            try shop.tool.write(
                "id,customer,event,at,code\np1,c1,parcel.arrived,\(now),8-1\n"
                    + "p2,c2,parcel.arrived,\(now),8-2\np3,c3,parcel.arrived,\(now),8-3\n",
                to: "events.csv")
            try shop.succeed("import", "events", "events.csv")
            try shop.succeed("run", "--for", "3s")
            let bill = try shop.tool.run("bill", "show", "--lang", "en")
            #expect(
                bill.output.contains("main China Mobile: 3 messages, 3 parts, charged 0.135 yuan"),
                "\(bill.output)\(bill.errors)")
            #expect(bill.output.contains("9.865 yuan left of 10"), "\(bill.output)")
            #expect(bill.code == 2, "the balance is below its alarm")
            let json = try shop.tool.run("bill", "show", "--format", "json").output
            #expect(json.contains("\"net\":\"0.135\"") && json.contains("\"low\":true"), "\(json)")
            let wrong = try shop.tool.run("bill", "show", "--month", "soon")
            #expect(wrong.code == 64 && wrong.errors.contains("2026-12"))
        }
    }
}
