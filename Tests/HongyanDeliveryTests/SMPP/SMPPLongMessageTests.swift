import HongyanCore
import Testing

@testable import HongyanDelivery

/// Messages of several parts: how they are cut, and what becomes of them.
@Suite("SMPP long messages")
struct SMPPLongMessageTests {
    typealias Stage = SessionStage

    private static func text(_ packets: [WirePacket]) -> String {
        packets.compactMap { SMPP.text(of: $0) }.joined()
    }

    @Test("parts go one behind the other, with one reference, and read together as the text")
    func udh() {
        var stage = SessionStage.bound()
        stage.submit([Stage.submission(1, Stage.longText), Stage.submission(2)])
        let sent = stage.takeSent()
        #expect(sent.count == 4)
        let places = sent.prefix(3).map { SMPP.concatenation(of: $0) }
        #expect(places.map { $0?.number } == [1, 2, 3])
        #expect(Set(places.map { $0?.reference }).count == 1 && places[0]?.total == 3)
        #expect(sent.prefix(3).allSatisfy { $0.number("esm_class") == 0x40 })
        #expect(sent.prefix(3).allSatisfy { $0.bytes("short_message").count <= 140 })
        #expect(Self.text(Array(sent.prefix(3))) == Stage.longText)
        #expect(Set(sent.map(\.sequence)).count == 4)
    }

    @Test("sar parameters instead of a header, or one payload, as the channel says")
    func otherForms() {
        var sar = SessionStage.bound { $0.long = .sar }
        sar.submit([Stage.submission(1, Stage.longText)])
        let parts = sar.takeSent()
        #expect(parts.map { SMPP.concatenation(of: $0)?.number } == [1, 2, 3])
        #expect(parts.allSatisfy { $0.number("esm_class") == 0 })
        #expect(Self.text(parts) == Stage.longText)

        var payload = SessionStage.bound { $0.long = .payload }
        payload.submit([Stage.submission(1, Stage.longText)])
        let whole = payload.takeSent()
        #expect(whole.count == 1 && whole[0].bytes("short_message").isEmpty)
        #expect(Self.text(whole) == Stage.longText)
    }

