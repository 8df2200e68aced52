import HongyanCore
import Testing

@testable import HongyanDelivery

/// Receipts and replies, and when the SMSC is told that they are kept.
@Suite("SMPP deliveries")
struct SMPPDeliveryTests {
    typealias Stage = SessionStage

    @Test(
        "receipts as SMSCs write them",
        arguments: [
            (
                "id:38601fa sub:001 dlvrd:001 submit date:2611211200 done date:2611211201 stat:DELIVRD err:000 text:",
                "38601fa", true, "DELIVRD"
            ),
            (
                "stat:UNDELIV id:0038601FA done date:20261121120100 err:MK:0001", "38601fa", false,
                "MK:0001"
            ),
            ("id:7 stat:MI:0024 err:000", "7", false, "MI:0024"),
            ("id:a1-b2 stat:EXPIRED err:21b Text:abc", "a1-b2", false, "EXPIRED:21b"),
            ("ID:7 SUB:001 STAT:delivrd ERR:0   ", "7", true, "DELIVRD"),
        ] as [(String, String, Bool, String)])
    func receipts(text: String, id: String, isDelivered: Bool, code: String) {
        var stage = SessionStage.bound()
        stage.hear(Stage.deliver(text))
        let receipt = stage.events().first?.receipt
        #expect(receipt?.providerID == id && receipt?.code == code)
        #expect(receipt?.outcome == (isDelivered ? .delivered : .failed))
    }

    @Test("parameters say more surely than the text; other bits of esm_class do not hide a receipt")
    func parameters() {
        var stage = SessionStage.bound()
        let parameters = [
            WireParameter(tag: 0x001E, value: Array("9F".utf8) + [0]),
            WireParameter(tag: 0x0427, value: [5]),
        ]
        stage.hear(Stage.deliver("id:1 stat:DELIVRD", parameters: parameters))
        stage.hear(Stage.deliver("", sequence: 901, esmClass: 0x84, parameters: parameters))
        let receipts = stage.events().compactMap(\.receipt)
        #expect(receipts.count == 2)
        #expect(receipts.allSatisfy { $0.providerID == "9f" && $0.outcome == .failed })
    }

    @Test("a receipt's id finds its answer in another base, with zeros and in capitals")
    func bases() {
        for (style, response, receipt) in [
            (SMPPReceiptIDStyle.decimalToHex, "38601FA", "0059113978"),
            (.hexToDecimal, "59113978", "038601fa"), (.same, "00AB", "ab"),
        ] {
            var stage = SessionStage.bound { $0.receiptIDs = style }
            stage.submit([Stage.submission(1)])
            stage.accept(stage.takeSent()[0], as: response)
            stage.hear(Stage.deliver("id:\(receipt) stat:DELIVRD err:000"))
            let events = stage.events()
            guard case .accepted(let id) = events[0].response?.response else {
                Issue.record("\(events)")
                continue
            }
            #expect(events[1].receipt?.providerID == id, "\(style)")
        }
    }

    @Test(
        "words that are not final are answered and count for nothing",
        arguments: ["ENROUTE", "ACCEPTD", "UNKNOWN"])
    func notFinal(stat: String) {
        var stage = SessionStage.bound()
        stage.hear(Stage.deliver("id:1 stat:\(stat) err:000"))
        #expect(stage.takeSent("deliver_sm_resp").map(\.status) == [0])
        #expect(stage.events().isEmpty)
    }

    @Test("a receipt is answered once it is kept, and told again until then")
    func acknowledged() {
        var stage = SessionStage.bound()
        stage.hear(Stage.deliver("id:1 stat:DELIVRD err:000", sequence: 5))
        #expect(stage.session.poll(through: stage.now).count == 1)
        #expect(stage.session.poll(through: stage.now).count == 1)
        #expect(stage.takeSent("deliver_sm_resp").isEmpty)
        _ = stage.events()
        #expect(stage.takeSent("deliver_sm_resp").map(\.sequence) == [5])
        #expect(stage.session.poll(through: stage.now).isEmpty)
    }

