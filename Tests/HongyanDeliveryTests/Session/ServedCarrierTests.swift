import HongyanCore
import Testing

@testable import HongyanDelivery

/// Session and carrier with a wire between them, in virtual time: months in a moment.
@Suite("made-up carrier, all protocols")
struct ServedCarrierTests {
    private static func batch(_ count: Int, text: String = "【云杉商城】您好") -> [Submission] {
        (0..<count).map { SessionStage.submission($0, text) }
    }

    private func started(
        _ wire: CarrierProtocol, _ conduct: CarrierConduct, window: Int = 10
    ) -> CarrierPair {
        var pair = CarrierPair(wire, conduct, window: window)
        pair.perform(pair.session.start(at: pair.now))
        return pair
    }

    @Test(
        "a calm carrier takes all and reports each; nothing is open at the end",
        arguments: CarrierProtocol.allCases)
    func calm(wire: CarrierProtocol) {
        var pair = started(wire, CarrierConduct.Preset.calm.conduct)
        pair.waiting = Self.batch(500)
        pair.run(.minutes(2))
        #expect(pair.accepted == 500 && pair.carrier.counts.taken == 500)
        let receipts = pair.events.compactMap(\.receipt)
        #expect(receipts.count == 500 && receipts.allSatisfy { $0.outcome == .delivered })
        #expect(pair.carrier.counts.delivered == 500)
        #expect(Set(pair.takenNumbers).count == 500)
    }

    @Test(
        "lost answers and dropped connections: nothing is taken twice, all is accounted for",
        arguments: CarrierProtocol.allCases)
    func flaky(wire: CarrierProtocol) {
        var pair = started(wire, CarrierConduct.Preset.flaky.conduct)
        pair.waiting = Self.batch(2_000)
        pair.run(.minutes(60))
        #expect(pair.carrier.counts.disconnects > 3 && pair.carrier.counts.lostAnswers > 50)
        #expect(Set(pair.takenNumbers).count == pair.took.count, "the carrier got one twice")
        let unknown = pair.count(.timedOut)
        #expect(pair.accepted + unknown + pair.count(.throttled(code: "unsent")) == 2_000)
        #expect(pair.carrier.counts.taken <= pair.accepted + unknown)
        #expect(pair.carrier.counts.taken >= pair.accepted)
        // Receipts reach a session that was away meanwhile.
        #expect(pair.events.compactMap(\.receipt).count >= pair.carrier.counts.taken)
    }

    @Test(
        "odd receipts are all understood: the first final word of each is its own",
        arguments: CarrierProtocol.allCases)
    func odd(wire: CarrierProtocol) {
        var pair = started(wire, CarrierConduct.Preset.odd.conduct)
        pair.waiting = Self.batch(600)
        pair.run(.minutes(90))
        let ids = Set(
            pair.events.compactMap { event -> String? in
                if case .accepted(let id) = event.response?.response { id } else { nil }
            })
        let told = Set(pair.events.compactMap(\.receipt?.providerID))
        #expect(ids.count == 600 && told == ids)
        let early = pair.events.firstIndex { $0.receipt != nil } ?? 0
        #expect(early < 60, "none came before its answer")
        #expect(pair.events.compactMap(\.receipt).count > 600, "none came twice")
        let replies = pair.events.compactMap(\.reply)
        #expect(replies.contains { $0.text.utf16.count > 70 }, "no long reply was put together")
    }

    @Test(
        "a throttling carrier is not pressed: everything is taken in the end, and little is refused",
        arguments: CarrierProtocol.allCases)
    func throttled(wire: CarrierProtocol) {
        var pair = started(wire, CarrierConduct.Preset.throttled.conduct, window: 50)
        var left = Self.batch(300)
        for _ in 0..<60 {
            pair.waiting += left
            left = []
            pair.run(.seconds(5))
            // As the engine does: what was throttled goes again later.
            let throttled = Set(
                pair.events.filter {
                    if case .throttled = $0.response?.response { true } else { false }
                }.compactMap { $0.response?.submission })
            left = Self.batch(300).filter { throttled.contains($0.id) }
            pair.events.removeAll { $0.response.map { throttled.contains($0.submission) } ?? false }
        }
        #expect(pair.accepted == 300 && pair.carrier.counts.taken == 300)
        #expect(pair.carrier.counts.throttled < 300)
    }

    @Test(
        "long messages are counted by part, each part once, and read back whole",
        arguments: CarrierProtocol.allCases)
    func long(wire: CarrierProtocol) {
        var pair = started(wire, CarrierConduct.Preset.calm.conduct)
        pair.waiting = Self.batch(50, text: SessionStage.longText)
        pair.run(.minutes(1))
        #expect(pair.accepted == 50 && pair.carrier.counts.taken == 150)
        #expect(Set(pair.takenNumbers).count == 150)
        #expect(pair.events.compactMap(\.receipt).count == 150)
    }

    @Test(
        "accounts: an unknown name and a wrong password are refused, and told",
        arguments: [
            (CarrierProtocol.smpp, "bind refused: RINVSYSID", "bind refused: RINVPASWD"),
            (
                .cmpp2, "connect refused: the gateway does not know the sp_id or this address",
                "connect refused: the gateway refused the password"
            ),
            (
                .cmpp3, "connect refused: the gateway does not know the sp_id or this address",
                "connect refused: the gateway refused the password"
            ),
        ])
    func accounts(wire: CarrierProtocol, unknown: String, wrong: String) {
        for (passwords, reason) in [(["other": "x"], unknown), (["901234": "x"], wrong)] {
            var pair = CarrierPair(wire, CarrierConduct(), passwords: passwords)
            pair.perform(pair.session.start(at: pair.now))
            pair.run(.seconds(1))
            guard case .waiting(reason, _) = pair.session.standing else {
                Issue.record("\(pair.session.standing)")
                continue
            }
        }
    }

    @Test("the same seed is the same carrier", arguments: CarrierProtocol.allCases)
    func seeded(wire: CarrierProtocol) {
        func outcome() -> [ProviderEvent] {
            var pair = started(wire, CarrierConduct.Preset.real.conduct)
            pair.waiting = Self.batch(200)
            pair.run(.minutes(5))
            return pair.events
        }
        #expect(outcome() == outcome())
    }
}
