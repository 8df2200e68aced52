/// Which part of a long message a packet carries.
public struct ConcatenationPart: Hashable, Sendable {
    public let reference: UInt16
    public let total: UInt8
    /// From 1.
    public let number: UInt8
    public init(reference: UInt16, total: UInt8, number: UInt8) {
        self.reference = reference
        self.total = total
        self.number = number
    }

    /// The header of 3GPP TS 23.040 §9.2.3.24.1: `05 00 03 RR TT SS`, the reference in 8 bits.
    public var header: [UInt8] { [5, 0, 3, UInt8(truncatingIfNeeded: reference), total, number] }

    /// Splits a content that begins with a user data header.
    /// - Returns: The part, nil when the header tells of none, and the octets behind the header;
    ///   nil when the header runs beyond the content.
    public static func split(
        _ content: [UInt8]
    ) -> (part: ConcatenationPart?, text: ArraySlice<UInt8>)? {
        guard let length = content.first, content.count > Int(length) else { return nil }
        let end = 1 + Int(length)
        var part: ConcatenationPart?
        var index = 1
        while index + 1 < end {
            let (element, size) = (content[index], Int(content[index + 1]))
            guard index + 2 + size <= end else { break }
            let data = content[(index + 2)..<(index + 2 + size)]
            let at = data.startIndex
            switch (element, size) {
            case (0x00, 3):
                part = part ?? .valid(UInt16(data[at]), data[at + 1], data[at + 2])
            case (0x08, 4):
                let reference = UInt16(data[at]) << 8 | UInt16(data[at + 1])
                part = part ?? .valid(reference, data[at + 2], data[at + 3])
            default: break
            }
            index += 2 + size
        }
        return (part, content[end...])
    }

    private static func valid(
        _ reference: UInt16, _ total: UInt8, _ number: UInt8
    ) -> ConcatenationPart? {
        guard number >= 1, number <= total else { return nil }
        return ConcatenationPart(reference: reference, total: total, number: number)
    }
}

extension SMPP {
    /// By the header, else by `sar_*`; clients send both, against the text, and mean the same.
    public static func concatenation(of packet: WirePacket) -> ConcatenationPart? {
        let content = packet.parameter(Tag.messagePayload) ?? packet.bytes("short_message")
        if packet.number("esm_class") & 0x40 != 0, let part = ConcatenationPart.split(content)?.part
        {
            return part
        }
        guard let reference = packet.parameter(Tag.sarMessageReference), reference.count == 2,
            let total = packet.parameter(Tag.sarTotalSegments)?.first,
            let number = packet.parameter(Tag.sarSegmentSeqnum)?.first, number >= 1, number <= total
        else { return nil }
        return ConcatenationPart(
            reference: UInt16(reference[0]) << 8 | UInt16(reference[1]), total: total,
            number: number)
    }
}
