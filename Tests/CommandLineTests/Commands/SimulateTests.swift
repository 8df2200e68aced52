import Foundation
import Testing

extension CommandLineTests {
    @Suite("simulate")
    struct SimulateTests {
        static let keys = [
            "at", "rule", "customer", "occurrence", "due", "decision", "reason", "until", "text",
            "parts", "cost", "channel",
        ]
        static let always = ["at", "rule", "customer", "occurrence", "due", "decision"]

        /// Carts, orders and parcels of three days to come.
        private func plan(_ count: Int = 40) -> String {
            var text = "id,customer,event,at,order_id,cart_id,code\n"
            for index in 0..<count {
                let hour = String(format: "%02d", index % 24)
                let day = String(format: "%02d", 1 + index / 24 % 3)
                let at = "2027-01-\(day)T\(hour):17:05+08:00"
                let customer = "c\(1 + index % 9)"
                switch index % 3 {
                case 0: text += "e\(index),\(customer),order.placed,\(at),o\(index),,\n"
                case 1: text += "e\(index),\(customer),cart.updated,\(at),,k\(index),\n"
                default: text += "e\(index),\(customer),parcel.arrived,\(at),,,\(index)\n"
                }
            }
            return text
        }

        private func arguments(_ name: String) -> [String] {
            [
                "simulate", "--from", "2027-01-01", "--days", "5", "--events", "plan.csv", "--json",
                "\(name).json", "--report", "\(name).html", "--decisions", "\(name).jsonl",
            ]
        }

        @Test("two runs give the same bytes, the store keeps its bytes, and nothing is left over")
        func pure() throws {
            let shop = try Shop.stocked("simulate-pure")
            defer { shop.remove() }
            try shop.tool.write(plan(), to: "plan.csv")
            let before = try shop.storeFiles()
            #expect(before["store.sqlite"] != nil)
            for name in ["a", "b"] {
                let outcome = try shop.tool.run(arguments(name))
                #expect(outcome.code == 0, "\(outcome.errors)")
            }
            #expect(try shop.storeFiles() == before)
            for suffix in ["json", "html", "jsonl"] {
                let first = try shop.tool.read("a.\(suffix)")
                #expect(!first.isEmpty)
                #expect(try shop.tool.read("b.\(suffix)") == first, "\(suffix)")
            }
            #expect(try shop.tool.temporaryFiles() == [])
            #expect(!shop.tool.has("a.json.part"))
            try verify(lines: shop.tool.read("a.jsonl"))
        }

        @Test("--carrier puts another behaviour in the place of the channels' own")
        func carrier() throws {
            let shop = try Shop.stocked("simulate-carrier")
            defer { shop.remove() }
            try shop.tool.write(plan(), to: "plan.csv")
            try shop.tool.write("main: {failed: 100%, refused: 0%}\n", to: "bad.yaml")
            let run = ["--carrier", "bad.yaml"]
            let outcome = try shop.tool.run(arguments("bad") + run)
            #expect(outcome.code == 0, "\(outcome.errors)")
            let object = try JSONSerialization.jsonObject(
                with: Data(shop.tool.read("bad.json").utf8))
            let facts = try #require(object as? [String: Any])
            let states = try #require(facts["states"] as? [String: Int])
            #expect(states["failed"] != nil && states["delivered"] == nil, "\(states)")
            #expect((facts["assumptions"] as? [String: String])?["carrier"] == "bad.yaml")

            try shop.tool.write("mian: {fails: 100%}\n", to: "bad.yaml")
            let wrong = try shop.tool.run(arguments("wrong") + run)
            #expect(wrong.code == 1)
            #expect(wrong.errors.contains("bad.yaml:1:1"), "\(wrong.errors)")
            #expect(wrong.errors.contains("replace with 'main'"), "\(wrong.errors)")
            #expect(!shop.tool.has("wrong.json"))
        }

        private func facts(_ shop: Shop, _ name: String) throws -> [String: Any] {
            let object = try JSONSerialization.jsonObject(
                with: Data(shop.tool.read("\(name).json").utf8))
            return try #require(object as? [String: Any])
        }

