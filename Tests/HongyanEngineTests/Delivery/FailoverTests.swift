import HongyanCore
import HongyanEngine
import HongyanStore
import Synchronization
import Testing

/// Two channels that could stand in for each other.
@Suite("Failover")
struct FailoverTests {
    private static func settings(_ a: String = "", _ b: String = "") -> String {
        """
        store: store.sqlite
        zone: Asia/Shanghai
        channels:
          a: {provider: simulated, purposes: [marketing, service], price: 0.04, rate: 1000/s\(a)}
          b: {provider: simulated, purposes: [marketing, service], price: 0.05, rate: 1000/s\(b)}
        """
    }

    private func stage(
        _ a: ScriptedCarrier, _ b: ScriptedCarrier, settings: String = settings()
    ) throws -> Stage {
        let book = try TestWorkspace.book([RuleText.order()], settings: settings)
        return try Stage(book, from: at("12-03 10:00"), carriers: ["a": a, "b": b])
    }

    private func order(_ stage: Stage, _ range: ClosedRange<Int>, at moment: Timestamp) throws {
        for index in range {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: moment, id: "o\(index)")
        }
    }

    @Test(
        "answers that do not come open the breaker; what was not written leaves through the other")
    func timeouts() throws {
        let a = ScriptedCarrier(answer: { _ in .timedOut })
        a.setWindow(5)
        let b = ScriptedCarrier()
        let stage = try stage(a, b)
        try order(stage, 1...40, at: at("12-03 10:00"))
        try stage.run(to: at("12-03 10:01:20"))
        #expect(a.received.count == 5 && b.received.count == 35)
        // Nothing of what may have been taken went out twice.
        let once = Set(a.received.map(\.submission.message))
        #expect(once.isDisjoint(with: b.received.map(\.submission.message)))
        #expect(try stage.states() == [.unknown: 5, .accepted: 35])
        #expect(b.received.allSatisfy { $0.submission.detour == "b" })
        // Charged by the channel that took them.
        #expect(try stage.charged() == Money(units: 500 * 35))
        // New messages are decided for the channel that answers.
        try order(stage, 41...50, at: at("12-03 10:01:15"))
        try stage.run(to: at("12-03 10:03"))
        #expect(a.received.count == 5 && b.received.count == 45)
    }

    @Test("half open, one message tries; an answer lets the rest through")
    func trial() throws {
        let isWell = Mutex(false)
        let a = ScriptedCarrier(answer: {
            isWell.withLock { $0 } ? .accepted(providerID: "p-\($0.id)") : .timedOut
        })
        a.setWindow(5)
        let b = ScriptedCarrier()
        // Another signature: messages of one may not leave through the other.
        let stage = try stage(a, b, settings: Self.settings("", ", signature: 别家"))
        try order(stage, 1...40, at: at("12-03 10:00"))
        try stage.run(to: at("12-03 10:01:20"))
        #expect(a.received.count == 5 && b.received.isEmpty)
        #expect(try stage.states() == [.unknown: 5, .queued: 35])
        try stage.run(to: at("12-03 10:01:50"))
        #expect(a.received.count == 6, "one message tries after half a minute")
        isWell.withLock { $0 = true }
        try stage.run(to: at("12-03 10:04"))
        #expect(a.received.count == 40 && b.received.isEmpty)
        #expect(try stage.states() == [.unknown: 6, .accepted: 34])
    }

    @Test("a number that is another carrier's goes once more, through a channel for all")
    func ported() throws {
        let a = ScriptedCarrier(answer: { _ in .refused(code: "CMPP:9") })
        let b = ScriptedCarrier()
        let stage = try stage(a, b, settings: Self.settings(", carriers: [mobile]"))
        try order(stage, 1...3, at: at("12-03 10:00"))
        try stage.run(to: at("12-03 10:02"))
        #expect(a.received.count == 3 && b.received.count == 3)
        #expect(try stage.states() == [.accepted: 3])
        // And it is known from now on.
        let known = try stage.store.portability(of: Stage.number(of: "c1"))
        #expect(known?.carrier == .unknown && known?.source == "receipt")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:05"), id: "again")
        try stage.run(to: at("12-03 10:07"))
        #expect(a.received.count == 3 && b.received.count == 4)
    }

    @Test("where one channel serves, its breaker holds nothing back")
    func alone() throws {
        let a = ScriptedCarrier(answer: { _ in .timedOut })
        let book = try TestWorkspace.book([RuleText.order()])
        let stage = try Stage(book, from: at("12-03 10:00"), carriers: ["main": a])
        try order(stage, 1...20, at: at("12-03 10:00"))
        try stage.run(to: at("12-03 10:02"))
        #expect(a.received.count == 20)
    }

    @Test("a stopped channel is routed around, and what is queued on it waits")
    func stopped() throws {
        let a = ScriptedCarrier()
        let b = ScriptedCarrier()
        let stage = try stage(a, b)
        try stage.store.addStop(.channel("a"), reason: "", at: stage.clock.now())
        try order(stage, 1...4, at: at("12-03 10:00"))
        try stage.run(to: at("12-03 10:03"))
        #expect(a.received.isEmpty && b.received.count == 4)
    }
}
