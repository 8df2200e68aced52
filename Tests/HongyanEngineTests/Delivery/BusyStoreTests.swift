import HongyanCore
import HongyanEngine
import HongyanStore
import HongyanTorture
import Testing

/// A store that another process holds for a moment: the engine tries the step again, as the daemon
/// makes it do, and has lost nothing.
@Suite("A busy store")
struct BusyStoreTests {
    /// Says that it is busy at one call of a kind.
    private final class Busy: PassingStore, @unchecked Sendable {
        private let call: StoreCall
        private(set) var isSpent = false
        init(_ inner: any Store, at call: StoreCall) {
            self.call = call
            super.init(inner)
        }
        override func pass<T>(
            _ call: StoreCall, _ body: () throws(StoreError) -> T
        ) throws(StoreError) -> T {
            if call == self.call, !isSpent {
                isSpent = true
                throw .busy
            }
            return try body()
        }
    }

    private struct Played {
        let store: SQLiteStore
        let engine: Engine
        let carrier: ScriptedCarrier
        var states: [MessageState] {
            get throws { try store.status().messages.filter { $0.count > 0 }.map(\.state) }
        }
    }

    /// An order's message, with the store busy once; then all that comes of it.
    private func play(busyAt call: StoreCall, reply: String? = nil) throws -> Played {
        let book = try TestWorkspace.book([RuleText.order()])
        let store = try SQLiteStore.inMemory(schema: book.tags, zone: book.workspace.zone)
        let busy = Busy(store, at: call)
        let carrier = ScriptedCarrier()
        let start = at("12-03 10:00")
        let clock = VirtualClock(at: start)
        let engine = Engine(
            world: World(
                clock: clock, seed: 1, store: busy,
                providers: [ScriptedCarrier.channel: carrier]),
            book: book, logger: Stage.quiet)
        try engine.start(at: start - .minutes(1))
        _ = try store.importCustomers(
            [
                IncomingCustomer(
                    id: "c1", phone: .number(Stage.number(of: "c1")), tags: [:])
            ], schema: book.tags, at: start)
        _ = try store.importConsents(
            [
                IncomingConsent(
                    customer: "c1",
                    consent: Consent(
                        purpose: .marketing, at: Timestamp(seconds: 1_000_000_000), source: "test",
                        textVersion: "v1"), evidence: nil)
            ], at: start)
        _ = try store.ingest(
            [
                IncomingEvent(
                    id: "o1", customer: "c1", kind: "order.placed", at: start, fields: [:])
            ], schema: book.tags, at: start)
        if let reply {
            carrier.reply(
                reply, from: Stage.number(of: "c1"), at: start + .seconds(1), id: "mo1")
        }
        var now = start + .minutes(1)
        for _ in 0..<6 {
            clock.move(to: now)
            do {
                try engine.step(at: now)
            } catch {
                #expect(error == .busy)
            }
            now = now + .seconds(1)
        }
        #expect(busy.isSpent)
        return Played(store: store, engine: engine, carrier: carrier)
    }

    @Test("what a provider said meanwhile is taken in with the next step")
    func record() throws {
        let played = try play(busyAt: .record)
        #expect(played.carrier.received.count == 1)
        #expect(try played.states == [.accepted])
        #expect(played.engine.unansweredCount == 0)
    }

    @Test("a refusal that came meanwhile is not forgotten")
    func refusal() throws {
        let played = try play(busyAt: .record, reply: "TD")
        #expect(played.carrier.received.isEmpty)
        #expect(try played.states == [])
    }

    @Test("a claim that could not be settled goes back, leaves once and is waited for once")
    func settle() throws {
        let played = try play(busyAt: .settle)
        #expect(played.carrier.received.map(\.submission.attempt) == [1])
        #expect(try played.states == [.accepted])
        #expect(played.engine.unansweredCount == 0)
    }

    @Test(
        "a page that could not be committed is decided again",
        arguments: [
            StoreCall.commit, .facts, .claim, .stops, .occurrences,
        ])
    func again(call: StoreCall) throws {
        let played = try play(busyAt: call)
        #expect(played.carrier.received.count == 1)
        #expect(try played.states == [.accepted])
    }
}
