import Foundation
import Testing

extension CommandLineTests {
    @Suite("torture")
    struct TortureTests {
        @Test("plays seeds without a workspace, says what they came to, and leaves nothing behind")
        func seeds() throws {
            let tool = try Tool("torture")
            defer { tool.remove() }
            let outcome = try tool.run("torture", "--seeds", "4", "--jobs", "2", "--lang", "en")
            #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
            #expect(outcome.output.hasPrefix("4 seeds: all held\n"), "\(outcome.output)")
            #expect(outcome.output.contains("restarts"))
            #expect(outcome.errors.isEmpty)
            let alone = try tool.run("torture", "--seeds", "4", "--jobs", "1", "--lang", "en")
            #expect(alone.output == outcome.output)
            let chinese = try tool.run("torture", "--seeds", "1", "--from", "9", "--lang", "zh")
            #expect(chinese.output.hasPrefix("种子 1 个：全部成立\n"), "\(chinese.output)")
            #expect(try tool.temporaryFiles() == [])
        }

        @Test("--seed tells the story of one seed, the same each time")
        func story() throws {
            let tool = try Tool("torture-story")
            defer { tool.remove() }
            let first = try tool.run("torture", "--seed", "5", "--lang", "en")
            #expect(first.code == 0)
            #expect(first.output.contains("\nstep "))
            #expect(first.output.contains("fault: "))
            #expect(try tool.run("torture", "--seed", "5", "--lang", "en").output == first.output)
            #expect(!first.output.contains("+86138"), "numbers are masked")
            #expect(try tool.run("torture", "--seeds", "0").code == 64)
        }

        @Test("Ctrl-C and SIGTERM in the middle of it leave no store files behind")
        func interrupted() throws {
            let tool = try Tool("torture-signals")
            defer { tool.remove() }
            for (number, code) in [(SIGINT, 130), (SIGTERM, 143)] {
                let process = try tool.start(["torture", "--seeds", "100000"])
                let isUnderWay = waits(20) { ((try? tool.temporaryFiles()) ?? []) != [] }
                #expect(isUnderWay && process.isRunning)
                kill(process.processIdentifier, number)
                process.waitUntilExit()
                #expect(process.terminationStatus == Int32(code))
                #expect(try tool.temporaryFiles() == [])
            }
        }
    }

    /// Commands that write files as they go, ended in the middle.
    @Suite("interrupted")
    struct InterruptedTests {
        @Test("an import leaves no half of its rejects, and the next one finishes the work")
        func rejects() throws {
            let shop = try Shop.stocked("import-signals")
            defer { shop.remove() }
            var rows = "id,phone,name\n"
            for index in 0..<60_000 {
                rows +=
                    index % 3 == 0 ? "x\(index),12,客\n" : "x\(index),138\(10_000_000 + index),客\n"
            }
            try shop.tool.write(rows, to: "many.csv")
            for (number, code) in [(SIGINT, 130), (SIGTERM, 143)] {
                let process = try shop.tool.start(["import", "customers", "many.csv"])
                let isUnderWay = waits(30) { shop.tool.has("many.csv.rejects.csv.part") }
                #expect(isUnderWay && process.isRunning, "\(shop.logText())")
                kill(process.processIdentifier, number)
                process.waitUntilExit()
                #expect(process.terminationStatus == Int32(code))
                #expect(!shop.tool.has("many.csv.rejects.csv.part"))
                #expect(!shop.tool.has("many.csv.rejects.csv"))
            }
            let outcome = try shop.tool.run("import", "customers", "many.csv", "--lang", "en")
            #expect(outcome.code == 3)
            #expect(outcome.output.contains("20000 rejected"), "\(outcome.output)")
        }

        @Test("a data set that was not finished leaves no part of it")
        func generated() throws {
            let tool = try Tool("generate-signals")
            defer { tool.remove() }
            let process = try tool.start(
                ["generate", "data", "--customers", "2000000", "--days", "300"])
            let isUnderWay = waits(30) { tool.has("data/customers.csv.part") }
            #expect(isUnderWay && process.isRunning)
            kill(process.processIdentifier, SIGINT)
            process.waitUntilExit()
            #expect(process.terminationStatus == 130)
            let left = try FileManager.default.contentsOfDirectory(
                atPath: tool.folder.appendingPathComponent("data").path)
            #expect(left.filter { $0.hasSuffix(".part") } == [])
        }

        /// The bytes of the store file and of its log. The third file, `-shm`, is shared memory: an
        /// index of the log, in which readers mark how far they read; it holds no data.
        private func storeBytes(_ shop: Shop) throws -> [Data] {
            try ["store.sqlite", "store.sqlite-wal"].map { name in
                try Data(
                    contentsOf: shop.tool.folder.appendingPathComponent("data/" + name))
            }
        }

        @Test(
            "dry runs change no byte of store and log beside a daemon, or after one that was killed"
        )
        func pureBesideDaemon() throws {
            let shop = try Shop.stocked("pure-beside")
            defer { shop.remove() }
            let daemon = try shop.daemon()
            try shop.parcels("p", for: ["c1", "c2"])
            #expect(waits(5) { shop.journal.count == 2 })
            let runs = [
                ["simulate", "--days", "20", "--decisions", "d.jsonl"],
                ["plan", "--against", ".", "--days", "10"],
            ]
            // It holds the store open and stands still, or it would write itself.
            kill(daemon.processIdentifier, SIGSTOP)
            let before = try storeBytes(shop)
            #expect(before[1].count > 0)
            for run in runs {
                let outcome = try shop.tool.run(run)
                #expect(outcome.code == 0, "\(outcome.errors)")
                #expect(try storeBytes(shop) == before, "\(run)")
            }
            kill(daemon.processIdentifier, SIGCONT)
            try shop.parcels("q", for: ["c3"])
            #expect(waits(5) { shop.journal.count == 3 }, "the daemon works on")
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
            let after = try storeBytes(shop)
            #expect(after[1].count > 0)
            for run in runs {
                let outcome = try shop.tool.run(run)
                #expect(outcome.code == 0, "\(outcome.errors)")
                #expect(try storeBytes(shop) == after, "\(run)")
            }
            #expect(try shop.tool.temporaryFiles() == [])
        }
    }
}
