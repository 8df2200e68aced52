import Foundation
import Testing

extension CommandLineTests {
    /// `simulate` has its own test of this.
    @Suite("plan and backtest, interrupted")
    struct InterruptTests {
        /// Orders and carts of three days, so many that a run takes a while.
        private func events(year: Int) -> String {
            var text = "id,customer,event,at,order_id,cart_id,amount\n"
            for index in 0..<6_000 {
                let hour = String(format: "%02d", index % 24)
                let minute = String(format: "%02d", index / 24 % 60)
                let at = "\(year)-01-0\(1 + index / 1_440 % 3)T\(hour):\(minute):05+08:00"
                let customer = "c\(1 + index % 9)"
                text +=
                    index % 2 == 0
                    ? "e\(index),\(customer),order.placed,\(at),o\(index),,9900\n"
                    : "e\(index),\(customer),cart.updated,\(at),,k\(index),\n"
            }
            return text
        }

        private func interrupt(_ shop: Shop, _ arguments: [String]) throws {
            let before = try shop.storeFiles()
            for (number, code) in [(SIGINT, 130), (SIGTERM, 143)] {
                let process = try shop.tool.start(arguments)
                let isUnderWay = waits(20) {
                    Shop.hasOpenScratch(process.processIdentifier) || !process.isRunning
                }
                #expect(isUnderWay && process.isRunning, "\(shop.logText())")
                kill(process.processIdentifier, number)
                process.waitUntilExit()
                #expect(process.terminationStatus == Int32(code))
                #expect(try shop.tool.temporaryFiles() == [])
            }
            #expect(try shop.storeFiles() == before)
        }

        @Test("Ctrl-C and SIGTERM end a plan without a trace in store or temporary folder")
        func plan() throws {
            let shop = try Shop.stocked("plan-signals")
            defer { shop.remove() }
            try shop.tool.write(events(year: 2027), to: "future.csv")
            let old = try Shop("plan-signals-old")
            defer { old.remove() }
            try interrupt(
                shop,
                [
                    "plan", "--against", old.tool.folder.path, "--from", "2027-01-01", "--days",
                    "30", "--events", "future.csv", "--out", "plan.txt",
                ])
            #expect(!shop.tool.has("plan.txt") && !shop.tool.has("plan.txt.part"))
        }

        @Test("Ctrl-C and SIGTERM end a backtest without a trace in store or temporary folder")
        func backtest() throws {
            let shop = try Shop.stocked("backtest-signals")
            defer { shop.remove() }
            let rule = try shop.tool.read("rules/cart.yaml")
            try shop.tool.write(
                rule + "goal: {event: order.placed, within: 12h}\n", to: "rules/cart.yaml")
            try shop.tool.write(events(year: 2026), to: "past.csv")
            try shop.succeed("import", "events", "past.csv")
            try interrupt(shop, ["backtest", "cart", "--days", "30", "--to", "2026-01-20"])
        }
    }
}

extension Shop {
    /// A process holds a scratch file of a dry run open.
    static func hasOpenScratch(_ process: Int32) -> Bool {
        let folder = "/proc/\(process)/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.contains { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "\(folder)/\(name)")
            return target?.contains("hongyan-scratch") == true
        }
    }

    /// The store's files byte for byte.
    func storeFiles() throws -> [String: Data] {
        var files: [String: Data] = [:]
        let folder = tool.folder.appendingPathComponent("data")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let data = try Data(contentsOf: folder.appendingPathComponent(name))
            // Readers map the shared-memory file; an empty log is none.
            if !name.hasSuffix("-shm"), !data.isEmpty { files[name] = data }
        }
        return files
    }
}
