import HongyanCore
import HongyanEngine
import HongyanStore
import Synchronization
import Testing

/// A provider with a window and a connection that may be gone.
@Suite("Room of a provider")
struct RoomTests {
    private func stage(_ carrier: ScriptedCarrier, rate: Int = 200) throws -> Stage {
        let book = try TestWorkspace.book(
            [RuleText.order()], settings: RuleText.settings(rate: rate))
        let stage = try Stage(book, from: at("12-03 10:00"), carrier: carrier)
        for index in 1...40 {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        return stage
    }

    @Test("no more is written at once than the window has free slots")
    func window() throws {
        let carrier = ScriptedCarrier()
        carrier.setWindow(5)
        let stage = try stage(carrier)
        try stage.run(to: at("12-03 10:05"))
        #expect(carrier.received.count == 40)
        var atOnce: [Timestamp: Int] = [:]
        for received in carrier.received { atOnce[received.at, default: 0] += 1 }
        // One of the five is kept for what is urgent.
        #expect(atOnce.values.max() == 4, "\(atOnce)")
        #expect(try stage.states() == [.accepted: 40])
    }

    @Test("without a connection all stays queued; what is out of date when it is back never leaves")
    func disconnected() throws {
        let carrier = ScriptedCarrier()
        carrier.setWindow(0)
        let stage = try stage(carrier)
        try stage.run(to: at("12-03 10:30"))
        #expect(try stage.states() == [.queued: 40] && carrier.received.isEmpty)
        stage.away(until: at("12-06 10:30"))
        carrier.setWindow(.max)
        try stage.run(to: at("12-06 10:40"))
        #expect(carrier.received.isEmpty)
        #expect(try stage.states() == [.withdrawn: 40])
    }

    @Test("a carrier is told only when its word is in the store")
    func confirmed() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(carrier)
        let seen = Mutex<[MessageState: Int]>([:])
        let store = stage.store
        carrier.onConfirm {
            guard let messages = try? store.status().messages else { return }
            seen.withLock { $0 = [:] }
            for count in messages { seen.withLock { $0[count.state] = count.count } }
        }
        try stage.run(to: at("12-03 10:05"))
        #expect(seen.withLock { $0 } == [.accepted: 40])
    }
}
