import HongyanCore
import Testing

@testable import HongyanDelivery

/// Octets that come otherwise than one packet at a time.
@Suite("SMPP stream")
struct SMPPStreamTests {
    typealias Stage = SessionStage

    private static func answer(_ request: WirePacket, id: String) throws -> [UInt8] {
        var packet = WirePacket(
            empty: SMPP.wire.layout(named: "submit_sm_resp")!, sequence: request.sequence)
        packet.set("message_id", id)
        return try SMPP.wire.write(packet)
    }

    @Test("two packets in one read, one packet in many")
    func cuts() throws {
        var stage = SessionStage.bound()
        stage.submit((0..<3).map { Stage.submission($0) })
        let requests = stage.takeSent()
        var octets: [UInt8] = []
        for (index, request) in requests.enumerated() {
            octets += try Self.answer(request, id: "i\(index)")
        }
        stage.hear(Array(octets.prefix(30)))
        for octet in octets.dropFirst(30) { stage.hear([octet]) }
        let ids = stage.events().compactMap { $0.response?.response }
        #expect(ids == (0..<3).map { .accepted(providerID: "i\($0)") })
    }

    @Test("an absurd length ends the connection", arguments: [UInt32(0), 15, 0x7FFF_FFFF, 70_001])
    func absurdLength(length: UInt32) {
        var stage = SessionStage.bound()
        var octets: [UInt8] = []
        OctetWriter.append(UInt64(length), count: 4, to: &octets)
        stage.hear(octets)
        #expect(stage.closes == 1)
        stage.hear([1, 2, 3, 4])
        stage.run { $0.closed(reason: "closed", at: $1) }
        guard case .waiting(let reason, _) = stage.session.standing else {
            Issue.record("not waiting")
            return
        }
        #expect(reason.contains("length"))
    }

    @Test("an unknown command is refused with generic_nack, and what follows is understood")
    func unknownCommand() throws {
        var stage = SessionStage.bound()
        stage.submit([Stage.submission(1)])
        let request = stage.takeSent()[0]
        let strange = try #require(
            WireJSON.octets(hex: "00000014 00000777 00000000 00000042 01020304"))
        stage.hear(strange + (try Self.answer(request, id: "a")))
        let nack = stage.takeSent("generic_nack")
        #expect(nack.map(\.sequence) == [0x42] && nack.map(\.status) == [3])
        #expect(stage.events().map { $0.response?.response } == [.accepted(providerID: "a")])
    }

    @Test("an answer whose body is missing or broken still says yes or no")
    func brokenBody() throws {
        for (status, body, isTaken) in [
            ("00000000", "", true), ("00000000", "414243", true), ("00000058", "41", false),
        ] {
            var stage = SessionStage.bound()
            stage.submit([Stage.submission(1)])
            let sequence = String(stage.takeSent()[0].sequence, radix: 16)
            let padded = String(repeating: "0", count: 8 - sequence.count) + sequence
            let length = 16 + body.count / 2
            let head = "000000\(length < 16 ? "0" : "")\(String(length, radix: 16))"
            stage.hear(
                try #require(WireJSON.octets(hex: "\(head)80000004\(status)\(padded)\(body)")))
            let response = stage.events().first?.response?.response
            switch response {
            case .accepted: #expect(isTaken)
            case .throttled: #expect(!isTaken)
            default: Issue.record("\(status) \(body): \(String(describing: response))")
            }
        }
    }

    @Test("two messages whose answers have no id have ids of their own")
    func noIDs() {
        var stage = SessionStage.bound()
        stage.submit([Stage.submission(1), Stage.submission(2)])
        for request in stage.takeSent() { stage.accept(request, as: "") }
        let ids = stage.events().compactMap { event -> String? in
            if case .accepted(let id) = event.response?.response { id } else { nil }
        }
        #expect(Set(ids).count == 2)
    }

    @Test("no octets make a session crash, hang or keep much", arguments: 0..<40)
    func noise(seed: Int) {
        var random = RandomStream(seed: UInt64(seed), purpose: "noise", id: "stream")
        var stage = SessionStage.bound()
        stage.submit((0..<10).map { Stage.submission($0) })
        let valid = stage.sent.compactMap { try? SMPP.wire.write($0) }
        for _ in 0..<300 {
            var octets = valid[random.below(valid.count)]
            // Commands of answers and of deliveries, with damage.
            octets[7] = [0x04, 0x05, 0x15, 0x06, 0x09, 0x03][random.below(6)]
            if random.chance(of10000: 5_000) { octets[4] = 0x80 }
            for _ in 0..<random.below(4) {
                octets[4 + random.below(octets.count - 4)] = UInt8(random.below(256))
            }
            octets[4] &= 0x80
            stage.hear(octets)
            if stage.closes > 0 {
                stage.run { $0.closed(reason: "noise", at: $1) }
                stage = SessionStage.bound()
            }
        }
        #expect(stage.session.standing == .bound || stage.closes > 0)
    }
}
