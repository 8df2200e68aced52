internal import HongyanCore

/// CMPP 2.0 and 3.0 as a client speaks it (QB-GF-028-2003 §7).
struct CMPPDialect: LinkDialect {
    let channel: ChannelID
    let link: CarrierLink
    let terms: CMPPTerms
    let secret: String
    private var joiner = ReplyJoiner()
    /// What this connection's login proved.
    private var proof: [UInt8] = []

    init(channel: ChannelID, link: CarrierLink, terms: CMPPTerms, secret: String) {
        self.channel = channel
        self.link = link
        self.terms = terms
        self.secret = secret
    }

    private var isThree: Bool { terms.version == .three }

    var wire: WireProtocol { isThree ? CMPP.wire3 : CMPP.wire2 }

    mutating func login(
        _ role: LinkRole, sequence: UInt32, at now: Timestamp
    ) throws(WireMisfit) -> [UInt8] {
        var packet = try empty("CMPP_CONNECT", sequence)
        let timestamp = CMPPLogin.timestamp(now)
        proof = CMPPLogin.client(spID: link.systemID, secret: secret, timestamp: timestamp)
        packet.set("Source_Addr", link.systemID)
        packet["AuthenticatorSource"] = .bytes(proof)
        packet.set("Version", isThree ? 0x30 : 0x20)
        packet.set("Timestamp", UInt64(timestamp))
        return try wire.write(packet)
    }

    func parts(of submission: Submission) -> [EncodedPart]? {
        let pieces = PartCount.split(submission.text)
        guard pieces.count <= Int(UInt8.max) else { return nil }
        // One reference for all parts of a message, also when a part goes again.
        let reference = UInt16(UInt8(truncatingIfNeeded: submission.id.low))
        return pieces.enumerated().map { index, piece in
            EncodedPart(
                content: UCS2.encode(piece), coding: 8,
                place: pieces.count == 1
                    ? nil
                    : ConcatenationPart(
                        reference: reference, total: UInt8(pieces.count),
                        number: UInt8(index + 1)))
        }
    }

    func packet(
        _ part: EncodedPart, of submission: Submission, sequence: UInt32
    ) throws(WireMisfit) -> [UInt8] {
        var packet = try empty("CMPP_SUBMIT", sequence)
        packet.set("Pk_total", UInt64(part.place?.total ?? 1))
        packet.set("Pk_number", UInt64(part.place?.number ?? 1))
        packet.set("Registered_Delivery", 1)
        packet.set("Msg_level", submission.purpose == .marketing ? 0 : 1)
        packet.set("Service_Id", terms.serviceID)
        // 2: the SP is charged.
        packet.set("Fee_UserType", 2)
        packet.set("TP_udhi", part.place == nil ? 0 : 1)
        packet.set("Msg_Fmt", part.coding)
        packet.set("Msg_src", link.systemID)
        packet.set("FeeType", terms.feeType)
        packet.set("FeeCode", terms.feeCode)
        packet.set("Src_Id", link.source)
        packet["Dest_terminal_Id"] = .list([Array(link.digits(of: submission.number).utf8)])
        packet["Msg_Content"] = .bytes((part.place?.header ?? []) + part.content)
        return try wire.write(packet)
    }

    func enquiry(sequence: UInt32) -> [UInt8]? { bare("CMPP_ACTIVE_TEST", sequence) }

    func goodbye(sequence: UInt32) -> [UInt8]? { bare("CMPP_TERMINATE", sequence) }

    mutating func hear(_ packet: WirePacket, at now: Timestamp) -> LinkWord {
        let sequence = packet.sequence
        switch packet.layout.name {
        case "CMPP_CONNECT_RESP": return welcome(packet)
        case "CMPP_SUBMIT_RESP":
            return answer(sequence, packet.bytes("Msg_Id"), result(packet))
        case "CMPP_DELIVER": return delivery(packet, at: now)
        case "CMPP_ACTIVE_TEST": return .reply(bare("CMPP_ACTIVE_TEST_RESP", sequence))
        case "CMPP_TERMINATE": return .goodbye(answer: bare("CMPP_TERMINATE_RESP", sequence))
        case "CMPP_TERMINATE_RESP": return .farewell
        default: return .nothing
        }
    }

    /// Nothing refuses a command in CMPP; what is not known is passed over.
    mutating func hear(_ fault: WireFault, _ octets: ArraySlice<UInt8>) -> LinkWord {
        guard case .body(let name, _, let sequence) = fault else { return .nothing }
        var reader = OctetReader(octets.dropFirst(wire.head.octets))
        switch name {
        case "CMPP_CONNECT_RESP":
            return .rejection(
                sequence, reason: "the gateway answers in another version of CMPP")
        case "CMPP_SUBMIT_RESP":
            // A result of 1 octet on 3.0.
            guard let id = reader.take(8), let result = reader.number(reader.rest.count) else {
                return .nothing
            }
            return answer(sequence, id, result)
        case "CMPP_DELIVER":
            return .reply(delivered(reader.take(8) ?? [], sequence, CMPPResult.structure))
        default: return .nothing
        }
    }

