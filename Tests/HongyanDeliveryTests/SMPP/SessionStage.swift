import HongyanCore

@testable import HongyanDelivery

/// A session with nobody at the other end: what it sends is read, what it shall hear is written.
struct SessionStage {
    static let start = Timestamp(seconds: 1_790_000_000)

    var session: LinkSession
    var now = SessionStage.start
    /// What it sent and nobody has looked at yet.
    var sent: [WirePacket] = []
    var connects = 0
    var closes = 0

    init(
        role: LinkRole = .transceiver,
        _ change: (inout CarrierLink) -> Void = { _ in }
    ) {
        var link = CarrierLink(host: "smsc", port: 2775, systemID: "hongyan", window: 10)
        change(&link)
        session = LinkSession(
            channel: "main", link: link, role: role,
            dialect: SMPPDialect(channel: "main", link: link, password: "secret"))
    }

    /// One whose bind was accepted.
    static func bound(
        role: LinkRole = .transceiver,
        _ change: (inout CarrierLink) -> Void = { _ in }
    ) -> SessionStage {
        var stage = SessionStage(role: role, change)
        stage.run { $0.start(at: $1) }
        stage.run { $0.connected(at: $1) }
        stage.answer(stage.sent.removeFirst(), ["system_id": "SMSC"])
        return stage
    }

    mutating func run(_ body: (inout LinkSession, Timestamp) -> [LinkAction]) {
        for action in body(&session, now) {
            switch action {
            case .connect: connects += 1
            case .close: closes += 1
            case .wake: break
            case .send(let octets):
                if let packet = try? SMPP.wire.read(octets[...]) { sent.append(packet) }
            }
        }
    }

    mutating func wait(_ span: Span) {
        now = now + span
        run { $0.tick(at: $1) }
    }

    mutating func submit(_ batch: [Submission]) { run { $0.submit(batch, at: $1) } }

    mutating func hear(_ octets: [UInt8]) { run { $0.received(octets, at: $1) } }

    mutating func hear(_ packet: WirePacket) {
        if let octets = try? SMPP.wire.write(packet) { hear(octets) }
    }

    /// The answer to a request.
    mutating func answer(
        _ request: WirePacket, _ fields: [String: String] = [:], status: UInt32 = 0
    ) {
        let command = request.layout.command | 0x8000_0000
        guard let layout = SMPP.wire.layout(command: command) else { return }
        var packet = WirePacket(empty: layout, sequence: request.sequence)
        packet.status = status
        for (name, text) in fields { packet.set(name, text) }
        hear(packet)
    }

    mutating func accept(_ request: WirePacket, as id: String) {
        answer(request, ["message_id": id])
    }

    /// A `deliver_sm`.
    static func deliver(
        _ text: String, sequence: UInt32 = 900, esmClass: UInt64 = 0x04,
        from source: String = "8613800000000", dataCoding: UInt64 = 0,
        parameters: [WireParameter] = []
    ) -> WirePacket {
        deliver(
            content: dataCoding == 8 ? UCS2.encode(text) : Array(text.utf8), sequence: sequence,
            esmClass: esmClass, from: source, dataCoding: dataCoding, parameters: parameters)
    }

    static func deliver(
        content: [UInt8], sequence: UInt32 = 900, esmClass: UInt64,
        from source: String = "8613800000000", dataCoding: UInt64,
        parameters: [WireParameter] = []
    ) -> WirePacket {
        var packet = WirePacket(
            empty: SMPP.wire.layout(named: "deliver_sm")!, sequence: sequence)
        packet.set("source_addr", source)
        packet.set("destination_addr", "1069")
        packet.set("esm_class", esmClass)
        packet.set("data_coding", dataCoding)
        packet["short_message"] = .bytes(content)
        packet.parameters = parameters
        return packet
    }

    /// All events up to now, kept for good.
    mutating func events() -> [ProviderEvent] {
        let events = session.poll(through: now)
        run { $0.confirm(at: $1) }
        return events
    }

    /// The requests of a name that it sent; the rest is forgotten.
    mutating func takeSent(_ name: String = "submit_sm") -> [WirePacket] {
        defer { sent = [] }
        return sent.filter { $0.layout.name == name }
    }

    static func submission(
        _ index: Int, _ text: String = "【云杉商城】您好", attempt: Int = 1
    ) -> Submission {
        Submission(
            id: Digest(hashing: ["s", String(index), String(attempt)]),
            message: Digest(hashing: ["m", String(index)]), attempt: attempt,
            number: PhoneNumber(e164: "+86138" + String(10_000_000 + index)), text: text,
            parts: PartCount.parts(in: text), purpose: .marketing)
    }

    /// Three parts of UCS-2.
    static let longText = String(repeating: "会员日全场八折，", count: 20)
}

extension ProviderEvent {
    var response: (submission: Digest, response: Response)? {
        if case .response(let id, let response, _) = self { (id, response) } else { nil }
    }
    var receipt: Receipt? { if case .receipt(let receipt) = self { receipt } else { nil } }
    var reply: Reply? { if case .reply(let reply) = self { reply } else { nil } }
}
