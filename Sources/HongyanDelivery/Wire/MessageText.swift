extension SMPP {
    /// The text of a `submit_sm`, `deliver_sm` or `data_sm`, without its user data header; nil for
    /// binary content or a header that runs beyond it.
    public static func text(of packet: WirePacket) -> String? {
        guard packet.layout.index(of: "data_coding") != nil, !packet.values.isEmpty
        else { return nil }
        let content = packet.parameter(Tag.messagePayload) ?? packet.bytes("short_message")
        guard let body = behindHeader(content, packet.number("esm_class") & 0x40 != 0)
        else { return nil }
        switch packet.number("data_coding") {
        case 0x00: return GSM7.decode(Array(body))
        case 0x01, 0x03: return WirePacket.text(Array(body))
        case 0x08, 0x18, 0x19: return UCS2.decode(body)
        default: return nil
        }
    }

    static func behindHeader(_ content: [UInt8], _ hasHeader: Bool) -> ArraySlice<UInt8>? {
        hasHeader ? ConcatenationPart.split(content)?.text : content[...]
    }
}

extension CMPP {
    /// The text of a `CMPP_SUBMIT` or `CMPP_DELIVER` of format 0, 8 or 15; nil for other formats
    /// and for reports.
    public static func text(of packet: WirePacket) -> String? {
        guard packet.layout.index(of: "Msg_Fmt") != nil, !packet.values.isEmpty,
            !packet.layout.name.hasSuffix("DELIVER") || packet.number("Registered_Delivery") == 0,
            let body = SMPP.behindHeader(
                packet.bytes("Msg_Content"),
                packet.number("TP_udhi") != 0)
        else { return nil }
        switch packet.number("Msg_Fmt") {
        case 0: return WirePacket.text(Array(body))
        case 8: return UCS2.decode(body)
        case 15: return GB18030.decode(Array(body))
        default: return nil
        }
    }
}
