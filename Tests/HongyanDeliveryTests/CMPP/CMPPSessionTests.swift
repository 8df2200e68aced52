import HongyanCore
import Testing

@testable import HongyanDelivery

/// What is CMPP's own: the proofs of the login, widths, ids, reports and replies.
@Suite("CMPP session")
struct CMPPSessionTests {
    /// A session with nobody at the other end.
    struct Stage {
        var session: LinkSession
        let wire: WireProtocol
        var now = SessionStage.start
        var sent: [WirePacket] = []
        var closes = 0

        init(_ version: CMPPVersion, verifies: Bool = true) {
            var link = CarrierLink(
                host: "ismg", port: 7_890, systemID: "901234", source: "10690000")
            link.numberForm = .national
            var terms = CMPPTerms(version: version, serviceID: "MAD0001", feeType: "02")
            terms.verifiesGateway = verifies
            session = LinkSession.all(of: "main", .cmpp(link, terms), password: "secret")[0]
            wire = version == .two ? CMPP.wire2 : CMPP.wire3
        }

        static func bound(_ version: CMPPVersion) throws -> Stage {
            var stage = Stage(version)
            let login = stage.connect()
            try stage.welcome(login)
            #expect(stage.session.standing == .bound)
            return stage
        }

        mutating func run(_ body: (inout LinkSession, Timestamp) -> [LinkAction]) {
            for action in body(&session, now) {
                switch action {
                case .connect, .wake: break
                case .close: closes += 1
                case .send(let octets):
                    if let packet = try? wire.read(octets[...]) { sent.append(packet) }
                }
            }
        }

        mutating func connect() -> WirePacket {
            run { $0.start(at: $1) }
            run { $0.connected(at: $1) }
            return sent.removeFirst()
        }

        /// - Parameter secret: Nil for a gateway that proves nothing.
        mutating func welcome(_ login: WirePacket, secret: String? = "secret") throws {
            var packet = try packet("CMPP_CONNECT_RESP", login.sequence)
            if let secret {
                packet["AuthenticatorISMG"] = .bytes(
                    CMPPLogin.gateway(
                        status: 0, octets: wire.name == "cmpp2" ? 1 : 4,
                        proof: login.bytes("AuthenticatorSource"), secret: secret))
            }
            try hear(packet)
        }

        func packet(_ name: String, _ sequence: UInt32) throws -> WirePacket {
            WirePacket(empty: try #require(wire.layout(named: name)), sequence: sequence)
        }

        mutating func hear(_ packet: WirePacket) throws {
            let octets = try wire.write(packet)
            run { $0.received(octets, at: $1) }
        }

        mutating func answer(
            _ request: WirePacket, id: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8], result: UInt64 = 0
        ) throws {
            var packet = try packet("CMPP_SUBMIT_RESP", request.sequence)
            packet["Msg_Id"] = .bytes(id)
            packet.set("Result", result)
            try hear(packet)
        }

        mutating func takeSent(_ name: String) -> [WirePacket] {
            defer { sent = [] }
            return sent.filter { $0.layout.name == name }
        }

        mutating func events() -> [ProviderEvent] {
            let events = session.poll(through: now)
            run { $0.confirm(at: $1) }
            return events
        }

        mutating func submit(_ text: String = "【云杉商城】您好", _ index: Int = 1) -> [WirePacket] {
            run { $0.submit([SessionStage.submission(index, text)], at: $1) }
            return takeSent("CMPP_SUBMIT")
        }

        func deliver(_ content: [UInt8], isReport: Bool, format: UInt64 = 8) throws -> WirePacket {
            var packet = try packet("CMPP_DELIVER", 77)
            packet["Msg_Id"] = .bytes([9, 9, 9, 9, 9, 9, 9, 9])
            packet.set("Dest_Id", "10690000")
            packet.set("Src_terminal_Id", "8613810000001")
            packet.set("Registered_Delivery", isReport ? 1 : 0)
            packet.set("Msg_Fmt", format)
            packet["Msg_Content"] = .bytes(content)
            return packet
        }
    }

