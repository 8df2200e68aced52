/// China Mobile's CMPP 2.0 and 3.0 (QB-GF-028-2003): packets as its chapter 7 lists them, with the
/// widths of 2.0 where the list of changes (§12) names them.
public enum CMPP {
    public static let wire2 = WireProtocol(
        name: "cmpp2", head: WireHead(hasStatus: false), layouts: layouts(isThree: false),
        longestPacket: 8_192)
    public static let wire3 = WireProtocol(
        name: "cmpp3", head: WireHead(hasStatus: false), layouts: layouts(isThree: true),
        longestPacket: 8_192)

    static let responseBit: UInt32 = 0x8000_0000

    private static func layouts(isThree: Bool) -> [WireLayout] {
        let result = WireField.Kind.number(octets: isThree ? 4 : 1)
        let id = WireField("Msg_Id", .octets(8))
        return [
            WireLayout(
                "CMPP_CONNECT", 0x01,
                [
                    WireField("Source_Addr", .padded(6)),
                    WireField("AuthenticatorSource", .octets(16)), byte("Version"),
                    WireField("Timestamp", .number(octets: 4)),
                ]),
            WireLayout(
                "CMPP_CONNECT_RESP", 0x01 | responseBit,
                [
                    WireField("Status", result), WireField("AuthenticatorISMG", .octets(16)),
                    byte("Version"),
                ]),
            WireLayout("CMPP_TERMINATE", 0x02, []),
            WireLayout("CMPP_TERMINATE_RESP", 0x02 | responseBit, []),
            WireLayout("CMPP_SUBMIT", 0x04, submit(isThree: isThree)),
            WireLayout("CMPP_SUBMIT_RESP", 0x04 | responseBit, [id, WireField("Result", result)]),
            WireLayout("CMPP_DELIVER", 0x05, deliver(isThree: isThree)),
            WireLayout("CMPP_DELIVER_RESP", 0x05 | responseBit, [id, WireField("Result", result)]),
            WireLayout(
                "CMPP_QUERY", 0x06,
                [
                    WireField("Time", .padded(8)), byte("Query_Type"),
                    WireField("Query_Code", .padded(10)), WireField("Reserve", .octets(8)),
                ]),
            WireLayout(
                "CMPP_QUERY_RESP", 0x06 | responseBit,
                [
                    WireField("Time", .padded(8)), byte("Query_Type"),
                    WireField("Query_Code", .padded(10)),
                ]
                    + [
                        "MT_TLMsg", "MT_Tlusr", "MT_Scs", "MT_WT", "MT_FL", "MO_Scs", "MO_WT",
                        "MO_FL",
                    ]
                    .map { WireField($0, .number(octets: 4)) }),
            WireLayout("CMPP_CANCEL", 0x07, [id]),
            WireLayout(
                "CMPP_CANCEL_RESP", 0x07 | responseBit, [WireField("Success_Id", result)]),
            WireLayout("CMPP_ACTIVE_TEST", 0x08, []),
            WireLayout("CMPP_ACTIVE_TEST_RESP", 0x08 | responseBit, [byte("Reserved")]),
        ]
    }

    private static func submit(isThree: Bool) -> [WireField] {
        let number = isThree ? 32 : 21
        let type = { (name: String) in isThree ? [byte(name)] : [] }
        let head = [
            WireField("Msg_Id", .octets(8)), byte("Pk_total"), byte("Pk_number"),
            byte("Registered_Delivery"), byte("Msg_level"), WireField("Service_Id", .padded(10)),
            byte("Fee_UserType"), WireField("Fee_terminal_Id", .padded(number)),
        ]
        let middle = [
            byte("TP_pId"), byte("TP_udhi"), byte("Msg_Fmt"), WireField("Msg_src", .padded(6)),
            WireField("FeeType", .padded(2)), WireField("FeeCode", .padded(6)),
            WireField("ValId_Time", .padded(17)), WireField("At_Time", .padded(17)),
            WireField("Src_Id", .padded(21)), WireField("Dest_terminal_Id", .list(width: number)),
        ]
        let tail = [WireField("Msg_Content", .counted(lengthOctets: 1)), last(isThree: isThree)]
        return head + type("Fee_terminal_type") + middle + type("Dest_terminal_type") + tail
    }

    private static func deliver(isThree: Bool) -> [WireField] {
        let type = isThree ? [byte("Src_terminal_type")] : []
        let head = [
            WireField("Msg_Id", .octets(8)), WireField("Dest_Id", .padded(21)),
            WireField("Service_Id", .padded(10)), byte("TP_pid"), byte("TP_udhi"),
            byte("Msg_Fmt"), WireField("Src_terminal_Id", .padded(isThree ? 32 : 21)),
        ]
        return head + type + [
            byte("Registered_Delivery"), WireField("Msg_Content", .counted(lengthOctets: 1)),
            last(isThree: isThree),
        ]
    }

    private static func last(isThree: Bool) -> WireField {
        isThree ? WireField("LinkID", .padded(20)) : WireField("Reserve", .octets(8))
    }

    private static func byte(_ name: String) -> WireField { WireField(name, .number(octets: 1)) }
}

/// The content of a `CMPP_DELIVER` whose `Registered_Delivery` is 1.
public struct CMPPReport: Hashable, Sendable {
    /// Of the `CMPP_SUBMIT_RESP` that it is about: the key, not the deliver's own id.
    public let messageID: [UInt8]
    /// `DELIVRD`, `EXPIRED`, …, or the network's `XX:nnnn`.
    public let stat: String
    /// `YYMMDDhhmm`.
    public let submitTime: String
    public let doneTime: String
    public let destination: String
    public let sequence: UInt32

    /// Reads 60 octets (2.0) or 71 (3.0). The width is told by the length, since gateways send the
    /// short form on 3.0 as well. Of other lengths only id and state are read, which come first in
    /// both; nil when not even they are there.
    public init?(_ content: [UInt8]) {
        var reader = OctetReader(content[...])
        guard let id = reader.take(8), case .bytes(let stat)? = reader.value(of: .padded(7))
        else { return nil }
        messageID = id
        self.stat = WirePacket.text(stat)
        var texts: [String] = []
        var sequence: UInt64 = 0
        if let number = [60: 21, 71: 32][content.count] {
            for width in [10, 10, number] {
                if case .bytes(let bytes)? = reader.value(of: .padded(width)) {
                    texts.append(WirePacket.text(bytes))
                }
            }
            sequence = reader.number(4) ?? 0
        }
        submitTime = texts.first ?? ""
        doneTime = texts.count > 1 ? texts[1] : ""
        destination = texts.count > 2 ? texts[2] : ""
        self.sequence = UInt32(truncatingIfNeeded: sequence)
    }

    /// The octets of a report, 60 (2.0) or 71 (3.0); texts that are too long are cut.
    public static func written(
        id: [UInt8], stat: String, submitTime: String, doneTime: String, destination: String,
        sequence: UInt32, isThree: Bool
    ) -> [UInt8] {
        var octets = id
        for (text, width) in [
            (stat, 7), (submitTime, 10), (doneTime, 10), (destination, isThree ? 32 : 21),
        ] {
            let bytes = Array(text.utf8.prefix(width))
            octets += bytes + [UInt8](repeating: 0, count: width - bytes.count)
        }
        OctetWriter.append(UInt64(sequence), count: 4, to: &octets)
        return octets
    }
}
