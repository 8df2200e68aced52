import Foundation
import HongyanCore
import HongyanStore
import Testing

extension CommandLineTests {
    /// Keys, retention and rights, as an operator meets them.
    @Suite("personal data")
    struct PrivacyTests {
        private static let key = String(repeating: "a1", count: 32)
        private static let other = String(repeating: "b2", count: 32)

        /// With `encryption:` in hongyan.yaml, and the key in its variable.
        private func sealed(_ name: String) throws -> Shop {
            var shop = try Shop(name)
            try encrypt(&shop)
            try shop.succeed("migrate")
            try stock(shop)
            return shop
        }

        private func encrypt(_ shop: inout Shop) throws {
            try shop.tool.write(
                Shop.settings + "encryption:\n  key: ${env:HONGYAN_KEY}\n", to: "hongyan.yaml")
            shop.tool.variables["HONGYAN_KEY"] = Self.key
        }

        private func stock(_ shop: Shop) throws {
            try shop.tool.write(Shop.customers, to: "customers.csv")
            var consents = "customer,purpose,at,source,text_version\n"
            for index in 1...6 {
                consents += "c\(index),marketing,2026-01-01T00:00:00+08:00,form,v1\n"
            }
            try shop.tool.write(consents, to: "consents.csv")
            try shop.succeed("import", "customers", "customers.csv")
            try shop.succeed("import", "consents", "consents.csv")
        }

        private func holds(_ shop: Shop, _ file: String, _ words: String) throws -> Bool {
            guard shop.tool.has(file) else { return false }
            let bytes = try Data(contentsOf: shop.tool.folder.appendingPathComponent(file))
            return bytes.range(of: Data(words.utf8)) != nil
        }

