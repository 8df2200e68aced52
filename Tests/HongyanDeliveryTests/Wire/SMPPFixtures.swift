import HongyanDelivery

/// The packets of SMPP 3.4 that ``PacketFixtureTests`` does not begin with; packed by Python's
/// `struct` from chapter 4, not by our writer.
enum SMPPFixtures {
    static let all: [PacketFixtureTests.Fixture] = [
        .init(
            wire: SMPP.wire, name: "bind_transmitter",
            hex: """
                00000028 00000002 00000000 00000005
                686f6e67790073656372657400636d003401013130363900
                """,
            sequence: 5,
            texts: ["system_id": "hongy", "system_type": "cm", "address_range": "1069"],
            numbers: ["addr_ton": 1]),
        .init(
            wire: SMPP.wire, name: "bind_receiver",
            hex: """
                00000028 00000001 00000000 00000006
                686f6e67790073656372657400636d003401013130363900
                """,
            sequence: 6, texts: ["password": "secret"], numbers: ["interface_version": 52]),
        .init(
            wire: SMPP.wire, name: "bind_transmitter_resp",
            hex: """
                00000015 80000002 00000000 00000005
                534d534300
                """,
            sequence: 5, texts: ["system_id": "SMSC"]),
        .init(
            wire: SMPP.wire, name: "bind_receiver_resp",
            hex: """
                0000001a 80000001 00000000 00000006
                534d5343000210000134
                """,
            sequence: 6, texts: ["system_id": "SMSC"]),
        .init(
            wire: SMPP.wire, name: "outbind",
            hex: """
                00000018 0000000b 00000000 00000007
                736d736300707700
                """,
            sequence: 7, texts: ["system_id": "smsc", "password": "pw"]),
        .init(
            wire: SMPP.wire, name: "unbind",
            hex: """
                00000010 00000006 00000000 00000008
                """,
            sequence: 8),
        .init(
            wire: SMPP.wire, name: "unbind_resp",
            hex: """
                00000010 80000006 00000000 00000008
                """,
            sequence: 8),
        .init(
            wire: SMPP.wire, name: "enquire_link_resp",
            hex: """
                00000010 80000015 00000000 00000004
                """,
            sequence: 4),
        .init(
            wire: SMPP.wire, name: "deliver_sm",
            hex: """
                000000a6 00000005 00000000 00000009
                0001013836313338303030303030303000000031303639000400000000000000006369643a33383630316661
                207375623a30303120646c7672643a303031207375626d697420646174653a3236313132313132303020646f
                6e6520646174653a3236313132313132303120737461743a44454c49565244206572723a3030302074657874
                3a001e000833383630316661000427000102
                """,
            sequence: 9, texts: ["source_addr": "8613800000000", "destination_addr": "1069"],
            numbers: ["esm_class": 4]),
        .init(
            wire: SMPP.wire, name: "deliver_sm_resp",
            hex: """
                00000011 80000005 00000000 00000009
                00
                """,
            sequence: 9),
        .init(
            wire: SMPP.wire, name: "data_sm",
            hex: """
                00000033 00000103 00000000 0000000a
                0000003130363900010138363133383030303030303030000001080424000460a8597d
                """,
            sequence: 10, texts: ["destination_addr": "8613800000000"], numbers: ["data_coding": 8]),
        .init(
            wire: SMPP.wire, name: "data_sm_resp",
            hex: """
                00000012 80000103 00000000 0000000a
                3700
                """,
            sequence: 10, texts: ["message_id": "7"]),
        .init(
            wire: SMPP.wire, name: "query_sm",
            hex: """
                0000001f 00000003 00000000 0000000b
                333836303166610000003130363900
                """,
            sequence: 11, texts: ["message_id": "38601fa"]),
        .init(
            wire: SMPP.wire, name: "query_sm_resp",
            hex: """
                0000002b 80000003 00000000 0000000b
                33383630316661003236313132313132303130303033322b000200
                """,
            sequence: 11, texts: ["final_date": "261121120100032+"], numbers: ["message_state": 2]),
        .init(
            wire: SMPP.wire, name: "cancel_sm",
            hex: """
                00000030 00000008 00000000 0000000c
                0033383630316661000000313036390001013836313338303030303030303000
                """,
            sequence: 12, texts: ["message_id": "38601fa", "destination_addr": "8613800000000"]),
        .init(
            wire: SMPP.wire, name: "cancel_sm_resp",
            hex: """
                00000010 80000008 00000011 0000000c
                """,
            sequence: 12, status: 0x11),
        .init(
            wire: SMPP.wire, name: "replace_sm",
            hex: """
                00000026 00000007 00000000 0000000d
                33383630316661000000313036390000000100026869
                """,
            sequence: 13, texts: ["short_message": "hi"], numbers: ["registered_delivery": 1]),
        .init(
            wire: SMPP.wire, name: "replace_sm_resp",
            hex: """
                00000010 80000007 00000000 0000000d
                """,
            sequence: 13),
        .init(
            wire: SMPP.wire, name: "alert_notification",
            hex: """
                00000027 00000102 00000000 0000000e
                0101383631333830303030303030300000003130363900
                """,
            sequence: 14, texts: ["source_addr": "8613800000000", "esme_addr": "1069"]),
    ]
}
