import HongyanCore
import HongyanDelivery
import Testing

struct SMPPReceiptTests {
    @Test(
        "receipts are understood in all the forms that SMSCs send",
        arguments: [
            "id:1234567890 sub:001 dlvrd:001 submit date:2611210930 done date:2611210931 stat:DELIVRD err:000 text:hi",
            "id:1234567890 submit date:261121093001 done date:20261121093102 stat:DELIVRD err:21b Text:",
            "stat:delivrd id:1234567890 err:MI:0024  ",
            "ID:1234567890 STAT:DELIVRD",
            "id:1234567890 stat:DELIVRD text:id:9 stat:UNDELIV",
        ])
    func forms(text: String) throws {
        let receipt = try #require(SMPPReceipt(text: text))
        #expect(receipt.id == "1234567890" && receipt.stat == "DELIVRD")
    }

    @Test("a receipt's keys come out one by one, and are written as appendix B does")
    func keys() throws {
        let text =
            "id:9 sub:001 dlvrd:001 submit date:2611210930 done date:2611210931 stat:UNDELIV err:MK:0001 text:您好"
        let receipt = try #require(SMPPReceipt(text: text))
        #expect(
            receipt.err == "MK:0001" && receipt.doneDate == "2611210931" && receipt.text == "您好")
        #expect(receipt.written == text)
    }

    @Test(
        "an ordinary text is no receipt",
        arguments: ["", "id: stat:", "hello stat:DELIVRD", "id:1"])
    func none(text: String) { #expect(SMPPReceipt(text: text) == nil) }

    @Test("optional parameters tell more surely than the text, also beside a header's bit")
    func parameters() throws {
        let layout = try #require(SMPP.wire.layout(named: "deliver_sm"))
        var packet = WirePacket(empty: layout, sequence: 1)
        packet.set("esm_class", 0x44)
        packet.set("short_message", "id:1 stat:ENROUTE")
        packet.parameters = [
            WireParameter(tag: SMPP.Tag.receiptedMessageID, value: Array("abc\u{0}".utf8)),
            WireParameter(tag: SMPP.Tag.messageState, value: [5]),
        ]
        let receipt = try #require(SMPPReceipt(packet))
        #expect(receipt.id == "abc" && receipt.stat == "UNDELIV")
        packet.set("esm_class", 0x40)
        #expect(SMPPReceipt(packet) == nil)
    }

    @Test("the ids of response and receipt meet, whatever their base, case and zeros")
    func ids() {
        let response = SMPPReceiptIDStyle.key(ofResponse: "38601FA")
        #expect(SMPPReceiptIDStyle.decimalToHex.key(ofReceipt: "0059113978") == response)
        #expect(SMPPReceiptIDStyle.same.key(ofReceipt: "0038601fa") == response)
        let decimal = SMPPReceiptIDStyle.key(ofResponse: "059113978")
        #expect(SMPPReceiptIDStyle.hexToDecimal.key(ofReceipt: "38601FA") == decimal)
        #expect(SMPPReceiptIDStyle.decimalToHex.key(ofReceipt: "a-b-c") == "a-b-c")
    }

    @Test("a long message's part is told by its header, else by sar parameters")
    func concatenation() throws {
        let layout = try #require(SMPP.wire.layout(named: "submit_sm"))
        var packet = WirePacket(empty: layout, sequence: 1)
        packet.set("data_coding", 8)
        packet["short_message"] = .bytes([5, 0, 3, 7, 2, 1] + UCS2.encode("你好😀"))
        packet.parameters = [
            WireParameter(tag: SMPP.Tag.sarMessageReference, value: [1, 2]),
            WireParameter(tag: SMPP.Tag.sarTotalSegments, value: [3]),
            WireParameter(tag: SMPP.Tag.sarSegmentSeqnum, value: [2]),
        ]
        #expect(
            SMPP.concatenation(of: packet)
                == ConcatenationPart(reference: 0x102, total: 3, number: 2))
        packet.set("esm_class", 0x40)
        #expect(
            SMPP.concatenation(of: packet) == ConcatenationPart(reference: 7, total: 2, number: 1))
        #expect(SMPP.text(of: packet) == "你好😀")
        #expect(ConcatenationPart.split([9, 0, 3]) == nil)
        #expect(ConcatenationPart.split([5, 0, 3, 7, 2, 3])?.part == nil, "part 3 of 2")
    }

    @Test(
        "the GSM alphabet goes there and back; one character outside it and the whole does not fit")
    func gsm() {
        let text = "Price: 5€ {a}[b]~\\|^ @£¤Ω\r\nÄöñ"
        #expect(GSM7.encode(text).map(GSM7.decode) == text)
        #expect(GSM7.encode("5元") == nil)
        #expect(GSM7.decode([0x1B, 0x01, 0xFF, 0x1B]) == "\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(UCS2.decode([0x4F]) == "\u{FFFD}")
    }
}
