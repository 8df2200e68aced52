import Foundation
import Testing

extension CommandLineTests {
    /// Nothing is lost and nothing is sent twice, whenever the daemon dies.
    @Suite("kill -9", .timeLimit(.minutes(5)))
    struct KillTests {
        static let settings = """
            store: store.sqlite
            zone: Asia/Shanghai
            channels:
              main:
                provider: simulated
                purposes: [marketing, service, verification, emergency]
                price: 0.045
                rate: 30/s
                profile: {latency: 500ms, receipt_latency: 1s, refused: 1%, \
            failed: 2%, silent: 1%, lost_response: 0%, opt_out_replies: 0%, \
            other_replies: 0%, journal: carrier.log}
            """
        static let messages = 2_000
        static let kills = 30

        private func prepare(_ tool: Tool) throws {
            try tool.write(Self.settings, to: "hongyan.yaml")
            try tool.write(KillTestFiles.tags, to: "rules/tags.yaml")
            try tool.write(KillTestFiles.policy, to: "rules/policy.yaml")
            try tool.write(KillTestFiles.templates, to: "rules/templates.yaml")
            try tool.write(KillTestFiles.rule, to: "rules/thanks.yaml")
            var customers = "id,phone,name\n"
            var consents = "customer,purpose,at,source,text_version\n"
            for index in 0..<Self.messages {
                customers += "c\(index),138\(String(format: "%08d", index)),客\(index)\n"
                consents += "c\(index),marketing,2026-01-01T00:00:00+08:00,form,v1\n"
            }
            try tool.write(customers, to: "customers.csv")
            try tool.write(consents, to: "consents.csv")
            #expect(try tool.run("migrate").code == 0)
            #expect(try tool.run("import", "customers", "customers.csv").code == 0)
            #expect(try tool.run("import", "consents", "consents.csv").code == 0)
            // The rule begins before its events.
            let first = try tool.run("run", "--for", "1s", "--seed", "1")
            #expect(first.code == 0, "\(first.errors)")
            var events = "id,customer,event,at,order_id\n"
            let now = ISO8601DateFormatter().string(from: Date())
            for index in 0..<Self.messages {
                events += "o\(index),c\(index),order.placed,\(now),o\(index)\n"
            }
            try tool.write(events, to: "events.csv")
            let imported = try tool.run("import", "events", "events.csv")
            #expect(imported.code == 0, "\(imported.errors)")
        }

        @Test(
            "30 times in 2,000 messages: none is lost, none leaves twice, the ambiguous are listed"
        )
        func killed() throws {
            let tool = try Tool("kill")
            defer { tool.remove() }
            try prepare(tool)
            var random = SystemRandomNumberGenerator()
            // Ticks are on whole minutes: the kills go on until the messages have begun to leave,
            // then 30 more.
            var killsUnderLoad = 0
            var ambiguous: Set<String> = []
            let patience = Date().addingTimeInterval(150)
            while killsUnderLoad < Self.kills, Date() < patience {
                let daemon = try tool.start(["run", "--seed", "1"])
                usleep(UInt32.random(in: 150_000...750_000, using: &random))
                let begun = Date()
                let seen = taken(tool).count
                usleep(140_000)
                kill(daemon.processIdentifier, SIGKILL)
                daemon.waitUntilExit()
                let now = taken(tool)
                // Much shorter than the carrier's latency, which counts from the step's beginning:
                // nobody has heard of what it took meanwhile. The first step decides for long.
                if seen > 0, Date().timeIntervalSince(begun) < 0.25 {
                    ambiguous.formUnion(now[seen...])
                }
                if !now.isEmpty { killsUnderLoad += 1 }
            }
            #expect(killsUnderLoad == Self.kills)
            #expect(!ambiguous.isEmpty)
            // A start sends a second's worth at once, so that 30 of them leave some for the end.
            #expect(
                taken(tool).count < Self.messages * 19 / 20, "the last kills met an empty queue")
            let last = try tool.run("run", "--once", "--seed", "1")
            #expect(last.code == 0, "\(last.errors)")
            try verify(tool, ambiguous: ambiguous)
        }

        /// The messages that the carrier counted, in its order.
        private func taken(_ tool: Tool) -> [String] {
            ((try? tool.read("carrier.log")) ?? "").split(separator: "\n").map {
                String($0.split(separator: " ")[0])
            }
        }

        private func verify(_ tool: Tool, ambiguous: Set<String>) throws {
            let journal = taken(tool)
            #expect(Set(journal).count == journal.count, "the carrier got a message twice")
            let unknown = Set(
                try tool.run("status", "--unknown").output.split(separator: "\n").map {
                    String($0.split(separator: " ")[0])
                })
            var counts: [String: Int] = [:]
            for line in try tool.run("status", "--lang", "en").output.split(separator: "\n")
            where line.hasPrefix("  ") {
                let words = line.split(separator: ":")
                counts[words[0].trimmingCharacters(in: .whitespaces)] =
                    Int(words[1].trimmingCharacters(in: .whitespaces))
            }
            #expect(counts.values.reduce(0, +) == Self.messages, "\(counts)")
            for state in ["queued", "claimed", "written", "withdrawn", "expired"] {
                #expect(counts[state] == nil, "\(counts)")
            }
            #expect(counts["unknown", default: 0] == unknown.count)
            let unlisted = ambiguous.subtracting(unknown)
            #expect(unlisted.isEmpty, "\(unlisted.count) of \(ambiguous.count) are not listed")
            // What the carrier took is either known to be taken or listed as unknown.
            let taken = ["accepted", "delivered", "failed"].reduce(0) {
                $0 + counts[$1, default: 0]
            }
            let takenUnknown = Set(journal).intersection(unknown).count
            #expect(journal.count == taken + takenUnknown, "\(counts), journal \(journal.count)")
        }
    }
}