    @Test("an emoji at the edge of a part is never cut", arguments: 60..<72)
    func emoji(length: Int) {
        var stage = SessionStage.bound()
        let text = String(repeating: "八", count: length) + "🎉" + String(repeating: "折", count: 40)
        stage.submit([Stage.submission(1, text)])
        let sent = stage.takeSent()
        #expect(sent.count == PartCount.parts(in: text))
        for packet in sent { #expect(SMPP.text(of: packet)?.contains("\u{FFFD}") == false) }
        #expect(Self.text(sent) == text)
    }

    @Test(
        "where data_coding 0 is the GSM alphabet, a plain text has 160 characters, no escape is cut"
    )
    func gsm() {
        for (text, count) in [
            (String(repeating: "a", count: 160), 1), (String(repeating: "a", count: 161), 2),
            (String(repeating: "€", count: 80), 1), (String(repeating: "a€", count: 110), 3),
        ] {
            var stage = SessionStage.bound { $0.alphabet = .gsm }
            stage.submit([Stage.submission(1, text)])
            let sent = stage.takeSent()
            #expect(sent.count == count && sent.allSatisfy { $0.number("data_coding") == 0 })
            #expect(Self.text(sent) == text)
        }
        var stage = SessionStage.bound { $0.alphabet = .gsm }
        stage.submit([Stage.submission(1, "hello 你好")])
        #expect(stage.takeSent()[0].number("data_coding") == 8)
        for (alphabet, coding) in [(SMPPAlphabet.ascii, UInt64(1)), (.latin1, 3), (.ucs2, 8)] {
            var stage = SessionStage.bound { $0.alphabet = alphabet }
            stage.submit([Stage.submission(1, "hello")])
            let sent = stage.takeSent()
            #expect(sent[0].number("data_coding") == coding && Self.text(sent) == "hello")
        }
    }

    @Test("the answers of the parts become one, in the order of the parts")
    func answers() {
        var stage = SessionStage.bound()
        stage.submit([Stage.submission(1, Stage.longText)])
        let sent = stage.takeSent()
        stage.accept(sent[1], as: "b")
        stage.accept(sent[0], as: "a")
        #expect(stage.events().isEmpty)
        stage.accept(sent[2], as: "c")
        let ids = stage.events().map { $0.response?.response }
        #expect(ids == [.acceptedInParts(providerIDs: ["a", "b", "c"])])
    }

    @Test("a throttle on the second of three parts sends that part again, and no other")
    func throttledPart() {
        var stage = SessionStage.bound()
        stage.submit([Stage.submission(1, Stage.longText)])
        let sent = stage.takeSent()
        stage.accept(sent[0], as: "a")
        stage.answer(sent[1], status: 0x58)
        stage.accept(sent[2], as: "c")
        #expect(stage.events().isEmpty && stage.takeSent().isEmpty)
        stage.wait(.seconds(1))
        let again = stage.takeSent()
        #expect(again.count == 1)
        #expect(again[0].bytes("short_message") == sent[1].bytes("short_message"))
        #expect(again[0].sequence != sent[1].sequence)
        stage.accept(again[0], as: "b")
        let ids = stage.events().map { $0.response?.response }
        #expect(ids == [.acceptedInParts(providerIDs: ["a", "b", "c"])])
    }

    @Test("a first part that is throttled alone gives the whole message back")
    func throttledFirst() {
        var stage = SessionStage.bound { $0.window = 1 }
        stage.submit([Stage.submission(1, Stage.longText)])
        stage.answer(stage.takeSent()[0], status: 0x58)
        #expect(stage.events().map { $0.response?.response } == [.throttled(code: "RTHROTTLED")])
        stage.wait(.minutes(1))
        #expect(stage.takeSent().isEmpty)
    }

    @Test(
        "one refused part: the others are with the carrier, so it is accepted and has failed, once")
    func refusedPart() {
        var stage = SessionStage.bound()
        stage.submit([Stage.submission(1, Stage.longText)])
        let sent = stage.takeSent()
        stage.accept(sent[0], as: "a")
        stage.answer(sent[1], status: 0x45)
        stage.answer(sent[2], status: 0x45)
        let events = stage.events()
        #expect(events.count == 2)
        #expect(events[0].response?.response == .acceptedInParts(providerIDs: ["a"]))
        #expect(events[1].receipt?.outcome == .failed && events[1].receipt?.providerID == "a")
        #expect(events[1].receipt?.code == "RSUBMITFAIL")
    }

    @Test("one part in doubt: the rest is not sent, nothing goes again, the whole is unknown")
    func doubtfulPart() {
        var stage = SessionStage.bound { $0.window = 1 }
        stage.submit([Stage.submission(1, Stage.longText)])
        stage.accept(stage.takeSent()[0], as: "a")
        let second = stage.takeSent()
        #expect(second.count == 1)
        stage.wait(.minutes(1))
        #expect(stage.events().map { $0.response?.response } == [.timedOut])
        stage.wait(.minutes(1))
        #expect(stage.takeSent().isEmpty)
        stage.accept(second[0], as: "b")
        #expect(stage.events().isEmpty, "two of three parts are no acceptance")
    }

    @Test("parts that were all written and answered late make the message accepted after all")
    func lateParts() {
        var stage = SessionStage.bound()
        stage.submit([Stage.submission(1, Stage.longText)])
        let sent = stage.takeSent()
        stage.accept(sent[0], as: "a")
        stage.wait(.minutes(1))
        #expect(stage.events().map { $0.response?.response } == [.timedOut])
        stage.accept(sent[2], as: "c")
        #expect(stage.events().isEmpty)
        stage.accept(sent[1], as: "b")
        let ids = stage.events().map { $0.response?.response }
        #expect(ids == [.acceptedInParts(providerIDs: ["a", "b", "c"])])
    }
}