    @Test(
        "MD5 is that of RFC 1321, appendix A.5",
        arguments: [
            ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a"
            ),
            (
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
                "d174ab98d277d9f5a5611c2c9f419d9f"
            ),
        ])
    func md5(text: String, hash: String) {
        #expect(WireJSON.hex(MD5.hash(Array(text.utf8))) == hash)
    }

    @Test("MD5 is whole at every length around a block")
    func md5Lengths() {
        let hashes = (50...130).map { MD5.hash([UInt8](repeating: 0x61, count: $0)) }
        #expect(Set(hashes).count == hashes.count && hashes.allSatisfy { $0.count == 16 })
        // 64 times "a".
        #expect(WireJSON.hex(hashes[14]) == "014842d480b571495a4a0363793f7367")
    }

    @Test(
        "the login carries the SP_Id, the time of China and the proof, which another time changes")
    func login() throws {
        var stage = Stage(.three)
        // 2026-09-21T13:33:20Z is 21:33:20 in China.
        let login = stage.connect()
        #expect(login.text("Source_Addr") == "901234" && login.number("Version") == 0x30)
        let (day, _) = Zone.china.split(SessionStage.start)
        let stamp = UInt32(login.number("Timestamp"))
        #expect(stamp / 100_000_000 == UInt32(day.fields.month))
        #expect(stamp / 1_000_000 % 100 == UInt32(day.fields.day))
        let digits = stamp < 1_000_000_000 ? "0\(stamp)" : "\(stamp)"
        let message = Array("901234".utf8) + Array(repeating: 0, count: 9) + "secret\(digits)".utf8
        #expect(login.bytes("AuthenticatorSource") == MD5.hash(message))
    }

    @Test("a gateway that does not prove that it knows the secret is not trusted, unless told to")
    func gateway() throws {
        for (secret, verifies, isBound) in [
            ("secret", true, true), ("other", true, false), (nil, true, false),
            (nil, false, true),
        ] as [(String?, Bool, Bool)] {
            for version in CMPPVersion.allCases {
                var stage = Stage(version, verifies: verifies)
                let login = stage.connect()
                try stage.welcome(login, secret: secret)
                #expect((stage.session.standing == .bound) == isBound)
                #expect(stage.closes == (isBound ? 0 : 1))
            }
        }
    }

    @Test("a gateway of another version is told apart, and tried again slowly")
    func otherVersion() throws {
        var stage = Stage(.three)
        let login = stage.connect()
        let two = WirePacket(
            empty: try #require(CMPP.wire2.layout(named: "CMPP_CONNECT_RESP")),
            sequence: login.sequence)
        let octets = try CMPP.wire2.write(two)
        stage.run { $0.received(octets, at: $1) }
        stage.run { $0.closed(reason: "closed", at: $1) }
        guard case .waiting(let reason, let until) = stage.session.standing else {
            Issue.record("\(stage.session.standing)")
            return
        }
        #expect(reason.contains("another version") && until >= stage.now + .seconds(30))
    }

    @Test("a submission says what the account needs, and its answer's id is the message's")
    func submit() throws {
        for version in CMPPVersion.allCases {
            var stage = try Stage.bound(version)
            let packet = try #require(stage.submit().first)
            #expect(packet.number("Pk_total") == 1 && packet.number("Pk_number") == 1)
            #expect(packet.number("Registered_Delivery") == 1)
            #expect(packet.text("Service_Id") == "MAD0001" && packet.text("Msg_src") == "901234")
            #expect(packet.text("Src_Id") == "10690000" && packet.text("FeeType") == "02")
            #expect(packet["Dest_terminal_Id"] == .list([Array("13810000001".utf8)]))
            #expect(CMPP.text(of: packet) == "【云杉商城】您好")
            try stage.answer(packet)
            let response = stage.events().first?.response?.response
            #expect(response == .accepted(providerID: "0102030405060708"))
        }
    }

    @Test(
        "results and what they mean",
        arguments: [
            (8, true), (9, false), (5, false), (13, false), (155, true), (1, false),
        ] as [(UInt64, Bool)])
    func results(result: UInt64, isRetried: Bool) throws {
        var stage = try Stage.bound(.two)
        try stage.answer(stage.submit()[0], id: [0, 0, 0, 0, 0, 0, 0, 0], result: result)
        let response = stage.events().first?.response?.response
        let code = String(result)
        #expect(response == (isRetried ? .throttled(code: code) : .refused(code: code)))
    }

    @Test("a duplicate sequence number leaves open what became of the first")
    func duplicate() throws {
        var stage = try Stage.bound(.three)
        try stage.answer(stage.submit()[0], result: 3)
        #expect(stage.events().map { $0.response?.response } == [.timedOut])
    }

    @Test("a result of the other version's width is read as it is meant")
    func resultWidths() throws {
        for (version, octets) in [(CMPPVersion.three, [8]), (.two, [0, 0, 0, 8])]
            as [(CMPPVersion, [UInt8])]
        {
            var stage = try Stage.bound(version)
            let request = stage.submit()[0]
            var packet: [UInt8] = []
            OctetWriter.append(UInt64(20 + octets.count), count: 4, to: &packet)
            OctetWriter.append(0x8000_0004, count: 4, to: &packet)
            OctetWriter.append(UInt64(request.sequence), count: 4, to: &packet)
            packet += [UInt8](repeating: 0, count: 8) + octets
            stage.run { $0.received(packet, at: $1) }
            #expect(stage.events().map { $0.response?.response } == [.throttled(code: "8")])
        }
    }

    @Test("long messages: parts in order, one reference, numbered in the header and in Pk_number")
    func long() throws {
        var stage = try Stage.bound(.three)
        let packets = stage.submit(SessionStage.longText)
        #expect(packets.map { $0.number("Pk_number") } == [1, 2, 3])
        #expect(packets.allSatisfy { $0.number("Pk_total") == 3 && $0.number("TP_udhi") == 1 })
        #expect(packets.allSatisfy { $0.bytes("Msg_Content").count <= 140 })
        #expect(Set(packets.map { $0.bytes("Msg_Content")[3] }).count == 1)
        #expect(packets.compactMap { CMPP.text(of: $0) }.joined() == SessionStage.longText)
        for (index, packet) in packets.enumerated() {
            try stage.answer(packet, id: [0, 0, 0, 0, 0, 0, 0, UInt8(index)])
        }
        let ids = (0..<3).map { "000000000000000\($0)" }
        #expect(
            stage.events().map { $0.response?.response } == [.acceptedInParts(providerIDs: ids)])
    }

    @Test("reports of 60 and 71 octets on both versions; the inner id is the key")
    func reports() throws {
        for version in CMPPVersion.allCases {
            for isThree in [false, true] {
                var stage = try Stage.bound(version)
                for (stat, outcome) in [
                    ("DELIVRD", Receipt.Outcome.delivered), ("MK:0001", .failed), ("AF:4", .failed),
                    ("EXPIRED", .failed), ("ACCEPTD", nil), ("UNKNOWN", nil),
                ] as [(String, Receipt.Outcome?)] {
                    let content = CMPPReport.written(
                        id: [1, 2, 3, 4, 5, 6, 7, 8], stat: stat, submitTime: "2611210930",
                        doneTime: "2611210931", destination: "13810000001", sequence: 3,
                        isThree: isThree)
                    try stage.hear(try stage.deliver(content, isReport: true))
                    if outcome != nil { #expect(stage.sent.isEmpty, "answered before it is kept") }
                    let receipt = stage.events().first?.receipt
                    #expect(receipt?.outcome == outcome && (receipt?.code ?? stat) == stat)
                    if outcome != nil { #expect(receipt?.providerID == "0102030405060708") }
                    let answer = try #require(stage.takeSent("CMPP_DELIVER_RESP").first)
                    #expect(answer.bytes("Msg_Id") == [9, 9, 9, 9, 9, 9, 9, 9])
                    #expect(answer.sequence == 77 && answer.number("Result") == 0)
                }
            }
        }
    }

    @Test("replies in UCS-2, ASCII and GBK; the same delivery again is the same reply")
    func replies() throws {
        var stage = try Stage.bound(.two)
        for (format, content, text) in [
            (8, UCS2.encode("退订"), "退订"), (0, Array("TD".utf8), "TD"),
            (15, [0xCD, 0xCB, 0xB6, 0xA9], "退订"), (15, [0x54, 0xFF], "T\u{FFFD}"),
        ] as [(UInt64, [UInt8], String)] {
            let packet = try stage.deliver(content, isReport: false, format: format)
            try stage.hear(packet)
            try stage.hear(packet)
            let replies = stage.events().compactMap(\.reply)
            #expect(replies.map(\.text) == [text, text])
            #expect(Set(replies.map(\.id)).count == 1)
            #expect(replies.first?.number == PhoneNumber(e164: "+8613810000001"))
        }
    }

    @Test("a long reply is put together from its parts")
    func longReply() throws {
        var stage = try Stage.bound(.three)
        for (number, text) in [(2, "订"), (1, "退")] as [(UInt8, String)] {
            let place = ConcatenationPart(reference: 7, total: 2, number: number)
            var packet = try stage.deliver(place.header + UCS2.encode(text), isReport: false)
            packet.set("TP_udhi", 1)
            try stage.hear(packet)
        }
        #expect(stage.events().compactMap(\.reply).map(\.text) == ["退订"])
    }

    @Test("ACTIVE_TEST both ways, and a gateway that says good-bye")
    func alive() throws {
        var stage = try Stage.bound(.three)
        try stage.hear(try stage.packet("CMPP_ACTIVE_TEST", 5))
        #expect(stage.takeSent("CMPP_ACTIVE_TEST_RESP").map(\.sequence) == [5])
        stage.now = stage.now + .minutes(3)
        stage.run { $0.tick(at: $1) }
        let test = try #require(stage.takeSent("CMPP_ACTIVE_TEST").first)
        try stage.hear(try stage.packet("CMPP_ACTIVE_TEST_RESP", test.sequence))
        stage.now = stage.now + .seconds(20)
        stage.run { $0.tick(at: $1) }
        #expect(stage.session.standing == .bound && stage.closes == 0)
        try stage.hear(try stage.packet("CMPP_TERMINATE", 6))
        #expect(stage.takeSent("CMPP_TERMINATE_RESP").map(\.sequence) == [6] && stage.closes == 1)
    }

    @Test("no octets make a session crash, hang or keep much", arguments: 0..<30)
    func noise(seed: Int) throws {
        var random = RandomStream(seed: UInt64(seed), purpose: "noise", id: "cmpp")
        var stage = try Stage.bound(seed.isMultiple(of: 2) ? .two : .three)
        let valid = try stage.wire.layouts.map {
            try stage.wire.write(WirePacket(empty: $0, sequence: 1))
        }
        _ = stage.submit(SessionStage.longText)
        for _ in 0..<300 {
            var octets = valid[random.below(valid.count)]
            for _ in 0..<random.below(5) {
                octets[3 + random.below(octets.count - 3)] = UInt8(random.below(256))
            }
            stage.run { $0.received(octets, at: $1) }
            if stage.closes > 0 { stage = try Stage.bound(.three) }
        }
    }
}
