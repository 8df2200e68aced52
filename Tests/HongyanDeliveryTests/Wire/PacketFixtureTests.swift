import HongyanDelivery
import Testing

/// Octets written down by hand from the protocols' texts, and what they mean.
struct PacketFixtureTests {
    struct Fixture: Sendable, CustomTestStringConvertible {
        let wire: WireProtocol
        let name: String
        let hex: String
        let sequence: UInt32
        var status: UInt32 = 0
        var texts: [String: String] = [:]
        var numbers: [String: UInt64] = [:]
        var testDescription: String { "\(wire.name) \(name)" }
    }

    static let fixtures: [Fixture] = [
        Fixture(
            wire: SMPP.wire, name: "bind_transceiver",
            hex: """
                00000022 00000009 00000000 00000001
                686f6e677900 73656372657400 00 34 00 00 00
                """,
            sequence: 1, texts: ["system_id": "hongy", "password": "secret"],
            numbers: ["interface_version": 0x34]),
        Fixture(
            wire: SMPP.wire, name: "bind_transceiver_resp",
            hex: "0000001a 80000009 00000000 00000001 534d534300 0210 0001 34", sequence: 1,
            texts: ["system_id": "SMSC"]),
        Fixture(
            wire: SMPP.wire, name: "submit_sm",
            hex: """
                00000035 00000004 00000000 00000002
                00 00 00 3130363900 01 01 38363133383030303030303000
                00 00 00 00 00 01 00 08 00 04 4f60597d
                """,
            sequence: 2, texts: ["source_addr": "1069", "destination_addr": "861380000000"],
            numbers: ["registered_delivery": 1, "data_coding": 8]),
        Fixture(
            wire: SMPP.wire, name: "submit_sm_resp",
            hex: "00000018 80000004 00000000 00000002 3338363031666100", sequence: 2,
            texts: ["message_id": "38601fa"]),
        Fixture(
            wire: SMPP.wire, name: "submit_sm_resp",
            hex: "00000010 80000004 00000058 00000003", sequence: 3, status: 0x58),
        Fixture(
            wire: SMPP.wire, name: "enquire_link", hex: "00000010 00000015 00000000 00000004",
            sequence: 4),
        Fixture(
            wire: SMPP.wire, name: "generic_nack", hex: "00000010 80000000 00000003 ffffffff",
            sequence: 0xFFFF_FFFF, status: 3),
        Fixture(
            wire: CMPP.wire2, name: "CMPP_CONNECT",
            hex: """
                00000027 00000001 00000017 393031323334
                90d0849c1f1d4d2d8ea0a3a1a59e3c77 20 3b9b9f10
                """,
            sequence: 0x17, texts: ["Source_Addr": "901234"], numbers: ["Version": 0x20]),
        Fixture(
            wire: CMPP.wire2, name: "CMPP_CONNECT_RESP",
            hex: "0000001e 80000001 00000017 00 00000000000000000000000000000000 20",
            sequence: 0x17, numbers: ["Status": 0, "Version": 0x20]),
        Fixture(
            wire: CMPP.wire3, name: "CMPP_CONNECT_RESP",
            hex: "00000021 80000001 00000017 00000003 00000000000000000000000000000000 30",
            sequence: 0x17, numbers: ["Status": 3, "Version": 0x30]),
        Fixture(
            wire: CMPP.wire2, name: "CMPP_SUBMIT_RESP",
            hex: "00000015 80000004 00000018 0102030405060708 08", sequence: 0x18,
            numbers: ["Result": 8]),
        Fixture(
            wire: CMPP.wire3, name: "CMPP_SUBMIT_RESP",
            hex: "00000018 80000004 00000018 0102030405060708 00000008", sequence: 0x18,
            numbers: ["Result": 8]),
        Fixture(
            wire: CMPP.wire3, name: "CMPP_ACTIVE_TEST_RESP",
            hex: "0000000d 80000008 00000019 00", sequence: 0x19, numbers: ["Reserved": 0]),
    ]

    @Test(
        "octets from the protocols' texts are read and written",
        arguments: fixtures + SMPPFixtures.all)
    func fixture(_ fixture: Fixture) throws {
        let octets = try #require(WireJSON.octets(hex: fixture.hex))
        #expect(try fixture.wire.frame(octets[...]) == .packet(octets: octets.count))
        let packet = try fixture.wire.read(octets[...])
        #expect(packet.layout.name == fixture.name)
        #expect(packet.sequence == fixture.sequence && packet.status == fixture.status)
        for (name, text) in fixture.texts { #expect(packet.text(name) == text, "\(name)") }
        for (name, number) in fixture.numbers { #expect(packet.number(name) == number, "\(name)") }
        #expect(try fixture.wire.write(packet) == octets)
    }

    @Test("every packet of SMPP has a fixture")
    func complete() {
        let named = Set((Self.fixtures + SMPPFixtures.all).map(\.name))
        #expect(SMPP.wire.layouts.map(\.name).filter { !named.contains($0) } == [])
    }

    @Test("a CMPP submit is as long as the text says: 0xBD in 2.0 and 0xE1 in 3.0 for 30 octets")
    func submitSizes() throws {
        for (wire, size) in [(CMPP.wire2, 0xBD), (CMPP.wire3, 0xE1)] {
            let layout = try #require(wire.layout(named: "CMPP_SUBMIT"))
            var packet = WirePacket(empty: layout, sequence: 1)
            packet["Dest_terminal_Id"] = .list([Array("13800000000".utf8)])
            packet["Msg_Content"] = .bytes([UInt8](repeating: 0x30, count: 30))
            #expect(try wire.write(packet).count == size)
        }
    }

    @Test("a report of 60 octets is understood on CMPP 3.0 as well")
    func report() throws {
        for width in [21, 32] {
            var content: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
            content += Array("AF:4".utf8) + [0, 0, 0] + Array("2611210930".utf8)
            content += Array("2611210931".utf8) + Array("13800000000".utf8)
            content += [UInt8](repeating: 0, count: width - 11) + [0, 0, 0, 9]
            let report = try #require(CMPPReport(content))
            #expect(report.stat == "AF:4" && report.destination == "13800000000")
            #expect(report.sequence == 9 && report.messageID == [1, 2, 3, 4, 5, 6, 7, 8])
        }
        // Of a length that no version has, the head is enough.
        let cut = try #require(CMPPReport(Array(repeating: 9, count: 8) + Array("DELIVRD!".utf8)))
        #expect(cut.stat == "DELIVRD" && cut.destination.isEmpty)
        #expect(CMPPReport([UInt8](repeating: 0, count: 14)) == nil)
    }
}
