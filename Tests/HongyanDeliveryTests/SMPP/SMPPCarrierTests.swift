import HongyanCore
import Testing

@testable import HongyanDelivery

/// Session and carrier with a wire between them, in virtual time: months in a moment.
@Suite("SMPP carrier")
struct SMPPCarrierTests {
    /// Both ends and the wire.
    struct Pair {
        var session: SMPPSession
        var carrier: SMPPCarrier
        var now = SessionStage.start
        var connection = 0
        var isOpen = false
        var took: [String] = []
        var events: [ProviderEvent] = []
        var waiting: [Submission] = []

        init(_ conduct: CarrierConduct, passwords: [String: String] = [:], window: Int = 10) {
            var link = CarrierLink(host: "smsc", port: 2775, systemID: "hongyan", window: window)
            link.responseTimeout = .seconds(10)
            session = SMPPSession(
                channel: "main", link: link, role: .transceiver, password: "secret")
            carrier = SMPPCarrier(conduct: conduct, passwords: passwords, seed: 1)
        }

        mutating func perform(_ actions: [LinkAction]) {
            for action in actions {
                switch action {
                case .wake: break
                case .connect:
                    connection += 1
                    isOpen = true
                    carrier.opened(connection, at: now)
                    perform(session.connected(at: now))
                case .close: close()
                case .send(let octets):
                    guard isOpen else { continue }
                    perform(carrier.received(octets, on: connection, at: now))
                }
            }
        }

        mutating func perform(_ actions: [SMPPCarrier.Action]) {
            for action in actions {
                switch action {
                case .took(let line): took.append(line)
                case .send(let to, let octets):
                    if isOpen, to == connection { perform(session.received(octets, at: now)) }
                case .close(let which): if which == connection { close() }
                }
            }
        }

        mutating func close() {
            guard isOpen else { return }
            isOpen = false
            perform(carrier.closed(connection, at: now))
            perform(session.closed(reason: "closed", at: now))
        }

        /// Goes on in steps; what waits is submitted as there is room, what is throttled again.
        mutating func run(_ span: Span, step: Span = Span(milliseconds: 100)) {
            let end = now + span
            while now < end {
                now = now + step
                perform(carrier.tick(at: now))
                perform(session.tick(at: now))
                let room = min(session.room(at: now), waiting.count)
                let batch = Array(waiting.prefix(room))
                waiting.removeFirst(room)
                if !batch.isEmpty { perform(session.submit(batch, at: now)) }
                events += session.poll(through: now)
                perform(session.confirm(at: now))
            }
        }

        var accepted: Int {
            events.filter {
                switch $0.response?.response {
                case .accepted, .acceptedInParts: true
                default: false
                }
            }.count
        }
        func count(_ response: ProviderEvent.Response) -> Int {
            events.filter { $0.response?.response == response }.count
        }
        /// Number and part of each that the carrier took.
        var takenNumbers: [String] {
            took.map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
        }
    }

    private static func batch(_ count: Int, text: String = "【云杉商城】您好") -> [Submission] {
        (0..<count).map { SessionStage.submission($0, text) }
    }

    private func started(_ conduct: CarrierConduct, window: Int = 10) -> Pair {
        var pair = Pair(conduct, window: window)
        pair.perform(pair.session.start(at: pair.now))
        return pair
    }

    @Test("a calm carrier takes all and reports each; nothing is open at the end")
    func calm() {
        var pair = started(CarrierConduct.Preset.calm.conduct)
        pair.waiting = Self.batch(500)
        pair.run(.minutes(2))
        #expect(pair.accepted == 500 && pair.carrier.counts.taken == 500)
        let receipts = pair.events.compactMap(\.receipt)
        #expect(receipts.count == 500 && receipts.allSatisfy { $0.outcome == .delivered })
        #expect(pair.carrier.counts.delivered == 500)
        #expect(Set(pair.takenNumbers).count == 500)
    }

    @Test("lost answers and dropped connections: nothing is taken twice, all is accounted for")
    func flaky() {
        var pair = started(CarrierConduct.Preset.flaky.conduct)
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

    @Test("odd receipts are all understood: the first final word of each is its own")
    func odd() {
        var pair = started(CarrierConduct.Preset.odd.conduct)
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
        "a throttling carrier is not pressed: everything is taken in the end, and little is refused"
    )
    func throttled() {
        var pair = started(CarrierConduct.Preset.throttled.conduct, window: 50)
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

    @Test("long messages are counted by part, each part once, and read back whole")
    func long() {
        var pair = started(CarrierConduct.Preset.calm.conduct)
        pair.waiting = Self.batch(50, text: SessionStage.longText)
        pair.run(.minutes(1))
        #expect(pair.accepted == 50 && pair.carrier.counts.taken == 150)
        #expect(Set(pair.takenNumbers).count == 150)
        #expect(pair.events.compactMap(\.receipt).count == 150)
    }

    @Test("accounts: an unknown name and a wrong password are refused with their codes")
    func accounts() {
        for (passwords, reason) in [
            (["other": "x"], "bind refused: RINVSYSID"),
            (["hongyan": "x"], "bind refused: RINVPASWD"),
        ] {
            var pair = Pair(CarrierConduct(), passwords: passwords)
            pair.perform(pair.session.start(at: pair.now))
            pair.run(.seconds(1))
            guard case .waiting(reason, _) = pair.session.standing else {
                Issue.record("\(pair.session.standing)")
                continue
            }
        }
    }

    @Test("the same seed is the same carrier")
    func seeded() {
        func outcome() -> [ProviderEvent] {
            var pair = started(CarrierConduct.Preset.real.conduct)
            pair.waiting = Self.batch(200)
            pair.run(.minutes(5))
            return pair.events
        }
        #expect(outcome() == outcome())
    }
}
