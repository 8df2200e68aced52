internal import HongyanCore

/// CMPP as a gateway speaks it.
struct CMPPServed: ServedDialect {
    let isThree: Bool

    var wire: WireProtocol { isThree ? CMPP.wire3 : CMPP.wire2 }

    func request(_ packet: WirePacket) -> ServedRequest {
        let sequence = packet.sequence
        switch packet.layout.name {
        case "CMPP_CONNECT": return .login(packet)
        case "CMPP_SUBMIT": return .submit(packet)
        case "CMPP_DELIVER_RESP":
            return .delivered(sequence: sequence, isTaken: packet.number("Result") == 0)
        case "CMPP_ACTIVE_TEST": return .answer(bare("CMPP_ACTIVE_TEST_RESP", sequence))
        case "CMPP_TERMINATE": return .goodbye(bare("CMPP_TERMINATE_RESP", sequence))
        case "CMPP_TERMINATE_RESP": return .goodbye(nil)
        default: return .nothing
        }
    }

    func request(_ fault: WireFault) -> ServedRequest {
        switch fault {
        case .length: return .broken
        case .command: return .nothing
        case .body("CMPP_SUBMIT", _, let sequence):
            return .answer(submitted(sequence, [], CMPPResult.structure))
        case .body: return .nothing
        }
    }

    func login(_ packet: WirePacket, _ passwords: [String: String]) -> ServedLogin {
        let proof = packet.bytes("AuthenticatorSource")
        let spID = packet.text("Source_Addr")
        guard packet.number("Version") >> 4 == (isThree ? 3 : 2) else {
            return .refused(answer: connected(packet, 4, nil))
        }
        let secret = passwords[spID] ?? ""
        if !passwords.isEmpty {
            guard passwords[spID] != nil else {
                return .refused(answer: connected(packet, 2, nil))
            }
            let timestamp = UInt32(truncatingIfNeeded: packet.number("Timestamp"))
            guard proof == CMPPLogin.client(spID: spID, secret: secret, timestamp: timestamp)
            else { return .refused(answer: connected(packet, 3, nil)) }
        }
        let own = CMPPLogin.gateway(
            status: 0, octets: isThree ? 4 : 1, proof: proof, secret: secret)
        return .accepted(
            account: spID, canSend: true, canReceive: true, answer: connected(packet, 0, own))
    }

    private func connected(_ packet: WirePacket, _ status: UInt64, _ proof: [UInt8]?) -> [UInt8]? {
        guard var answer = empty("CMPP_CONNECT_RESP", packet.sequence) else { return nil }
        answer.set("Status", status)
        if let proof { answer["AuthenticatorISMG"] = .bytes(proof) }
        answer.set("Version", isThree ? 0x30 : 0x20)
        return try? wire.write(answer)
    }

    func outOfPlace(_ packet: WirePacket) -> [UInt8]? {
        packet.layout.name == "CMPP_SUBMIT"
            ? submitted(packet.sequence, [], 2) : connected(packet, 1, nil)
    }

    func submission(_ packet: WirePacket) -> ServedSubmission {
        var destination = ""
        if case .list(let numbers)? = packet["Dest_terminal_Id"], numbers.count == 1 {
            destination = WirePacket.text(numbers[0])
        }
        let place =
            packet.number("TP_udhi") == 0
            ? nil : ConcatenationPart.split(packet.bytes("Msg_Content"))?.part
        return ServedSubmission(
            destination: destination, place: place,
            wantsReceipt: packet.number("Registered_Delivery") == 1 ? .always : .never)
    }

    /// Month, day, hour, minute and second, 22 bits of gateway, 16 of a number that wraps (§7.4.3).
    func id(_ number: Int64, at now: Timestamp) -> ServedID {
        let (day, millisecond) = Zone.china.split(now)
        let second = UInt64(millisecond / 1_000)
        let date = UInt64(day.fields.month) << 5 | UInt64(day.fields.day)
        let clock = second / 3_600 << 12 | second / 60 % 60 << 6 | second % 60
        let bits =
            (date << 17 | clock) << 38 | UInt64(101_069) << 16
            | UInt64(truncatingIfNeeded: number) & 0xFFFF
        var octets: [UInt8] = []
        OctetWriter.append(bits, count: 8, to: &octets)
        return ServedID(octets: octets, text: CMPP.id(octets))
    }

    func answer(to packet: WirePacket, _ outcome: ServedOutcome) -> [UInt8]? {
        switch outcome {
        case .taken(let id): submitted(packet.sequence, id.octets, 0)
        case .throttled: submitted(packet.sequence, [], CMPPResult.throttled)
        case .badNumber: submitted(packet.sequence, [], CMPPResult.destination)
        case .badText: submitted(packet.sequence, [], CMPPResult.structure)
        }
    }

