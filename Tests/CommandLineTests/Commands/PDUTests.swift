import Foundation
import Testing

extension CommandLineTests {
    @Suite("pdu")
    struct PDUTests {
        @Test("a packet goes from octets to JSON and back")
        func roundTrip() throws {
            let shop = try Shop("pdu")
            defer { shop.remove() }
            let hex = "000000188000000400000000000000023833363031666100"
            let json = try shop.tool.run("pdu", "decode", "--protocol", "smpp", hex)
            #expect(json.code == 0 && json.output.contains(#""packet":"submit_sm_resp""#))
            #expect(json.output.contains(#""message_id":"83601fa""#), "\(json.output)")
            let back = try shop.tool.run("pdu", "encode", "--protocol", "smpp", json.output)
            #expect(back.output == hex + "\n")
        }

        @Test(
            "octets that are no packet and packets that cannot be are told, with what would be right"
        )
        func faults() throws {
            let shop = try Shop("pdu-faults")
            defer { shop.remove() }
            for (arguments, words) in [
                (["decode", "--protocol", "cmpp2", "0g"], "not hexadecimal"),
                (
                    ["decode", "--protocol", "cmpp2", "ffffffff0000"],
                    "no packet is 4294967295 octets"
                ),
                (["decode", "--protocol", "smpp", "00000010"], "breaks off"),
                (["encode", "--protocol", "smpp", #"{"packet":"submit_smm"}"#], "'submit_sm'?"),
                (
                    [
                        "encode", "--protocol", "smpp",
                        #"{"packet":"submit_sm","fields":{"esm_clas":1}}"#,
                    ], "'esm_class'?"
                ),
                (
                    [
                        "encode", "--protocol", "smpp",
                        #"{"packet":"submit_sm","fields":{"esm_class":256}}"#,
                    ], "256 is too great"
                ),
            ] {
                let result = try shop.tool.run(["pdu"] + arguments)
                #expect(result.code == 1 && result.errors.contains(words), "\(result.errors)")
            }
        }
    }
}
