/// SMPP 3.4 (Issue 1.2, 12 October 1999): packets as its chapter 4 lists them.
public enum SMPP {
    public static let wire = WireProtocol(
        name: "smpp", head: WireHead(hasStatus: true), layouts: layouts, longestPacket: 70_000)

    /// §5.1.2.1.
    static let responseBit: UInt32 = 0x8000_0000

    private static let layouts: [WireLayout] =
        binds + [
            WireLayout("generic_nack", 0x8000_0000, []),
            WireLayout("outbind", 0x0B, [cString("system_id", 16), cString("password", 9)]),
            WireLayout("unbind", 0x06, []),
            WireLayout("unbind_resp", 0x06 | responseBit, []),
            WireLayout("enquire_link", 0x15, []),
            WireLayout("enquire_link_resp", 0x15 | responseBit, []),
            WireLayout("submit_sm", 0x04, message, takesParameters: true),
            WireLayout(
                "submit_sm_resp", 0x04 | responseBit, [cString("message_id", 65)],
                takesParameters: true),
            WireLayout("deliver_sm", 0x05, message, takesParameters: true),
            WireLayout(
                "deliver_sm_resp", 0x05 | responseBit, [cString("message_id", 65)],
                takesParameters: true),
            WireLayout("data_sm", 0x103, data, takesParameters: true),
            WireLayout(
                "data_sm_resp", 0x103 | responseBit, [cString("message_id", 65)],
                takesParameters: true),
            WireLayout(
                "query_sm", 0x03, [cString("message_id", 65)] + address("source", "source_addr")),
            WireLayout(
                "query_sm_resp", 0x03 | responseBit,
                [
                    cString("message_id", 65), cString("final_date", 17),
                    number("message_state"), number("error_code"),
                ]),
            WireLayout(
                "cancel_sm", 0x08,
                [cString("service_type", 6), cString("message_id", 65)]
                    + address("source", "source_addr") + address("dest", "destination_addr")),
            WireLayout("cancel_sm_resp", 0x08 | responseBit, []),
            WireLayout("replace_sm", 0x07, replacement),
            WireLayout("replace_sm_resp", 0x07 | responseBit, []),
            WireLayout(
                "alert_notification", 0x102,
                address("source", "source_addr", max: 65) + address("esme", "esme_addr", max: 65),
                takesParameters: true),
        ]

    private static let binds: [WireLayout] = [
        ("bind_receiver", UInt32(0x01)), ("bind_transmitter", 0x02), ("bind_transceiver", 0x09),
    ].flatMap { (name: String, command: UInt32) in
        [
            WireLayout(
                name, command,
                [
                    cString("system_id", 16), cString("password", 9), cString("system_type", 13),
                    number("interface_version"), number("addr_ton"), number("addr_npi"),
                    cString("address_range", 41),
                ]),
            WireLayout(
                "\(name)_resp", command | responseBit, [cString("system_id", 16)],
                takesParameters: true),
        ]
    }

    /// `submit_sm` and `deliver_sm`, §4.4.1 and §4.6.1.
    private static let message: [WireField] =
        [cString("service_type", 6)] + address("source", "source_addr")
        + address("dest", "destination_addr") + [
            number("esm_class"), number("protocol_id"), number("priority_flag"),
            cString("schedule_delivery_time", 17), cString("validity_period", 17),
            number("registered_delivery"), number("replace_if_present_flag"),
            number("data_coding"), number("sm_default_msg_id"),
            WireField("short_message", .counted(lengthOctets: 1)),
        ]

    private static let data: [WireField] =
        [cString("service_type", 6)] + address("source", "source_addr", max: 65)
        + address("dest", "destination_addr", max: 65) + [
            number("esm_class"), number("registered_delivery"), number("data_coding"),
        ]

    private static let replacement: [WireField] =
        [cString("message_id", 65)] + address("source", "source_addr") + [
            cString("schedule_delivery_time", 17), cString("validity_period", 17),
            number("registered_delivery"), number("sm_default_msg_id"),
            WireField("short_message", .counted(lengthOctets: 1)),
        ]

    private static func number(_ name: String) -> WireField { WireField(name, .number(octets: 1)) }

    private static func cString(_ name: String, _ max: Int) -> WireField {
        WireField(name, .cString(max: max))
    }

    private static func address(_ prefix: String, _ name: String, max: Int = 21) -> [WireField] {
        [number("\(prefix)_addr_ton"), number("\(prefix)_addr_npi"), cString(name, max)]
    }
}

extension SMPP {
    /// Optional parameters, §5.3.2.
    public enum Tag {
        public static let scInterfaceVersion: UInt16 = 0x0210
        public static let receiptedMessageID: UInt16 = 0x001E
        public static let messageState: UInt16 = 0x0427
        public static let networkErrorCode: UInt16 = 0x0423
        public static let userMessageReference: UInt16 = 0x0204
        public static let sarMessageReference: UInt16 = 0x020C
        public static let sarTotalSegments: UInt16 = 0x020E
        public static let sarSegmentSeqnum: UInt16 = 0x020F
        public static let messagePayload: UInt16 = 0x0424

        /// By the names of §5.3.2; what is not here is shown by its number.
        public static let names: [UInt16: String] = [
            0x0005: "dest_addr_subunit", 0x0006: "dest_network_type", 0x0007: "dest_bearer_type",
            0x0008: "dest_telematics_id", 0x000D: "source_addr_subunit",
            0x000E: "source_network_type", 0x000F: "source_bearer_type",
            0x0010: "source_telematics_id", 0x0017: "qos_time_to_live", 0x0019: "payload_type",
            0x001D: "additional_status_info_text", 0x001E: "receipted_message_id",
            0x0030: "ms_msg_wait_facilities", 0x0201: "privacy_indicator",
            0x0202: "source_subaddress", 0x0203: "dest_subaddress",
            0x0204: "user_message_reference", 0x0205: "user_response_code",
            0x020A: "source_port", 0x020B: "destination_port", 0x020C: "sar_msg_ref_num",
            0x020D: "language_indicator", 0x020E: "sar_total_segments",
            0x020F: "sar_segment_seqnum", 0x0210: "sc_interface_version",
            0x0302: "callback_num_pres_ind", 0x0303: "callback_num_atag",
            0x0304: "number_of_messages", 0x0381: "callback_num", 0x0420: "dpf_result",
            0x0421: "set_dpf", 0x0422: "ms_availability_status", 0x0423: "network_error_code",
            0x0424: "message_payload", 0x0425: "delivery_failure_reason",
            0x0426: "more_messages_to_send", 0x0427: "message_state", 0x0501: "ussd_service_op",
            0x1201: "display_time", 0x1203: "sms_signal", 0x1204: "ms_validity",
            0x130C: "alert_on_message_delivery", 0x1380: "its_reply_type",
            0x1383: "its_session_info",
        ]
    }
}
