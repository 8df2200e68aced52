public import HongyanCore

/// The SMSC's end of one connection: reads packets, keeps the bind, answers what needs no thought.
/// What a client submits is handed up to ``SMPPCarrier``.
struct SMPPServerSession: Sendable {
    /// What came that the carrier must decide.
    enum Request {
        case bind(WirePacket, systemID: String, password: String)
        case submit(WirePacket)
        /// The client has a delivery.
        case delivered(sequence: UInt32, status: UInt32)
    }

    /// The account, once bound.
    var account: String?
    var canSend = false
    var canReceive = false
    private(set) var isClosed = false
    private(set) var output: [[UInt8]] = []
    private var stream: [UInt8] = []
    private var sequence: UInt32 = 0
    private(set) var lastHeard: Timestamp

    init(at now: Timestamp) { lastHeard = now }

    mutating func received(_ octets: [UInt8], at now: Timestamp) -> [Request] {
        guard !isClosed else { return [] }
        lastHeard = now
        stream += octets
        var requests: [Request] = []
        var start = 0
        do throws(WireFault) {
            while !isClosed, case .packet(let count) = try SMPP.wire.frame(stream[start...]) {
                take(stream[start..<start + count], into: &requests)
                start += count
            }
            stream.removeFirst(start)
        } catch {
            isClosed = true
        }
        return requests
    }

    private mutating func take(_ octets: ArraySlice<UInt8>, into requests: inout [Request]) {
        let packet: WirePacket
        do throws(WireFault) {
            packet = try SMPP.wire.read(octets)
        } catch {
            switch error {
            case .length: isClosed = true
            case .command(_, let sequence): nack(sequence, SMPPStatus.invalidCommand)
            case .body(let name, _, let sequence):
                guard let layout = SMPP.wire.layout(named: name),
                    layout.command & SMPP.responseBit == 0
                else { return }
                answer(sequence, layout, status: SMPPStatus.invalidLength)
            }
            return
        }
        switch packet.layout.name {
        case "bind_transceiver", "bind_transmitter", "bind_receiver":
            guard account == nil else {
                return answer(packet.sequence, packet.layout, status: SMPPStatus.alreadyBound)
            }
            requests.append(
                .bind(
                    packet, systemID: packet.text("system_id"), password: packet.text("password")))
        case "submit_sm":
            guard account != nil, canSend else {
                return answer(packet.sequence, packet.layout, status: SMPPStatus.invalidBindStatus)
            }
            requests.append(.submit(packet))
        case "deliver_sm_resp":
            requests.append(.delivered(sequence: packet.sequence, status: packet.status))
        case "enquire_link": answer(packet.sequence, packet.layout, status: 0)
        case "unbind":
            answer(packet.sequence, packet.layout, status: 0)
            isClosed = true
        case "unbind_resp": isClosed = true
        default:
            if packet.layout.command & SMPP.responseBit == 0 {
                nack(packet.sequence, SMPPStatus.invalidCommand)
            }
        }
    }

    mutating func bound(_ request: WirePacket, as systemID: String) {
        account = systemID
        canSend = request.layout.name != "bind_receiver"
        canReceive = request.layout.name != "bind_transmitter"
        let command = request.layout.command | SMPP.responseBit
        guard let layout = SMPP.wire.layout(command: command) else { return }
        var packet = WirePacket(empty: layout, sequence: request.sequence)
        packet.set("system_id", "hongyan")
        packet.parameters = [WireParameter(tag: SMPP.Tag.scInterfaceVersion, value: [0x34])]
        send(packet)
    }

    mutating func refuseBind(_ request: WirePacket, status: UInt32) {
        answer(request.sequence, request.layout, status: status)
        isClosed = true
    }

    mutating func answer(_ sequence: UInt32, _ layout: WireLayout, status: UInt32) {
        if let octets = SMPP.response(to: sequence, layout, status: status) {
            output.append(octets)
        }
    }

    /// - Returns: The sequence number it went out under.
    mutating func deliver(_ packet: WirePacket) -> UInt32 {
        var packet = packet
        sequence = sequence >= 0x7FFF_FFFF ? 1 : sequence + 1
        packet.sequence = sequence
        send(packet)
        return sequence
    }

    mutating func send(_ packet: WirePacket) {
        if let octets = try? SMPP.wire.write(packet) { output.append(octets) }
    }

    mutating func close() { isClosed = true }

    mutating func takeOutput() -> [[UInt8]] {
        defer { output = [] }
        return output
    }

    private mutating func nack(_ sequence: UInt32, _ status: UInt32) {
        if let octets = SMPP.nack(sequence, status) { output.append(octets) }
    }
}
