import Foundation
import HongyanCore
import HongyanStore
import Testing

extension CommandLineTests {
    /// `run` as long as it runs: signals, reloads, stops, and what other processes write meanwhile.
    @Suite("run")
    struct DaemonTests {
        /// A second, and one more for a machine that runs other tests meanwhile.
        static let soon = 2.0

        @Test("a service event that is imported while the daemon runs is sent within a second")
        func arrival() throws {
            let shop = try Shop.stocked("run-arrival")
            defer { shop.remove() }
            let daemon = try shop.daemon()
            try shop.parcels("p", for: ["c1"])
            #expect(waits(Self.soon) { shop.journal.count == 1 }, "\(shop.logText())")
            #expect(shop.journal.first?.suffix(2) == ["service", "138****0001"])
            let isDelivered = try waits(5) {
                try shop.succeed("status").contains("  delivered: 1")
            }
            #expect(isDelivered)
            #expect(shop.end(daemon) == 0)
            #expect(!shop.logText().contains("13800000001"))
        }

        @Test("one daemon per store: a second one is refused and the first is named")
        func second() throws {
            let shop = try Shop.stocked("run-second")
            defer { shop.remove() }
            let daemon = try shop.daemon()
            for extra in [[], ["--take-over"]] {
                let outcome = try shop.tool.run(["run", "--once"] + extra)
                #expect(outcome.code == 1)
                #expect(
                    outcome.errors.contains(
                        "another daemon runs on this store (process \(daemon.processIdentifier))"),
                    "\(outcome.errors)")
            }
            #expect(shop.end(daemon) == 0)
            try shop.succeed("run", "--once")
        }

        @Test("--once ends when what was queued is answered, --for after its span")
        func spans() throws {
            let shop = try Shop.stocked("run-spans")
            defer { shop.remove() }
            try shop.succeed("run", "--once")
            try shop.parcels("p", for: ["c1", "c2", "c3"])
            let once = try shop.succeed("run", "--once")
            #expect(once.hasPrefix("3 decisions, 3 submissions"), "\(once)")
            #expect(shop.journal.count == 3)
            let begun = Date()
            try shop.succeed("run", "--for", "2s")
            let length = Date().timeIntervalSince(begun)
            #expect(length >= 2 && length < 6, "\(length) s")
            #expect(try shop.tool.run("run", "--for", "soon").code == 64)
        }

        @Test("SIGTERM waits for the answers under way, leaves the queue queued, and exits 0")
        func drain() throws {
            let shop = try Shop.stocked("run-drain")
            defer { shop.remove() }
            try shop.tool.write(
                Shop.settings.replacingOccurrences(of: "rate: 200/s", with: "rate: 2/s")
                    .replacingOccurrences(of: "latency: 20ms", with: "latency: 1500ms"),
                to: "hongyan.yaml")
            let daemon = try shop.daemon()
            try shop.parcels("p", for: (1...8).map { "c\($0)" })
            #expect(waits(5) { shop.journal.count >= 2 })
            let begun = Date()
            #expect(shop.end(daemon) == 0)
            #expect(Date().timeIntervalSince(begun) < 10)
            let taken = shop.journal.count
            let counts = try messages(shop)
            #expect(counts["queued"] == 8 - taken, "\(counts) of \(taken)")
            #expect(counts["accepted", default: 0] + counts["delivered", default: 0] == taken)
            #expect(try shop.succeed("status", "--unknown").isEmpty)
        }

        private func messages(_ shop: Shop) throws -> [String: Int] {
            var counts: [String: Int] = [:]
            for line in try shop.succeed("status").split(separator: "\n")
            where line.hasPrefix("  ") {
                let words = line.split(separator: ":")
                counts[words[0].trimmingCharacters(in: .whitespaces)] =
                    Int(words[1].trimmingCharacters(in: .whitespaces))
            }
            return counts
        }

        @Test("'hongyan reload' takes up a changed text and says which rules are new")
        func reload() throws {
            let shop = try Shop.stocked("run-reload")
            defer { shop.remove() }
            let daemon = try shop.daemon()
            try shop.tool.write(
                Shop.templates.replacingOccurrences(of: "您的包裹已到", with: "快递到了"),
                to: "rules/templates.yaml")
            try shop.tool.write(
                Shop.rules["thanks", default: ""].replacingOccurrences(
                    of: "rule: thanks", with: "rule: again"), to: "rules/again.yaml")
            let told = try shop.succeed("reload")
            #expect(told.contains("\(daemon.processIdentifier)"))
            #expect(waits(3) { shop.logText().contains("rules added: again") }, "\(shop.logText())")
            try shop.parcels("p", for: ["c1"])
            #expect(waits(2) { shop.journal.count == 1 })
            #expect(shop.end(daemon) == 0)
            #expect(try shop.succeed("explain", "c1", "parcel").contains("快递到了，取件码88"))
            let alone = try shop.tool.run("reload")
            #expect(alone.code == 1 && alone.errors.contains("no daemon runs on this store"))
        }