    private func submitted(_ sequence: UInt32, _ id: [UInt8], _ result: UInt64) -> [UInt8]? {
        guard var answer = empty("CMPP_SUBMIT_RESP", sequence) else { return nil }
        if !id.isEmpty { answer["Msg_Id"] = .bytes(id) }
        answer.set("Result", result)
        return try? wire.write(answer)
    }

    // MARK: Receipts and replies

    private enum Oddity: CaseIterable { case early, twice, intermediate, short, broken }

    func receipts(
        _ receipt: ServedReceipt, isOdd: Bool, _ random: inout RandomStream
    ) -> [(WirePacket, at: Timestamp)] {
        let oddity = isOdd ? Oddity.allCases[random.below(Oddity.allCases.count)] : nil
        let stat = receipt.isDelivered ? "DELIVRD" : receipt.code
        let usual = report(receipt, stat, isThree)
        let early = receipt.submitted
        switch oddity {
        case nil: return [(usual, receipt.done)]
        case .early: return [(usual, early)]
        case .twice: return [(usual, receipt.done), (usual, receipt.done + .seconds(1))]
        case .intermediate:
            let first = report(receipt, "ACCEPTD", isThree)
            return [(first, early + Span(milliseconds: 50)), (usual, receipt.done)]
        case .short: return [(report(receipt, stat, false), receipt.done)]
        case .broken:
            var bare = usual
            bare["Msg_Content"] = .bytes(Array(usual.bytes("Msg_Content").prefix(35)))
            return [(bare, receipt.done)]
        }
    }

    private func report(_ receipt: ServedReceipt, _ stat: String, _ isWide: Bool) -> WirePacket {
        var packet = deliver(about: receipt.packet, mask: 0x80, receipt.id)
        packet.set("Registered_Delivery", 1)
        let destination = submission(receipt.packet).destination
        packet["Msg_Content"] = .bytes(
            CMPPReport.written(
                id: receipt.id.octets, stat: stat, submitTime: Self.minute(receipt.submitted),
                doneTime: Self.minute(receipt.done), destination: destination, sequence: 0,
                isThree: isWide))
        return packet
    }

    /// `YYMMDDhhmm`.
    private static func minute(_ moment: Timestamp) -> String {
        let (day, millisecond) = Zone.china.split(moment)
        let fields = day.fields
        let minute = Int(millisecond / 60_000)
        return [Int(fields.year) % 100, fields.month, fields.day, minute / 60, minute % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    }

    func replies(
        to packet: WirePacket, id: ServedID, _ text: String, isLong: Bool
    ) -> [WirePacket] {
        guard isLong else {
            var reply = deliver(about: packet, mask: 0x40, id)
            reply.set("Msg_Fmt", 8)
            reply["Msg_Content"] = .bytes(UCS2.encode(text))
            return [reply]
        }
        let units = UCS2.encode(text + String(repeating: "，谢谢", count: 25))
        return [units.prefix(134), units.dropFirst(134)].enumerated().map { index, piece in
            var reply = deliver(about: packet, mask: UInt8(index + 1) << 4, id)
            reply.set("Msg_Fmt", 8)
            reply.set("TP_udhi", 1)
            let place = ConcatenationPart(reference: 7, total: 2, number: UInt8(index + 1))
            reply["Msg_Content"] = .bytes(place.header + piece)
            return reply
        }
    }

    /// - Parameter mask: Makes an id of its own from that of the submission.
    private func deliver(about packet: WirePacket, mask: UInt8, _ id: ServedID) -> WirePacket {
        guard var deliver = empty("CMPP_DELIVER", 0) else { return packet }
        var octets = id.octets
        octets[0] ^= mask
        deliver["Msg_Id"] = .bytes(octets)
        deliver["Dest_Id"] = .bytes(packet.bytes("Src_Id"))
        deliver["Service_Id"] = .bytes(packet.bytes("Service_Id"))
        deliver.set("Src_terminal_Id", submission(packet).destination)
        return deliver
    }

    var enquiry: WirePacket? { empty("CMPP_ACTIVE_TEST", 0) }

    private func bare(_ name: String, _ sequence: UInt32) -> [UInt8]? {
        empty(name, sequence).flatMap { try? wire.write($0) }
    }

    private func empty(_ name: String, _ sequence: UInt32) -> WirePacket? {
        wire.layout(named: name).map { WirePacket(empty: $0, sequence: sequence) }
    }
}
