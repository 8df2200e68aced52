import HongyanCore

@testable import HongyanDelivery

/// Both ends and the wire.
struct CarrierPair {
    var session: LinkSession
    var carrier: ServedCarrier
    var now = SessionStage.start
    var connection = 0
    var isOpen = false
    var took: [String] = []
    var events: [ProviderEvent] = []
    var waiting: [Submission] = []

    init(
        _ wire: CarrierProtocol = .smpp, _ conduct: CarrierConduct,
        passwords: [String: String] = ["901234": "secret"], window: Int = 10,
        password: String = "secret"
    ) {
        var link = CarrierLink(
            host: "smsc", port: 2775, systemID: "901234", source: "10690000", window: window)
        link.responseTimeout = .seconds(10)
        let provider: Channel.ProviderKind =
            switch wire {
            case .smpp: .smpp(link)
            case .cmpp2: .cmpp(link, CMPPTerms(version: .two))
            case .cmpp3: .cmpp(link, CMPPTerms(version: .three))
            }
        session = LinkSession.all(of: "main", provider, password: password)[0]
        carrier = ServedCarrier(wire, conduct: conduct, passwords: passwords, seed: 1)
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

    mutating func perform(_ actions: [ServedCarrier.Action]) {
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