        @Test("no number stands in the store's bytes, a log, a report or an error")
        func nowhere() throws {
            var shop = try sealed("sealed")
            defer { shop.remove() }
            shop.tool.variables["NEXT"] = Self.other
            try shop.tool.write(
                "phone,at,source\n13800000003,2026-02-01T00:00:00+08:00,hotline\n13800,x,y\n",
                to: "no.csv")
            let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
            let today = "\(Zone.china.day(of: now))"
            let from = ["--source", "12321", "--note", "没订过"]
            let daemon = try shop.daemon()
            try shop.parcels("p", for: ["c1", "c2", "c9"])
            #expect(waits(20) { shop.journal.count == 2 })
            shop.end(daemon)
            let commands = [
                ["run", "--once"], ["status"], ["status", "--unknown"], ["check", "--store"],
                [
                    "simulate", "--days", "3", "--report", "r.html", "--json", "r.json",
                    "--decisions",
                    "d.jsonl",
                ],
                ["explain", "c1", "parcel"], ["explain", "c1", "birthday", "--format", "json"],
                ["render", "birthday", "c1"], ["backtest", "parcel", "--days", "5"],
                ["key", "check"], ["key", "check", "--format", "json"], ["retention", "show"],
                ["merge", "c7", "c8"], ["merge", "c7", "c99"],
                ["dossier", "--number", "13800000001", "--date", today, "--output", "d.html"],
                ["dossier", "--number", "13800000004", "--date", today],
                ["dossier", "--number", "1380000000", "--date", today],
                ["complaint", "add", "--number", "13800000001", "--date", today] + from,
                ["complaint", "add", "--number", "13800000001", "--date", today] + from,
                ["complaint", "add", "--number", "1380000000", "--date", today] + from,
                ["complaint", "list"], ["consent", "show", "c1"], ["consent", "export", "c1"],
                ["import", "suppressions", "no.csv"], ["replies", "list"],
                ["ledger", "seal"], ["ledger", "verify"], ["ledger", "verify", "--format", "json"],
                ["retention", "run"], ["customer", "erase", "c2", "--reason", "asked"],
                ["backup", "copy.sqlite"], ["key", "rotate", "--new-env", "NEXT"],
                ["key", "check"],
            ]
            for command in commands {
                let outcome = try shop.tool.run(command)
                for digits in ["1380000000", Self.key] {
                    #expect(!outcome.output.contains(digits), "\(command)")
                    #expect(!outcome.errors.contains(digits), "\(command)")
                }
            }
            let files = [
                "data/store.sqlite", "data/store.sqlite-wal", "copy.sqlite", "daemon.log",
                "carrier.log", "r.html", "r.json", "d.jsonl", "d.html",
            ]
            for file in files { #expect(!(try holds(shop, file, "1380000000")), "\(file)") }
            #expect(try holds(shop, "daemon.log", "ready"))
            shop.tool.variables["HONGYAN_KEY"] = Self.other
            #expect(try shop.succeed("key", "check").contains("phone numbers are encrypted"))
        }

        @Test("a dry run decides without the key what it decides with it; sending needs it")
        func withoutKey() throws {
            var shop = try sealed("keyless")
            defer { shop.remove() }
            let dry = ["simulate", "--from", "2027-01-01", "--days", "5", "--decisions"]
            #expect(try shop.tool.run(dry + ["with.jsonl"]).code == 0)
            shop.tool.variables["HONGYAN_KEY"] = nil
            let without = try shop.tool.run(dry + ["without.jsonl"])
            #expect(without.code == 0, "\(without.errors)")
            #expect(try shop.tool.read("with.jsonl") == shop.tool.read("without.jsonl"))
            #expect(try !shop.tool.read("with.jsonl").isEmpty)
            try shop.succeed("status")
            try shop.succeed("stop", "--all", "--reason", "test")
            for command in [["run", "--once"], ["import", "customers", "customers.csv"]] {
                let outcome = try shop.tool.run(command)
                #expect(outcome.code == 1)
                #expect(outcome.errors.contains("HONGYAN_KEY"), "\(outcome.errors)")
            }
            shop.tool.variables["HONGYAN_KEY"] = Self.other
            for command in [["run", "--once"], ["status"], dry + ["x.jsonl"], ["key", "check"]] {
                let outcome = try shop.tool.run(command)
                #expect(outcome.code == 1)
                #expect(outcome.errors.contains("not the store's"), "\(outcome.errors)")
            }
            shop.tool.variables["HONGYAN_KEY"] = "password"
            let weak = try shop.tool.run("status")
            #expect(weak.code == 1 && weak.errors.contains("holds no key"))
            #expect(!weak.errors.contains("password"))
        }

        @Test("a store without a key is told, gets one, and gets another")
        func rotate() throws {
            var shop = try Shop.stocked("rotate")
            defer { shop.remove() }
            #expect(try shop.succeed("status").contains("not encrypted"))
            #expect(try shop.succeed("check", "--store").contains("[workspace/encryption-off]"))
            #expect(try shop.tool.run("key", "check").code == 2)
            #expect(try shop.tool.run("key", "rotate").errors.contains("names no key"))
            try encrypt(&shop)
            #expect(try shop.tool.run("run", "--once").errors.contains("hongyan key rotate"))
            #expect(try shop.succeed("key", "rotate").contains("8 encrypted"))
            #expect(!(try holds(shop, "data/store.sqlite", "1380000000")))
            #expect(!(try shop.succeed("check", "--store").contains("encryption-off")))
            shop.tool.variables["NEXT"] = try shop.succeed("key", "new")
                .trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(try shop.succeed("key", "rotate", "--new-env", "NEXT").contains("8 encrypted"))
            #expect(try shop.tool.run("key", "check").code == 1)
            shop.tool.variables["HONGYAN_KEY"] = shop.tool.variables["NEXT"]
            try shop.succeed("key", "check")
            #expect(try shop.succeed("key", "rotate").contains("nothing to do"))
            #expect(try shop.succeed("render", "birthday", "c1").contains("138****0001"))
        }

        @Test(
            "an export is the person's own; an erasure beside a daemon leaves neither name nor number"
        )
        func rights() throws {
            let shop = try sealed("rights")
            defer { shop.remove() }
            try shop.succeed("stop", "--channel", "main", "--reason", "test")
            let daemon = try shop.daemon()
            defer { shop.end(daemon) }
            try shop.parcels("p", for: ["c1", "c2"])
            _ = waits(10) {
                (try? shop.succeed("status").contains("decided")) == true
                    || (try? shop.dump().contains("parcel")) == true
            }
            let export = try shop.succeed("customer", "export", "c1", "--output", "c1.json")
            #expect(export.contains("c1.json"))
            let record = try shop.tool.read("c1.json")
            #expect(record.contains("+8613800000001") && record.contains("林小满"))
            #expect(!record.contains("13800000002"))
            #expect((try JSONSerialization.jsonObject(with: Data(record.utf8))) is [String: Any])
            let path = shop.tool.folder.appendingPathComponent("c1.json").path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let told = try shop.succeed("customer", "erase", "c1", "--reason", "asked")
            #expect(told.contains("kept:") && told.contains("MIIT order 74"))
            #expect(
                try shop.succeed("customer", "erase", "c1", "--reason", "asked")
                    .contains("erased before"))
            #expect(daemon.isRunning)
            #expect(try shop.tool.run("customer", "erase", "c99", "--reason", "x").code == 1)
            #expect(try shop.tool.run("customer", "export", "c1", "--output", "x.json").code == 1)
            #expect(!shop.tool.has("x.json"))
            #expect(shop.end(daemon) == 0)
            try shop.succeed("status")
            #expect(try shop.openSealed(Self.key).emptyLog())
            for file in ["data/store.sqlite", "data/store.sqlite-wal", "daemon.log"] {
                #expect(!(try holds(shop, file, "林小满")), "\(file)")
                #expect(!(try holds(shop, file, "13800000001")), "\(file)")
            }
            #expect(try holds(shop, "data/store.sqlite", "周明"))
        }

        @Test("retention tells periods and grounds, and clears beside a daemon")
        func retention() throws {
            let shop = try Shop.stocked("retention")
            defer { shop.remove() }
            let daemon = try shop.daemon()
            defer { shop.end(daemon) }
            let shown = try shop.succeed("retention", "show")
            #expect(shown.contains("messages: 365 days") && shown.contains("MIIT order 74"))
            #expect(shown.contains("optouts: without end"))
            let json = try shop.succeed("retention", "show", "--format", "json")
            #expect((try JSONSerialization.jsonObject(with: Data(json.utf8))) is [String: Any])
            #expect(try shop.succeed("retention", "show", "--lang", "zh").contains("365 天"))
            #expect(try shop.succeed("retention", "run").contains("messages 0"))
            #expect(daemon.isRunning)
            try shop.tool.write(
                Shop.policy + "retention: {messages: 30d}\n", to: "rules/policy.yaml")
            let short = try shop.tool.run("retention", "show")
            #expect(short.code == 1 && short.errors.contains("184d"))
        }

        @Test("rejected rows may be read by their owner only")
        func rejects() throws {
            let shop = try Shop.stocked("rejects")
            defer { shop.remove() }
            try shop.tool.write("id,phone\nc1,13800000001\nbad,12345\n", to: "more.csv")
            let outcome = try shop.tool.run("import", "customers", "more.csv")
            #expect(outcome.code == 3)
            #expect(!outcome.errors.contains("12345") && !outcome.output.contains("12345"))
            let path = shop.tool.folder.appendingPathComponent("more.csv.rejects.csv").path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }
}
