import Foundation
import Testing

extension CommandLineTests {
    /// The same promise over real sockets: daemon and carrier are two processes that speak a
    /// carriers' protocol.
    @Suite("kill -9 over sockets", .timeLimit(.minutes(30)))
    struct SocketKillTests {
        /// `HONGYAN_KILLS=300` for the long run (`make kills`).
        static let kills =
            ProcessInfo.processInfo.environment["HONGYAN_KILLS"].flatMap { Int($0) } ?? 12

        @Test(
            "at random moments under load: none is lost, none is taken twice, the doubtful are listed",
            arguments: ["smpp", "cmpp3"])
        func killed(wire: String) throws {
            // A life of up to 0.9 s takes 60 or so; the last kills shall meet a full queue.
            let messages = Self.kills * 70 + 200
            let shop = try SocketShop(
                "socket-kill-\(wire)", wire: wire, customers: messages,
                carrier: ["--latency", "80ms", "--receipt-latency", "700ms"])
            defer { shop.remove() }
            var random = SystemRandomNumberGenerator()
            var kills = 0
            var wasFull = true
            var taken = 0
            var longest: UInt32 = 900_000
            let patience = Date().addingTimeInterval(90 + Double(Self.kills) * 4)
            while kills < Self.kills, Date() < patience {
                let daemon = try shop.tool.start(["run"])
                usleep(UInt32.random(in: 250_000...longest, using: &random))
                kill(daemon.processIdentifier, SIGKILL)
                daemon.waitUntilExit()
                let before = taken
                taken = shop.taken.count
                // On a busy machine a daemon needs longer than that to begin.
                longest = taken > before ? 900_000 : min(longest * 2, 3_000_000)
                // Ticks are on whole minutes: until then there is nothing to be killed amid.
                if taken > 0 { kills += 1 }
                wasFull = taken < messages
            }
            #expect(kills == Self.kills)
            #expect(wasFull, "the last kills met an empty queue")
            try settle(shop, within: 60 + Double(messages) / 20)
            try verify(shop, messages: messages)
            let states = try shop.states()
            print("\(wire): \(Self.kills) kills, \(messages) messages: \(states)")
            #expect(states["delivered", default: 0] > messages / 2, "\(states)")
        }

        @Test(
            "a carrier that drops connections amid unanswered submissions gets none twice",
            arguments: ["smpp", "cmpp2"])
        func dropped(wire: String) throws {
            let shop = try SocketShop(
                "socket-drop-\(wire)", wire: wire, customers: 400, link: ", response_timeout: 3s",
                carrier: [
                    "--latency", "30ms", "--receipt-latency", "300ms", "--disconnect", "4%",
                    "--lost-response", "3%",
                ])
            defer { shop.remove() }
            // A whole minute, and the time for back-off.
            try settle(shop, within: 150)
            try verify(shop, messages: 400)
            #expect(try !shop.unknown().isEmpty, "nothing was ever in doubt")
        }

        /// Runs the daemon until no message is under way, and ends it as an operator does.
        private func settle(_ shop: SocketShop, within seconds: Double) throws {
            let daemon = try shop.tool.start(["run"])
            let patience = Date().addingTimeInterval(seconds)
            var states: [String: Int] = [:]
            repeat {
                usleep(1_000_000)
                states = try shop.states()
            } while Date() < patience
                && (states.isEmpty
                    || ["queued", "claimed", "written", "accepted"].contains { states[$0] != nil })
            shop.end(daemon)
            #expect(daemon.terminationStatus == 0)
        }

        private func verify(_ shop: SocketShop, messages: Int) throws {
            let taken = shop.taken
            #expect(Set(taken).count == taken.count, "the carrier got a message twice")
            let states = try shop.states()
            #expect(states.values.reduce(0, +) == messages, "\(states)")
            for state in ["queued", "claimed", "written", "withdrawn", "expired", "refused"] {
                #expect(states[state] == nil, "\(states)")
            }
            let unknown = try shop.unknown()
            #expect(states["unknown", default: 0] == unknown.count)
            // What the carrier took is either known to be taken or listed as unknown, and no
            // message is known to be taken that it did not take.
            let known = ["accepted", "delivered", "failed"].reduce(0) {
                $0 + states[$1, default: 0]
            }
            let numbers = Set(taken.map { String($0.split(separator: " ")[0]) })
            let takenUnknown = unknown.filter { numbers.contains($0) }.count
            #expect(numbers.count == known + takenUnknown, "\(states), taken \(numbers.count)")
        }
    }
}
