import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// What may change between clearing and the socket.
@Suite("At the socket's edge")
struct EdgeTests {
    /// Thirty messages cleared at 10:01 on a channel of one part a second, run for ten seconds.
    private struct Queue {
        let stage: Stage
        let carrier = ScriptedCarrier()
        /// Somebody whose message still is queued.
        let waiting: String

        init(_ rule: String = RuleText.order(), policy: String = TestWorkspace.policy) throws {
            let book = try TestWorkspace.book(
                [rule], policy: policy, settings: RuleText.settings(rate: 1))
            stage = try Stage(book, from: at("12-03 10:00"), carrier: carrier)
            for index in 1...30 {
                let id = "c\(index)"
                try stage.customer(id, ["city": .text("上海")])
                try stage.event("order.placed", of: id, at: at("12-03 10:00"), id: "o\(index)")
            }
            try stage.run(to: at("12-03 10:01:10"))
            let gone = Set(carrier.received.map(\.submission.number))
            waiting = try #require(
                (1...30).map { "c\($0)" }.first { !gone.contains(Stage.number(of: $0)) })
        }

        var reached: Bool {
            carrier.received.contains { $0.submission.number == Stage.number(of: waiting) }
        }
    }

    @Test("a refusal by reply withdraws the queued message, and its cap slot returns")
    func reply() throws {
        let policy = TestWorkspace.policy.replacing("4 per month", with: "1 per month")
        let queue = try Queue(policy: policy)
        let number = Stage.number(of: queue.waiting)
        queue.carrier.reply("退订", from: number, at: at("12-03 10:01:11"), id: "r1")
        try queue.stage.run(to: at("12-03 10:05"))
        #expect(!queue.reached)
        #expect(try queue.stage.states() == [.accepted: 29, .withdrawn: 1])
        // The customer wants it after all: the slot is free.
        queue.carrier.reply("恢复", from: number, at: at("12-03 10:05:01"), id: "r2")
        try queue.stage.run(to: at("12-03 10:06"))
        try queue.stage.event(
            "order.placed", of: queue.waiting, at: at("12-03 10:06"), id: "again")
        try queue.stage.run(to: at("12-03 10:08"))
        #expect(queue.reached)
    }

    @Test("a consent withdrawn withdraws the queued message")
    func consent() throws {
        let queue = try Queue()
        _ = try queue.stage.store.importConsents(
            [
                IncomingConsent(
                    customer: CustomerID(queue.waiting),
                    consent: Consent(
                        purpose: .marketing, at: Timestamp(seconds: 1_000_000_000),
                        withdrawn: at("12-03 10:01:10"), source: "test", textVersion: nil),
                    evidence: nil)
            ], at: at("12-03 10:01:10"))
        try queue.stage.run(to: at("12-03 10:05"))
        #expect(!queue.reached)
        #expect(try queue.stage.states() == [.accepted: 29, .withdrawn: 1])
    }

    @Test("a number given up withdraws the queued message to it")
    func number() throws {
        let queue = try Queue()
        try queue.stage.customer(queue.waiting, phone: "+8613712345678")
        try queue.stage.run(to: at("12-03 10:05"))
        #expect(!queue.reached)
        #expect(try queue.stage.states() == [.accepted: 29, .withdrawn: 1])
    }

    @Test("a canceller that comes while the message is queued withdraws it")
    func canceller() throws {
        let rule = RuleText.make(
            "cart", "{event: order.placed, unless: cart.updated, within: 1m}", "late: 30m")
        let book = try TestWorkspace.book([rule], settings: RuleText.settings(rate: 1))
        let carrier = ScriptedCarrier()
        let stage = try Stage(book, from: at("12-03 10:00"), carrier: carrier)
        for index in 1...30 {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:02:10"))
        let sent = carrier.received.count
        #expect((5...20).contains(sent))
        // All came back in time; the news of it came late.
        for index in 1...30 {
            try stage.event(
                "cart.updated", of: "c\(index)", at: at("12-03 10:00:30"), id: "k\(index)")
        }
        try stage.run(to: at("12-03 10:05"))
        #expect(carrier.received.count == sent)
        #expect(try stage.states() == [.accepted: sent, .withdrawn: 30 - sent])
    }

    @Test("a forecast that no longer holds withdraws what is queued")
    func forecast() throws {
        let rule = RuleText.make(
            "rain", "{signal: weather, by: city, when: rain_mm >= 10, before: 1d, at: \"10:01\"}")
        let book = try TestWorkspace.book([rule], settings: RuleText.settings(rate: 1))
        let carrier = ScriptedCarrier()
        let stage = try Stage(book, from: at("12-03 10:00"), carrier: carrier)
        for index in 1...30 { try stage.customer("c\(index)", ["city": .text("上海")]) }
        try stage.weather("上海", on: "2026-12-04", rain: 120, fetched: at("12-03 09:00"))
        try stage.run(to: at("12-03 10:01:10"))
        let sent = carrier.received.count
        #expect((5...20).contains(sent))
        try stage.weather("上海", on: "2026-12-04", rain: 10, fetched: at("12-03 10:01"))
        try stage.run(to: at("12-03 10:05"))
        #expect(carrier.received.count == sent)
        #expect(try stage.states() == [.accepted: sent, .withdrawn: 30 - sent])
    }
}
