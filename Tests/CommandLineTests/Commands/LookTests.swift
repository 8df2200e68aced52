import Foundation
import Testing

extension CommandLineTests {
    /// Commands that show or try something, and `merge`.
    @Suite("render, explain, status, merge, send")
    struct LookTests {
        @Test("render shows text, parts, channel and every gate, and changes nothing")
        func render() throws {
            let shop = try Shop.stocked("render")
            defer { shop.remove() }
            let before = try shop.dump()
            let output = try shop.succeed("render", "birthday", "c1", "--at", "2027-01-02T10:00")
            #expect(output.hasPrefix("【云杉商城】林小满，生日快乐"), "\(output)")
            #expect(output.contains("拒收请回复R"))
            #expect(output.contains("to 138****0001 · channel main · 1 parts · ¥0.045"))
            for gate in ["stop", "recipient", "optout", "consent", "window", "limit"] {
                #expect(output.contains("✓ \(gate)"), "\(gate) in \(output)")
            }
            let night = try shop.succeed("render", "birthday", "c1", "--at", "2027-01-02T23:00")
            #expect(night.contains("~ window") || night.contains("✗ window"), "\(night)")
            let chinese = try shop.succeed("render", "birthday", "c1", "--lang", "zh")
            #expect(chinese.contains("号码 138****0001 · 通道 main"))
            #expect(try shop.dump() == before)
        }

        @Test("explain tells the past from the ledger and computes what never happened, saying so")
        func explain() throws {
            let shop = try Shop.stocked("explain")
            defer { shop.remove() }
            try shop.succeed("run", "--once")
            try shop.parcels("p", for: ["c1"])
            try shop.succeed("run", "--once")
            let past = try shop.succeed("explain", "c1", "parcel")
            #expect(past.contains("ledger:\n") && past.contains("[p-c1]"), "\(past)")
            #expect(past.contains("取件码88"))
            let never = try shop.succeed("explain", "c2", "birthday", "--at", "2027-01-02T12:00")
            #expect(
                never.contains("no decision of this rule for this customer")
                    && never.contains("computed again from today's tags and past events"),
                "\(never)")
            #expect(never.contains("✗ tier in [gold]    tier = silver"), "\(never)")
            let chinese = try shop.succeed("explain", "c2", "birthday", "--lang", "zh")
            #expect(chinese.contains("以下按今天的标签和过去的事件重新推算"))
            let before = try shop.succeed("explain", "c1", "parcel", "--at", "2026-01-01")
            #expect(before.contains("no decision of this rule"))
            #expect(!(past + never).contains("1380000000"))
        }

        @Test("status counts what is there")
        func status() throws {
            let shop = try Shop.stocked("status")
            defer { shop.remove() }
            let fresh = try shop.succeed("status")
            #expect(fresh.contains("customers: 9\nevents: 0\nlast tick: never\n"), "\(fresh)")
            try shop.succeed("run", "--once")
            try shop.parcels("p", for: ["c1", "c2", "c9"])
            try shop.succeed("run", "--once")
            let later = try shop.succeed("status")
            #expect(later.contains("events: 3") && !later.contains("never"), "\(later)")
            #expect(later.contains(": 2\n"), "\(later)")
            #expect(try shop.succeed("status", "--lang", "zh").contains("客户: 9"))
        }

        @Test("merge keeps the stricter state: an opt-out of either holds for the one that stays")
        func merge() throws {
            let shop = try Shop.stocked("merge")
            defer { shop.remove() }
            try shop.tool.write(
                "customer,at,source\nc4,2026-01-02T00:00:00+08:00,hotline\n", to: "s.csv")
            try shop.succeed("import", "suppressions", "s.csv")
            #expect(!(try shop.succeed("render", "thanks", "c2")).contains("✗ optout"))
            #expect(try shop.succeed("merge", "c4", "c2") == "merged c4 into c2\n")
            #expect(try shop.succeed("render", "thanks", "c2").contains("✗ optout"))
            #expect(try shop.succeed("status").contains("customers: 8"))
            for (from, into) in [("c4", "c2"), ("c2", "c2"), ("c1", "nobody"), ("nobody", "c1")] {
                let outcome = try shop.tool.run("merge", from, into)
                #expect(outcome.code == 1, "\(from) into \(into)")
                #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
            }
        }

        @Test("send --test reaches only a colleague and counts nowhere")
        func send() throws {
            let shop = try Shop.stocked("send")
            defer { shop.remove() }
            let before = try shop.dump()
            let output = try shop.succeed(
                "send", "--test", "birthday", "--as", "c1", "--to", "小王")
            #expect(output.contains("林小满，生日快乐") && output.contains("小王 139****0001"))
            #expect(output.contains("accepted: "))
            #expect(shop.journal.map { $0.last } == ["139****0001"])
            #expect(try shop.dump() == before)
            let nobody = try shop.tool.run(
                "send", "--test", "birthday", "--as", "c1", "--to", "13800000001")
            #expect(nobody.code == 1)
            #expect(shop.journal.count == 1)
        }
    }
}
