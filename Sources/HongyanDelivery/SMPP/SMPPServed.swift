internal import HongyanCore

/// SMPP 3.4 as an SMSC speaks it.
struct SMPPServed: ServedDialect {
    var wire: WireProtocol { SMPP.wire }

    func request(_ packet: WirePacket) -> ServedRequest {
        let sequence = packet.sequence
        switch packet.layout.name {
        case "bind_transceiver", "bind_transmitter", "bind_receiver": return .login(packet)
        case "submit_sm": return .submit(packet)
        case "deliver_sm_resp":
            return .delivered(sequence: sequence, isTaken: packet.status == 0)
        case "enquire_link": return .answer(SMPP.response(to: sequence, packet.layout, status: 0))
        case "unbind": return .goodbye(SMPP.response(to: sequence, packet.layout, status: 0))
        case "unbind_resp": return .goodbye(nil)
        default:
            return packet.layout.command & SMPP.responseBit == 0
                ? .answer(SMPP.nack(sequence, SMPPStatus.invalidCommand)) : .nothing
        }
    }

    func request(_ fault: WireFault) -> ServedRequest {
        switch fault {
        case .length: return .broken
        case .command(_, let sequence):
            return .answer(SMPP.nack(sequence, SMPPStatus.invalidCommand))
        case .body(let name, _, let sequence):
            guard let layout = SMPP.wire.layout(named: name),
                layout.command & SMPP.responseBit == 0
            else { return .nothing }
            return .answer(SMPP.response(to: sequence, layout, status: SMPPStatus.invalidLength))
        }
    }

    func login(_ packet: WirePacket, _ passwords: [String: String]) -> ServedLogin {
        let systemID = packet.text("system_id")
        if !passwords.isEmpty {
            guard let expected = passwords[systemID] else {
                return refused(packet, SMPPStatus.invalidSystemID)
            }
            guard expected == packet.text("password") else {
                return refused(packet, SMPPStatus.invalidPassword)
            }
        }
        let command = packet.layout.command | SMPP.responseBit
        guard let layout = SMPP.wire.layout(command: command) else { return .refused(answer: nil) }
        var answer = WirePacket(empty: layout, sequence: packet.sequence)
        answer.set("system_id", "hongyan")
        answer.parameters = [WireParameter(tag: SMPP.Tag.scInterfaceVersion, value: [0x34])]
        return .accepted(
            account: systemID, canSend: packet.layout.name != "bind_receiver",
            canReceive: packet.layout.name != "bind_transmitter",
            answer: try? SMPP.wire.write(answer))
    }

    private func refused(_ packet: WirePacket, _ status: UInt32) -> ServedLogin {
        .refused(answer: SMPP.response(to: packet.sequence, packet.layout, status: status))
    }

    func outOfPlace(_ packet: WirePacket) -> [UInt8]? {
        let status =
            packet.layout.name == "submit_sm"
            ? SMPPStatus.invalidBindStatus : SMPPStatus.alreadyBound
        return SMPP.response(to: packet.sequence, packet.layout, status: status)
    }

    func submission(_ packet: WirePacket) -> ServedSubmission {
        let wish = packet.number("registered_delivery") & 3
        return ServedSubmission(
            destination: packet.text("destination_addr"),
            place: SMPP.concatenation(of: packet),
            wantsReceipt: wish == 1 ? .always : wish == 2 ? .onFailure : .never)
    }

    func id(_ number: Int64, at now: Timestamp) -> ServedID {
        let text = String(number, radix: 16)
        return ServedID(octets: Array(text.utf8), text: text)
    }

    func answer(to packet: WirePacket, _ outcome: ServedOutcome) -> [UInt8]? {
        let command = packet.layout.command | SMPP.responseBit
        guard let layout = SMPP.wire.layout(command: command) else { return nil }
        var answer = WirePacket(layout, sequence: packet.sequence, values: [])
        switch outcome {
        case .taken(let id): answer.values = [.bytes(id.octets)]
        case .throttled: answer.status = SMPPStatus.throttled
        case .badNumber: answer.status = SMPPStatus.invalidDestination
        case .badText: answer.status = SMPPStatus.submitFailed
        }
        return try? SMPP.wire.write(answer)
    }

    func receipts(
        _ receipt: ServedReceipt, isOdd: Bool, _ random: inout RandomStream
    ) -> [(WirePacket, at: Timestamp)] {
        let writer = SMPPReceiptWriter(
            packet: receipt.packet, id: receipt.id.text, isDelivered: receipt.isDelivered,
            code: receipt.code, submitted: receipt.submitted, done: receipt.done)
        let oddity = isOdd ? SMPPReceiptWriter.Oddity.draw(&random) : nil
        return writer.packets(oddity, early: receipt.submitted)
    }

    func replies(
        to packet: WirePacket, id: ServedID, _ text: String, isLong: Bool
    ) -> [WirePacket] {
        SMPPReceiptWriter.replies(to: packet, text, isLong: isLong)
    }

    var enquiry: WirePacket? {
        SMPP.wire.layout(named: "enquire_link").map { WirePacket($0, sequence: 0, values: []) }
    }
}