        @Test("the future: nothing, the last days again, or a file; other words are told the forms")
        func events() throws {
            let shop = try Shop.stocked("simulate-events")
            defer { shop.remove() }
            let past = plan().replacingOccurrences(of: "2027-01-0", with: "2026-01-2")
            try shop.tool.write(past, to: "past.csv")
            try shop.succeed("import", "events", "past.csv")
            var sent: [String: Int] = [:]
            for (name, events) in [
                ("none", "none"), ("spaced", "repeat-last 28 d"), ("dashed", "repeat-last-28d"),
                ("quoted", "repeat-last 28d"),
            ] {
                let outcome = try shop.tool.run([
                    "simulate", "--from", "2026-02-01", "--days", "27", "--events", events,
                    "--json", "\(name).json", "--lang", "en",
                ])
                #expect(outcome.code == 0, "\(outcome.errors)")
                sent[name] = try facts(shop, name)["sent"] as? Int
            }
            #expect((sent["quoted"] ?? 0) > (sent["none"] ?? 0), "\(sent)")
            #expect(sent["quoted"] == sent["spaced"] && sent["quoted"] == sent["dashed"])
            let quoted = try facts(shop, "quoted")
            let assumed = try #require(quoted["assumptions"] as? [String: String])
            #expect(assumed["events"] == "repeat-last 28d")
            // The store's first event is younger than 28 days.
            #expect(assumed["cut"]?.hasPrefix("2026-01-2") == true, "\(assumed)")
            let rests = try #require(quoted["rests_on"] as? [String: [String]])
            #expect(rests["sent"] == ["events", "cut", "carrier"], "\(rests)")
            for wrong in ["repeat-last", "repeat-last soon", "repeat-last 0d", "repeat-last 900d"] {
                let outcome = try shop.tool.run("simulate", "--events", wrong)
                #expect(outcome.code == 64, "\(wrong)")
                #expect(outcome.errors.contains("repeat-last 28d"), "\(outcome.errors)")
            }
            let missing = try shop.tool.run("simulate", "--events", "repeat_last 28d")
            #expect(missing.code == 64)
            #expect(missing.errors.contains("'repeat-last 28d' or a file"), "\(missing.errors)")
            let weather = try shop.tool.run("simulate", "--weather", "nowhere.csv")
            #expect(weather.code == 64 && weather.errors.contains("--weather: cannot read"))
        }

        @Test("a bad row of an assumed file is told by line, in the reader's language")
        func badFiles() throws {
            let shop = try Shop.stocked("simulate-bad-files")
            defer { shop.remove() }
            try shop.tool.write(
                "id,customer,event,at\ne1,c1,order.placed,yesterday\n", to: "bad.csv")
            let english = try shop.tool.run(
                "simulate", "--events", "bad.csv", "--json", "x.json", "--lang", "en")
            #expect(english.code == 1 && english.errors.contains("bad.csv:2"), "\(english.errors)")
            let chinese = try shop.tool.run("simulate", "--events", "bad.csv", "--lang", "zh")
            #expect(chinese.errors.contains("bad.csv:2") && chinese.errors != english.errors)
            #expect(!shop.tool.has("x.json"))
        }

        @Test("the same data has the same version in two reports, and another after an import")
        func version() throws {
            let shop = try Shop.stocked("simulate-version")
            defer { shop.remove() }
            func version(_ name: String) throws -> String {
                try shop.succeed(
                    "simulate", "--from", "2027-01-01", "--days", "2", "--json", "\(name).json")
                let data = try #require(try facts(shop, name)["data"] as? [String: Any])
                return try #require(data["hash"] as? String)
            }
            let first = try version("a")
            #expect(try version("b") == first)
            try shop.tool.write(
                "customer,phone,at,source,purpose\nc1,,2026-01-05,desk,\n", to: "s.csv")
            try shop.succeed("import", "suppressions", "s.csv")
            #expect(try version("c") != first)
        }

