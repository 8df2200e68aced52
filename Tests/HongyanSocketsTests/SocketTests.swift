import HongyanCore
import HongyanDelivery
import HongyanSockets
import Synchronization
import Testing

/// Provider and carrier over a real socket of the loopback; no fixed ports, and no sleeping longer
/// than the far side needs.
@Suite("carriers over sockets", .timeLimit(.minutes(5)))
struct SocketTests {
    /// The machine's time: sockets know no other.
    struct Clock: WallClock {
        func now() -> Timestamp {
            let (seconds, attoseconds) = (ContinuousClock.now - Self.origin).components
            return Timestamp(seconds: 1_790_000_000)
                + Span(milliseconds: seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
        }
        private static let origin = ContinuousClock.now
    }

    struct Stage {
        let server: CarrierServer
        let provider: LinkProvider
        let lines: Lines
        let clock = Clock()

        final class Lines: Sendable {
            private let all = Mutex<[String]>([])
            func add(_ line: String) { all.withLock { $0.append(line) } }
            var count: Int { all.withLock { $0.count } }
        }

        init(
            _ conduct: CarrierConduct, wire: CarrierProtocol = .smpp,
            bind: SMPPBind = .transceiver, passwords: [String: String] = ["shop": "secret"]
        ) async throws {
            let lines = Lines()
            server = CarrierServer(
                carrier: ServedCarrier(wire, conduct: conduct, passwords: passwords, seed: 1),
                clock: Clock(), journal: { lines.add($0) })
            let port = try await server.start(host: "127.0.0.1", port: 0)
            let link = CarrierLink(
                host: "127.0.0.1", port: port, systemID: "shop", bind: bind,
                responseTimeout: .seconds(2))
            let kind: Channel.ProviderKind =
                switch wire {
                case .smpp: .smpp(link)
                case .cmpp2: .cmpp(link, CMPPTerms(version: .two))
                case .cmpp3: .cmpp(link, CMPPTerms(version: .three))
                }
            provider = try #require(
                LinkProvider(channel: "smsc", kind, password: "secret", clock: Clock()))
            self.lines = lines
            provider.start()
        }

        /// Polls until a condition holds, or 20 s have gone by.
        func waits(_ isDone: () -> Bool) async -> Bool {
            for _ in 0..<2_000 {
                if isDone() { return true }
                try? await Task.sleep(for: .milliseconds(10))
            }
            return false
        }

        func end() async throws {
            provider.stop()
            #expect(await waits { provider.isIdle })
            try await server.stop()
        }
    }

    static func submission(_ index: Int) -> Submission {
        Submission(
            id: Digest(hashing: ["s", String(index)]),
            message: Digest(hashing: ["m", String(index)]),
            attempt: 1, number: PhoneNumber(e164: "+86138" + String(10_000_000 + index)),
            text: "【云杉商城】您好", parts: 1, purpose: .marketing)
    }

    /// Hands over as there is room, and gathers what comes until all have a receipt.
    private func run(_ stage: Stage, _ count: Int) async -> [ProviderEvent] {
        var next = 0
        var events: [ProviderEvent] = []
        var receipts = 0
        _ = await stage.waits {
            let now = stage.clock.now()
            let room = min(stage.provider.room(at: now), count - next)
            if room > 0 {
                stage.provider.submit((next..<next + room).map { Self.submission($0) }, at: now)
                next += room
            }
            let polled = stage.provider.poll(through: now)
            for case .receipt in polled { receipts += 1 }
            events += polled
            stage.provider.confirm(at: now)
            return receipts == count
        }
        return events
    }

    @Test(
        "messages leave, answers and receipts come back",
        arguments: [
            (CarrierProtocol.smpp, SMPPBind.transceiver), (.smpp, .separate),
            (.cmpp2, .transceiver), (.cmpp3, .transceiver),
        ])
    func roundTrip(wire: CarrierProtocol, bind: SMPPBind) async throws {
        let stage = try await Stage(CarrierConduct.Preset.calm.conduct, wire: wire, bind: bind)
        let events = await run(stage, 200)
        var accepted: Set<String> = []
        var reported: Set<String> = []
        for event in events {
            if case .response(_, .accepted(let id), _) = event { accepted.insert(id) }
            if case .receipt(let receipt) = event { reported.insert(receipt.providerID) }
        }
        #expect(accepted.count == 200 && reported == accepted)
        #expect(stage.server.counts.taken == 200 && stage.lines.count == 200)
        #expect(stage.server.counts.binds == (bind == .separate ? 2 : 1))
        #expect(await stage.waits { stage.server.counts.delivered == 200 })
        try await stage.end()
    }

    @Test(
        "dropped connections come back by themselves, and nothing is handed over twice",
        arguments: [CarrierProtocol.smpp, .cmpp3])
    func drops(wire: CarrierProtocol) async throws {
        let stage = try await Stage(CarrierConduct.Preset.calm.conduct, wire: wire)
        var next = 0
        var settled: Set<Digest> = []
        var drops = 0
        let isDone = await stage.waits {
            let now = stage.clock.now()
            let room = min(stage.provider.room(at: now), 60 - next)
            if room > 0 {
                stage.provider.submit((next..<next + room).map { Self.submission($0) }, at: now)
                next += room
                if drops < 3 {
                    drops += 1
                    stage.server.dropConnections()
                }
            }
            for case .response(let id, _, _) in stage.provider.poll(through: now) {
                settled.insert(id)
            }
            stage.provider.confirm(at: now)
            return settled.count == 60
        }
        #expect(isDone, "\(settled.count) of 60 were answered or told as unknown")
        #expect(stage.server.counts.binds == 4)
        #expect(stage.lines.count <= 60)
        try await stage.end()
    }

    @Test("nobody there, and an account that is refused, are told with the reason")
    func refused() async throws {
        let stage = try await Stage(CarrierConduct(), passwords: ["shop": "other"])
        let isTold = await stage.waits {
            if case .waiting("bind refused: RINVPASWD", _) = stage.provider.standings[0].standing {
                true
            } else {
                false
            }
        }
        #expect(isTold, "\(stage.provider.standings)")
        try await stage.server.stop()
        stage.provider.stop()

        // Port 1 of the loopback: nobody listens there.
        let link = CarrierLink(host: "127.0.0.1", port: 1, systemID: "shop")
        let nobody = try #require(
            LinkProvider(channel: "smsc", .smpp(link), password: "", clock: Clock()))
        nobody.start()
        let hasFailed = await stage.waits {
            if case .waiting(let reason, _) = nobody.standings[0].standing {
                return reason.hasPrefix("cannot connect")
            }
            return false
        }
        #expect(hasFailed, "\(nobody.standings)")
        nobody.stop()
    }
}
