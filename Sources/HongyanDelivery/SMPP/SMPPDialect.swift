internal import HongyanCore

/// SMPP 3.4 as a client speaks it.
struct SMPPDialect: LinkDialect {
    let channel: ChannelID
    let link: CarrierLink
    let password: String
    private let encoding: SMPPEncoding
    private var joiner = ReplyJoiner()

    init(channel: ChannelID, link: CarrierLink, password: String) {
        self.channel = channel
        self.link = link
        self.password = password
        encoding = SMPPEncoding(link: link)
    }

    var wire: WireProtocol { SMPP.wire }

    func login(
        _ role: LinkRole, sequence: UInt32, at now: Timestamp
    ) throws(WireMisfit) -> [UInt8] {
        let name = "bind_\(role.rawValue)"
        guard let layout = SMPP.wire.layout(named: name) else {
            throw WireMisfit(layout: name, field: "", reason: .kind)
        }
        var packet = WirePacket(empty: layout, sequence: sequence)
        packet.set("system_id", link.systemID)
        packet.set("password", password)
        packet.set("system_type", link.systemType)
        packet.set("interface_version", 0x34)
        return try SMPP.wire.write(packet)
    }

    func parts(of submission: Submission) -> [EncodedPart]? {
        // One reference for all parts of a message, also when a part goes again.
        encoding.parts(
            of: submission.text, reference: UInt8(truncatingIfNeeded: submission.id.low))
    }

    func packet(
        _ part: EncodedPart, of submission: Submission, sequence: UInt32
    ) throws(WireMisfit) -> [UInt8] {
        try encoding.packet(part, of: submission, sequence: sequence)
    }

    func enquiry(sequence: UInt32) -> [UInt8]? { SMPP.bare("enquire_link", sequence) }

    func goodbye(sequence: UInt32) -> [UInt8]? { SMPP.bare("unbind", sequence) }

    mutating func hear(_ packet: WirePacket, at now: Timestamp) -> LinkWord {
        let sequence = packet.sequence
        switch packet.layout.name {
        case "bind_transceiver_resp", "bind_transmitter_resp", "bind_receiver_resp":
            return Self.welcome(packet)
        case "submit_sm_resp", "data_sm_resp": return Self.answer(packet)
        case "generic_nack":
            let status = SMPPStatus(packet.status)
            return .nack(sequence, code: status.name, status.failure)
        case "deliver_sm", "data_sm": return delivery(packet, at: now)
        case "enquire_link": return .reply(SMPP.response(to: sequence, packet.layout, status: 0))
        case "unbind":
            return .goodbye(answer: SMPP.response(to: sequence, packet.layout, status: 0))
        case "unbind_resp": return .farewell
        case "enquire_link_resp", "deliver_sm_resp", "alert_notification", "outbind":
            return .nothing
        default:
            return packet.layout.command & SMPP.responseBit == 0
                ? .reply(SMPP.nack(sequence, SMPPStatus.invalidCommand)) : .nothing
        }
    }

    mutating func hear(_ fault: WireFault, _ octets: ArraySlice<UInt8>) -> LinkWord {
        switch fault {
        case .length: return .nothing
        case .command(let command, let sequence):
            return command & SMPP.responseBit == 0
                ? .reply(SMPP.nack(sequence, SMPPStatus.invalidCommand)) : .nothing
        case .body(let name, _, let sequence):
            guard let layout = SMPP.wire.layout(named: name) else { return .nothing }
            guard layout.command & SMPP.responseBit != 0 else {
                return .reply(
                    SMPP.response(to: sequence, layout, status: SMPPStatus.invalidLength))
            }
            // The head of an answer says enough.
            var reader = OctetReader(octets.dropFirst(8))
            let status = UInt32(reader.number(4) ?? 0)
            let head = WirePacket(layout, status: status, sequence: sequence, values: [])
            return name.hasPrefix("bind") ? Self.welcome(head) : Self.answer(head)
        }
    }

    mutating func expired(at now: Timestamp) -> [ProviderEvent] {
        joiner.expired(channel: channel, at: now)
    }

    private static func welcome(_ packet: WirePacket) -> LinkWord {
        packet.status == 0
            ? .welcome(packet.sequence)
            : .rejection(
                packet.sequence, reason: "bind refused: \(SMPPStatus(packet.status).name)")
    }

    private static func answer(_ packet: WirePacket) -> LinkWord {
        guard packet.status == 0 else {
            let status = SMPPStatus(packet.status)
            return .answer(packet.sequence, .refused(code: status.name, status.failure))
        }
        let id = SMPPReceiptIDStyle.key(ofResponse: packet.text("message_id"))
        return .answer(packet.sequence, .accepted(id: id))
    }

    private mutating func delivery(_ packet: WirePacket, at now: Timestamp) -> LinkWord {
        let read = SMPPDelivery(packet, link: link, channel: channel, at: now, joiner: &joiner)
        let taken = SMPP.response(to: packet.sequence, packet.layout, status: read.status)
        guard let event = read.event else { return .reply(taken) }
        return .delivery(
            event, taken: taken,
            busy: SMPP.response(to: packet.sequence, packet.layout, status: SMPPStatus.queueFull))
    }
}

extension SMPP {
    /// The answer to a request, its fields empty: a `message_id` in answers to deliveries is NUL
    /// (§4.6.2).
    static func response(to sequence: UInt32, _ request: WireLayout, status: UInt32) -> [UInt8]? {
        guard let layout = wire.layout(command: request.command | responseBit) else { return nil }
        var packet = WirePacket(empty: layout, sequence: sequence)
        packet.status = status
        return try? wire.write(packet)
    }

    /// A packet without a body.
    static func bare(_ name: String, _ sequence: UInt32) -> [UInt8]? {
        guard let layout = wire.layout(named: name) else { return nil }
        return try? wire.write(WirePacket(layout, sequence: sequence, values: []))
    }

    static func nack(_ sequence: UInt32, _ status: UInt32) -> [UInt8]? {
        guard let layout = wire.layout(named: "generic_nack") else { return nil }
        return try? wire.write(WirePacket(layout, status: status, sequence: sequence, values: []))
    }
}
