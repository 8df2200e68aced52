public import HongyanCore

/// Turns one submission into the `submit_sm` packets that carry it.
struct SMPPEncoding {
    let link: CarrierLink

    /// GSM 03.38: 140 octets are 160 septets; beside a header of 6 octets 153.
    static let septets = (single: 160, several: 153)
    /// ASCII and Latin-1 travel as 8-bit data: 140 octets, 134 beside a header.
    static let octets = (single: 140, several: 134)
    /// A `message_payload` may be longer than any text.
    static let longestPayload = 64_000

    /// - Parameter reference: Of the concatenation.
    /// - Returns: At least one; nil for a text of more than 255 parts.
    func parts(of text: String, reference: UInt8) -> [EncodedPart]? {
        let (coding, pieces) = pieces(of: text)
        guard pieces.count <= Int(UInt8.max) else { return nil }
        if pieces.count == 1 || link.long == .payload {
            return [EncodedPart(content: pieces.flatMap { $0 }, coding: coding, place: nil)]
        }
        return pieces.enumerated().map { index, piece in
            EncodedPart(
                content: piece, coding: coding,
                place: ConcatenationPart(
                    reference: UInt16(reference), total: UInt8(pieces.count),
                    number: UInt8(index + 1)))
        }
    }

    private func pieces(of text: String) -> (coding: UInt64, pieces: [[UInt8]]) {
        switch link.alphabet {
        case .ucs2: break
        case .gsm:
            if let septets = GSM7.encode(text) { return (0, Self.cut(septets, Self.septets, true)) }
        case .ascii:
            if text.utf8.allSatisfy({ $0 < 0x80 }) {
                return (1, Self.cut(Array(text.utf8), Self.septets, false))
            }
        case .latin1:
            if text.unicodeScalars.allSatisfy({ $0.value < 0x100 }) {
                let octets = text.unicodeScalars.map { UInt8($0.value) }
                return (3, Self.cut(octets, Self.octets, false))
            }
        }
        return (8, PartCount.split(text).map { UCS2.encode($0) })
    }

    /// - Parameter keepsPairs: An escape and the code behind it stay together.
    private static func cut(
        _ octets: [UInt8], _ size: (single: Int, several: Int), _ keepsPairs: Bool
    ) -> [[UInt8]] {
        if octets.count <= size.single { return [octets] }
        var pieces: [[UInt8]] = []
        var start = 0
        while start < octets.count {
            var end = min(start + size.several, octets.count)
            if keepsPairs, end < octets.count, octets[end - 1] == 0x1B { end -= 1 }
            pieces.append(Array(octets[start..<end]))
            start = end
        }
        return pieces
    }

    /// - Throws: ``WireMisfit`` for a content or an address that no packet has room for.
    func packet(
        _ part: EncodedPart, of submission: Submission, sequence: UInt32
    ) throws(WireMisfit) -> [UInt8] {
        guard let layout = SMPP.wire.layout(named: "submit_sm") else {
            throw WireMisfit(layout: "submit_sm", field: "", reason: .kind)
        }
        var packet = WirePacket(empty: layout, sequence: sequence)
        let letters = link.source.utf8.contains { !(0x30...0x39).contains($0) }
        // GSM 03.40: 5 alphanumeric; §5.2.5 and §5.2.6.
        packet.set("source_addr_ton", link.source.isEmpty || !letters ? 0 : 5)
        packet.set("source_addr", link.source)
        packet.set("dest_addr_ton", link.numberForm == .international ? 1 : 2)
        packet.set("dest_addr_npi", 1)
        packet.set("destination_addr", link.digits(of: submission.number))
        packet.set("registered_delivery", 1)
        packet.set("data_coding", part.coding)
        var content = part.content
        if let place = part.place {
            switch link.long {
            case .udh:
                content = place.header + content
                packet.set("esm_class", 0x40)
            case .sar, .payload:
                packet.parameters = [
                    parameter(SMPP.Tag.sarMessageReference, UInt64(place.reference), 2),
                    parameter(SMPP.Tag.sarTotalSegments, UInt64(place.total), 1),
                    parameter(SMPP.Tag.sarSegmentSeqnum, UInt64(place.number), 1),
                ]
            }
        }
        // §5.2.22: up to 254 octets; never both fields.
        if content.count <= 254, link.long != .payload || content.count <= 140 {
            packet["short_message"] = .bytes(content)
        } else {
            guard content.count <= Self.longestPayload else {
                throw WireMisfit(
                    layout: layout.name, field: "message_payload",
                    reason: .tooLong(octets: content.count, max: Self.longestPayload))
            }
            packet.parameters.append(
                WireParameter(tag: SMPP.Tag.messagePayload, value: content))
        }
        return try SMPP.wire.write(packet)
    }

    private func parameter(_ tag: UInt16, _ number: UInt64, _ count: Int) -> WireParameter {
        var value: [UInt8] = []
        OctetWriter.append(number, count: count, to: &value)
        return WireParameter(tag: tag, value: value)
    }
}