    @Test("what came before the confirmed poll is answered, what came after it is not")
    func confirmedOnly() {
        var stage = SessionStage.bound()
        stage.hear(Stage.deliver("id:1 stat:DELIVRD", sequence: 5))
        _ = stage.session.poll(through: stage.now)
        stage.hear(Stage.deliver("id:2 stat:DELIVRD", sequence: 6))
        stage.run { $0.confirm(at: $1) }
        #expect(stage.takeSent("deliver_sm_resp").map(\.sequence) == [5])
        #expect(stage.events().compactMap(\.receipt).map(\.providerID) == ["2"])
    }

    @Test("a receipt of a connection that is gone is kept, and answered to nobody")
    func oldConnection() {
        var stage = SessionStage.bound()
        stage.hear(Stage.deliver("id:1 stat:DELIVRD", sequence: 5))
        stage.run { $0.closed(reason: "reset", at: $1) }
        stage.wait(.seconds(1))
        stage.run { $0.connected(at: $1) }
        stage.answer(stage.sent.removeFirst(), ["system_id": "SMSC"])
        #expect(stage.events().count == 1)
        #expect(stage.takeSent("deliver_sm_resp").isEmpty)
    }

    @Test("a reply is read by its coding; the same words again within minutes are the same reply")
    func reply() {
        var stage = SessionStage.bound()
        stage.hear(Stage.deliver("退订", sequence: 5, esmClass: 0, dataCoding: 8))
        stage.hear(Stage.deliver("退订", sequence: 6, esmClass: 0, dataCoding: 8))
        stage.hear(Stage.deliver("T", sequence: 7, esmClass: 0, from: "+86 13800000000"))
        let replies = stage.events().compactMap(\.reply)
        #expect(replies.map(\.text) == ["退订", "退订", "T"])
        #expect(replies.allSatisfy { $0.number.e164 == "+8613800000000" })
        #expect(Set(replies.map(\.id)).count == 2)
        stage.wait(.minutes(6))
        stage.hear(Stage.deliver("T", sequence: 8, esmClass: 0))
        #expect(stage.events().first?.reply?.id != replies[2].id)
    }

    @Test(
        "a reply in two parts is one, in whatever order they come; another total is another reply")
    func longReply() {
        var stage = SessionStage.bound()
        func part(_ number: UInt8, _ total: UInt8, _ text: String, _ sequence: UInt32) -> WirePacket
        {
            let place = ConcatenationPart(reference: 9, total: total, number: number)
            return Stage.deliver(
                content: place.header + UCS2.encode(text), sequence: sequence, esmClass: 0x40,
                dataCoding: 8)
        }
        stage.hear(part(2, 2, "谢谢", 5))
        stage.hear(part(1, 3, "别的", 6))
        #expect(stage.takeSent("deliver_sm_resp").count == 2 && stage.events().isEmpty)
        stage.hear(part(1, 2, "退订，", 7))
        #expect(stage.events().compactMap(\.reply?.text) == ["退订，谢谢"])
        stage.wait(.minutes(5))
        #expect(stage.events().compactMap(\.reply?.text) == ["别的"], "what came is told in the end")
    }

    @Test(
        "parts with a header and sar parameters say one thing; mixed codings are read each by its own"
    )
    func bothMarks() {
        var stage = SessionStage.bound()
        let place = ConcatenationPart(reference: 9, total: 2, number: 1)
        stage.hear(
            Stage.deliver(
                content: place.header + UCS2.encode("好"), esmClass: 0x40, dataCoding: 8,
                parameters: [
                    WireParameter(tag: 0x020C, value: [0, 9]),
                    WireParameter(tag: 0x020E, value: [2]), WireParameter(tag: 0x020F, value: [1]),
                ]))
        let second = ConcatenationPart(reference: 9, total: 2, number: 2)
        stage.hear(
            Stage.deliver(
                content: second.header + Array("ok".utf8), sequence: 901, esmClass: 0x40,
                dataCoding: 0))
        #expect(stage.events().compactMap(\.reply?.text) == ["好ok"])
    }

    @Test("deliveries that say nothing readable are answered, so that they do not come for ever")
    func unreadable() {
        var stage = SessionStage.bound()
        stage.hear(Stage.deliver("hello", sequence: 5))
        stage.hear(Stage.deliver("T", sequence: 6, esmClass: 0, from: "10086"))
        stage.hear(Stage.deliver(content: [1, 2], sequence: 7, esmClass: 0, dataCoding: 4))
        #expect(stage.takeSent("deliver_sm_resp").map(\.sequence) == [5, 6, 7])
        #expect(stage.events().isEmpty)
    }
}