    mutating func expired(at now: Timestamp) -> [ProviderEvent] {
        joiner.expired(channel: channel, at: now)
    }

    // MARK: What came

    private func welcome(_ packet: WirePacket) -> LinkWord {
        let status = packet.number("Status")
        guard status == 0 else {
            let words = CMPPLogin.words(ofStatus: status)
            return .rejection(packet.sequence, reason: "connect refused: \(words)")
        }
        guard terms.verifiesGateway else { return .welcome(packet.sequence) }
        let given = packet.bytes("AuthenticatorISMG")
        // Whichever width of the status the gateway hashed.
        let isRight = [1, 4].contains { octets in
            given
                == CMPPLogin.gateway(status: 0, octets: octets, proof: proof, secret: secret)
        }
        return isRight
            ? .welcome(packet.sequence)
            : .rejection(
                packet.sequence,
                reason: "the gateway does not prove that it knows the password "
                    + "(verify_gateway: false where it never does)")
    }

    private func answer(_ sequence: UInt32, _ id: [UInt8], _ result: UInt64) -> LinkWord {
        guard result == 0 else {
            let result = CMPPResult(result)
            return .answer(sequence, .refused(code: result.name, result.failure))
        }
        return .answer(sequence, .accepted(id: CMPP.id(id)))
    }

    /// 4 octets also on 2.0, where some gateways answer in 3.0's width.
    private func result(_ packet: WirePacket) -> UInt64 {
        packet.rest.count == 3
            ? packet.rest.reduce(packet.number("Result")) { $0 << 8 | UInt64($1) }
            : packet.number("Result")
    }

    private mutating func delivery(_ packet: WirePacket, at now: Timestamp) -> LinkWord {
        let id = packet.bytes("Msg_Id")
        let taken = delivered(id, packet.sequence, 0)
        let event =
            packet.number("Registered_Delivery") == 1
            ? CMPPReport(packet.bytes("Msg_Content"))?.event(channel: channel, at: now)
            : reply(packet, at: now)
        guard let event else { return .reply(taken) }
        return .delivery(
            event, taken: taken, busy: delivered(id, packet.sequence, CMPPResult.throttled))
    }

    private mutating func reply(_ packet: WirePacket, at now: Timestamp) -> ProviderEvent? {
        guard case .success(let number) = PhoneNumber.read(packet.text("Src_terminal_Id")),
            let text = CMPP.text(of: packet)
        else { return nil }
        let destination = packet.text("Dest_Id")
        let part =
            packet.number("TP_udhi") == 0
            ? nil : ConcatenationPart.split(packet.bytes("Msg_Content"))?.part
        if let part, part.total > 1 {
            return joiner.add(
                part, text, from: number, to: destination, channel: channel, at: now)
        }
        let id = packet.bytes("Msg_Id")
        guard id.contains(where: { $0 != 0 }) else {
            return .reply(
                ReplyIdentity.reply(
                    from: number, to: destination, text, channel: channel, at: now))
        }
        // Delivered again it has the same id.
        return .reply(
            Reply(
                id: "mo-\(channel.rawValue)-\(CMPP.id(id))", channel: channel, number: number,
                text: text, at: now))
    }

    // MARK: Packets

    private func delivered(_ id: [UInt8], _ sequence: UInt32, _ result: UInt64) -> [UInt8]? {
        guard var packet = try? empty("CMPP_DELIVER_RESP", sequence), id.count == 8
        else { return nil }
        packet["Msg_Id"] = .bytes(id)
        packet.set("Result", result)
        return try? wire.write(packet)
    }

    /// All fields 0, which is right for those that have any.
    private func bare(_ name: String, _ sequence: UInt32) -> [UInt8]? {
        (try? empty(name, sequence)).flatMap { try? wire.write($0) }
    }

    private func empty(_ name: String, _ sequence: UInt32) throws(WireMisfit) -> WirePacket {
        guard let layout = wire.layout(named: name) else {
            throw WireMisfit(layout: name, field: "", reason: .kind)
        }
        return WirePacket(empty: layout, sequence: sequence)
    }
}

extension CMPP {
    /// 16 digits: ids are compared as they are, whatever a gateway puts into them.
    static func id(_ octets: [UInt8]) -> String { WireJSON.hex(octets) }
}

extension CMPPReport {
    /// Only final words count: `ACCEPTD` is under way, and `UNKNOWN` says nothing.
    func event(channel: ChannelID, at now: Timestamp) -> ProviderEvent? {
        switch stat {
        case "ACCEPTD", "ENROUTE", "UNKNOWN", "": return nil
        default: break
        }
        return .receipt(
            Receipt(
                channel: channel, providerID: CMPP.id(messageID),
                outcome: stat == "DELIVRD" ? .delivered : .failed, code: stat, at: now))
    }
}

extension CarrierLink {
    /// A number as the far side wants it.
    func digits(of number: PhoneNumber) -> String {
        let plain = number.e164.drop { $0 == "+" }
        guard numberForm == .national, plain.hasPrefix("86") else { return String(plain) }
        return String(plain.dropFirst(2))
    }
}