        @Test("a budget holds over the run, and the report shows what it kept back")
        func budget() throws {
            let shop = try Shop.stocked("simulate-budget")
            defer { shop.remove() }
            try shop.tool.write(plan(), to: "plan.csv")
            try shop.tool.write(
                shop.tool.read("hongyan.yaml") + "budget: 0.1/month\n", to: "hongyan.yaml")
            let outcome = try shop.tool.run(arguments("a"))
            #expect(outcome.code == 0, "\(outcome.errors)")
            let budgets = try #require(try facts(shop, "a")["budgets"] as? [[String: Any]])
            #expect(budgets.count == 1 && (budgets[0]["kept_back"] as? Int ?? 0) > 0)
            #expect(try shop.tool.read("a.jsonl").contains("\"reason\":\"budget.global\""))
            #expect(outcome.output.contains("budget.global"), "\(outcome.output)")
        }

        /// Sorted, and with exactly the documented keys in the documented order.
        private func verify(lines text: String) throws {
            let lines = text.split(separator: "\n").map(String.init)
            var order: [[String]] = []
            var decisions: Set<String> = []
            for line in lines {
                let object = try #require(
                    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                #expect(Set(object.keys).isSubset(of: Self.keys), "\(line)")
                #expect(Set(object.keys).isSuperset(of: Self.always), "\(line)")
                let places = Self.keys.compactMap { line.range(of: "\"\($0)\":")?.lowerBound }
                #expect(places == places.sorted(), "\(line)")
                let decision = object["decision"] as? String ?? ""
                decisions.insert(decision)
                #expect((object["text"] != nil) == (decision == "send"), "\(line)")
                #expect((object["until"] != nil) == (decision == "hold"), "\(line)")
                #expect((object["reason"] == nil) == (decision == "send"), "\(line)")
                let at = object["at"] as? String ?? ""
                #expect(at.hasSuffix("+08:00"), "\(line)")
                order.append(
                    ["at", "rule", "customer", "occurrence"].map { object[$0] as? String ?? "" })
            }
            #expect(decisions == ["send", "hold", "drop"])
            #expect(
                order
                    == order.sorted { $0.lexicographicallyPrecedes($1) })
        }

        @Test("Ctrl-C, SIGTERM and even kill -9 leave no scratch file behind")
        func interrupted() throws {
            let shop = try Shop.stocked("simulate-signals")
            defer { shop.remove() }
            try shop.tool.write(plan(6_000), to: "plan.csv")
            for (number, code) in [(SIGINT, 130), (SIGTERM, 143), (SIGKILL, 9)] {
                let process = try shop.tool.start(arguments("x"))
                let isUnderWay = waits(20) {
                    hasOpenScratch(process.processIdentifier) || !process.isRunning
                }
                #expect(isUnderWay && process.isRunning, "\(shop.logText())")
                kill(process.processIdentifier, number)
                process.waitUntilExit()
                #expect(process.terminationStatus == Int32(code))
                #expect(try shop.tool.temporaryFiles() == [])
                #expect(!shop.tool.has("x.jsonl") && !shop.tool.has("x.jsonl.part"))
            }
        }

        /// It holds the scratch file open, and the file has lost its name.
        private func hasOpenScratch(_ process: Int32) -> Bool {
            let folder = "/proc/\(process)/fd"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.contains { name in
                let target = try? FileManager.default.destinationOfSymbolicLink(
                    atPath: "\(folder)/\(name)")
                return target?.contains("hongyan-scratch") == true
                    && target?.hasSuffix("(deleted)") == true
            }
        }

        @Test("works while a daemon runs on the same store")
        func besideDaemon() throws {
            let shop = try Shop.stocked("simulate-beside")
            defer { shop.remove() }
            try shop.tool.write(plan(), to: "plan.csv")
            let daemon = try shop.daemon()
            try shop.parcels("p", for: ["c1"])
            let outcome = try shop.tool.run(arguments("a"))
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(try !shop.tool.read("a.jsonl").isEmpty)
            #expect(waits(5) { shop.journal.count == 1 }, "the daemon works on")
            #expect(shop.end(daemon) == 0)
        }
    }
}
