import Foundation
import HongyanCore
import HongyanStore
import Testing

extension CommandLineTests {
    /// What `run` asks before it decides anything: owner, restore, clock, redirect.
    @Suite("before a run")
    struct StartTests {
        @Test("a store belongs to one instance until --take-over")
        func owner() throws {
            let shop = try Shop.stocked("run-owner")
            defer { shop.remove() }
            try shop.succeed("run", "--once")
            let other = try shop.tool.run("run", "--once", "--instance", "other")
            #expect(other.code == 1)
            #expect(other.errors.contains("the store belongs to main on "), "\(other.errors)")
            #expect(other.errors.contains("--take-over"))
            try shop.succeed("run", "--once", "--instance", "other", "--take-over")
            try shop.succeed("run", "--once", "--instance", "other")
            #expect(try shop.tool.run("run", "--once").code == 1)
        }

        @Test("only what talks to the outside asks for a secret, and says which one is missing")
        func secrets() throws {
            let shop = try Shop.stocked("run-secrets")
            defer { shop.remove() }
            let weather = """
                weather:
                  signal: weather
                  url: "https://example.invalid/v1?apikey=${env:HONGYAN_TEST_UNSET}"
                  every: 3h
                  cities: {上海: {latitude: 31.23, longitude: 121.47}}

                """
            let signals = """
                signals:
                  weather: {by: city, fresh: 12h, fields: {rain_mm: {type: decimal, scale: 1}}}

                """
            try shop.tool.write(Shop.settings + weather, to: "hongyan.yaml")
            try shop.tool.write(Shop.tags + signals, to: "rules/tags.yaml")
            try shop.succeed("check")
            try shop.succeed("migrate")
            try shop.succeed("simulate", "--days", "1")
            for arguments in [["run", "--once"], ["signals"]] {
                let refused = try shop.tool.run(arguments)
                #expect(refused.code == 1)
                #expect(
                    refused.errors.contains("HONGYAN_TEST_UNSET is not set"), "\(refused.errors)")
            }
        }

        @Test("a last tick of 8 days ago needs --accept-clock, and so does one in the future")
        func clock() throws {
            let shop = try Shop.stocked("run-clock")
            defer { shop.remove() }
            try shop.succeed("run", "--once")
            let now = Int64(Date().timeIntervalSince1970)
            for (shift, words) in [(-8 * 86_400, "8 days ago"), (600, "the clock moved by -")] {
                try shop.openStore().saveTick(Timestamp(seconds: now + Int64(shift)))
                let refused = try shop.tool.run("run", "--once")
                #expect(refused.code == 1)
                #expect(
                    refused.errors.contains(words) && refused.errors.contains("--accept-clock"),
                    "\(refused.errors)")
            }
            try shop.succeed("run", "--once", "--accept-clock")
            try shop.openStore().saveTick(Timestamp(seconds: now - 6 * 86_400))
            try shop.succeed("run", "--once")
        }

        @Test("--resume-from passes over what fell due before, and answers the clock's question")
        func resumeFrom() throws {
            let shop = try Shop.stocked("run-resume")
            defer { shop.remove() }
            try shop.succeed("run", "--once")
            try shop.parcels("p", for: ["c1", "c2"])
            let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
            try shop.openStore().saveTick(now - .days(9))
            let moment = ISO8601DateFormatter().string(from: Date().addingTimeInterval(1))
            try shop.succeed("run", "--once", "--resume-from", moment)
            #expect(shop.journal.isEmpty)
            #expect(
                try shop.tool.run("run", "--once", "--resume-from", "yesterday").code == 64)
            usleep(1_100_000)
            try shop.parcels("q", for: ["c3"])
            try shop.succeed("run", "--once")
            #expect(shop.journal.map { $0.last } == ["138****0003"])
        }

        @Test("--redirect-to sends every message to the colleague and none to a customer")
        func redirect() throws {
            let shop = try Shop.stocked("run-redirect")
            defer { shop.remove() }
            try shop.succeed("run", "--once")
            try shop.parcels("p", for: ["c1", "c2", "c3"])
            try shop.succeed("run", "--once", "--redirect-to", "小王")
            // The carrier's own journal: whom it was told to send to.
            #expect(shop.journal.map { $0.last } == Array(repeating: "139****0001", count: 3))
            let nobody = try shop.tool.run("run", "--once", "--redirect-to", "小李")
            #expect(nobody.code == 1)
            #expect(nobody.errors.contains("there is nobody named '小李'"), "\(nobody.errors)")
            #expect(nobody.errors.contains("小王"))
        }
    }
}