        @Test("a broken book is refused: the log says so and the old book goes on")
        func brokenReload() throws {
            let shop = try Shop.stocked("run-broken")
            defer { shop.remove() }
            let daemon = try shop.daemon()
            try shop.tool.write(
                Shop.templates.replacingOccurrences(of: "您的包裹已到", with: "快递到了"),
                to: "rules/templates.yaml")
            try shop.tool.write("rule: thanks\npurpos: marketing\n", to: "rules/thanks.yaml")
            let told = try shop.tool.run("reload")
            #expect(told.code == 1)
            #expect(told.errors.contains("rules/thanks.yaml:2:1"), "\(told.errors)")
            kill(daemon.processIdentifier, SIGHUP)
            #expect(
                waits(3) {
                    shop.logText().contains("reload refused, the old book stays")
                        && shop.logText().contains("rules/thanks.yaml:2:1")
                }, "\(shop.logText())")
            try shop.tool.write(Shop.rules["thanks", default: ""], to: "rules/thanks.yaml")
            try shop.tool.write(Shop.templates, to: "rules/templates.yaml")
            try shop.parcels("p", for: ["c1"])
            #expect(waits(2) { shop.journal.count == 1 })
            #expect(shop.end(daemon) == 0)
            #expect(try shop.succeed("explain", "c1", "parcel").contains("您的包裹已到，取件码88"))
        }

        @Test("a book that needs new columns is refused until 'migrate' made them")
        func reloadWithNewColumns() throws {
            let shop = try Shop.stocked("run-columns")
            defer { shop.remove() }
            let daemon = try shop.daemon()
            try shop.tool.write(
                Shop.tags.replacingOccurrences(
                    of: "tags:\n", with: "tags:\n  hobby: {type: text}\n"), to: "rules/tags.yaml")
            let told = try shop.tool.run("reload")
            #expect(told.code == 1 && told.errors.contains("run 'hongyan migrate'"))
            kill(daemon.processIdentifier, SIGHUP)
            #expect(
                waits(3) { shop.logText().contains("add column t_hobby; run 'hongyan migrate'") },
                "\(shop.logText())")
            try shop.succeed("migrate")
            try shop.succeed("reload")
            #expect(waits(3) { shop.logText().contains("reload: book") }, "\(shop.logText())")
            try shop.parcels("p", for: ["c1"])
            #expect(waits(2) { shop.journal.count == 1 })
            #expect(shop.end(daemon) == 0)
        }

        @Test("--watch takes up a file as it changes, and keeps the old book over a broken one")
        func watch() throws {
            let shop = try Shop.stocked("run-watch")
            defer { shop.remove() }
            let daemon = try shop.daemon("--watch")
            let added = Shop.rules["thanks", default: ""].replacingOccurrences(
                of: "rule: thanks", with: "rule: again")
            try shop.tool.write("rule: again\n", to: "rules/again.yaml")
            #expect(waits(6) { shop.logText().contains("reload refused") }, "\(shop.logText())")
            try shop.tool.write(added, to: "rules/again.yaml")
            #expect(waits(6) { shop.logText().contains("rules added: again") }, "\(shop.logText())")
            #expect(shop.logText().components(separatedBy: "reload: book").count == 2)
            #expect(shop.end(daemon) == 0)
        }

        @Test("stop is effective within a second, resume lets the queue go on")
        func stopAndResume() throws {
            let shop = try Shop.stocked("run-stop")
            defer { shop.remove() }
            try shop.tool.write(
                Shop.settings.replacingOccurrences(of: "rate: 200/s", with: "rate: 4/s"),
                to: "hongyan.yaml")
            let daemon = try shop.daemon()
            for batch in ["p", "q", "r", "s"] {
                try shop.parcels(batch, for: (1...8).map { "c\($0)" })
            }
            #expect(waits(3) { !shop.journal.isEmpty })
            #expect(try shop.succeed("stop", "--all", "--reason", "test") == "stopped: all\n")
            #expect(try shop.succeed("status").contains("stops: all"))
            usleep(1_000_000)
            let taken = shop.journal.count
            #expect(taken < 32)
            usleep(1_500_000)
            #expect(shop.journal.count == taken, "nothing left after the stop")
            #expect(try shop.succeed("resume", "--all") == "resumed: all\n")
            // What was queued asks again after at most five seconds.
            #expect(waits(9) { shop.journal.count > taken }, "\(shop.logText())")
            #expect(shop.end(daemon) == 0)
        }

        @Test(
            "a stop of one rule holds it; resume sends what it held and what comes, within a second"
        )
        func stoppedRule() throws {
            let shop = try Shop.stocked("run-stop-rule")
            defer { shop.remove() }
            let daemon = try shop.daemon()
            try shop.succeed("stop", "--rule", "parcel")
            try shop.parcels("p", for: ["c1"])
            usleep(1_200_000)
            #expect(shop.journal.isEmpty)
            #expect(try shop.succeed("status").contains("holds: 1"))
            try shop.succeed("resume", "--rule", "parcel")
            try shop.parcels("q", for: ["c2"])
            #expect(waits(Self.soon) { shop.journal.count == 2 }, "\(shop.logText())")
            #expect(shop.end(daemon) == 0)
            let none = try shop.tool.run("stop", "--rule", "parcle")
            #expect(none.code == 1)
            #expect(try shop.tool.run("stop").code == 64)
        }
    }
}
