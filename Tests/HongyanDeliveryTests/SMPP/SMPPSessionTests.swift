import HongyanCore
import Testing

@testable import HongyanDelivery

/// What a session does with what the other end says, in virtual time.
@Suite("SMPP session")
struct SMPPSessionTests {
    typealias Stage = SessionStage

    @Test(
        "each role binds as itself, with its account",
        arguments: ["transceiver", "transmitter", "receiver"])
    func binds(role: String) throws {
        let role = try #require(LinkRole(rawValue: role))
        var stage = SessionStage(role: role) { $0.systemType = "cm" }
        stage.run { $0.start(at: $1) }
        #expect(stage.connects == 1)
        stage.run { $0.connected(at: $1) }
        let bind = try #require(stage.sent.first)
        #expect(bind.layout.name == "bind_\(role.rawValue)")
        #expect(bind.text("system_id") == "hongyan" && bind.text("password") == "secret")
        #expect(bind.text("system_type") == "cm" && bind.number("interface_version") == 0x34)
        #expect(stage.session.standing == .binding && stage.session.room(at: stage.now) == 0)
        stage.answer(bind, ["system_id": "SMSC"])
        #expect(stage.session.standing == .bound)
        #expect(stage.session.room(at: stage.now) == (role == .receiver ? 0 : 10))
    }

    @Test(
        "a refused bind is told and not hammered; a lost connection is tried again soon, then slower"
    )
    func backsOff() {
        var stage = SessionStage()
        stage.run { $0.start(at: $1) }
        stage.run { $0.connected(at: $1) }
        stage.answer(stage.sent.removeFirst(), status: 0x0E)
        #expect(stage.closes == 1)
        stage.run { $0.closed(reason: "closed", at: $1) }
        guard case .waiting(let reason, let until) = stage.session.standing else {
            Issue.record("not waiting")
            return
        }
        #expect(reason == "bind refused: RINVPASWD" && until == stage.now + .seconds(30))
        stage.wait(.seconds(29))
        #expect(stage.connects == 1)
        stage.wait(.seconds(1))
        #expect(stage.connects == 2)

        var lost = SessionStage.bound()
        var waits: [Int64] = []
        for _ in 0..<9 {
            lost.run { $0.closed(reason: "reset", at: $1) }
            guard case .waiting(_, let until) = lost.session.standing else { return }
            waits.append((until - lost.now).milliseconds)
            lost.wait(until - lost.now)
        }
        #expect(waits == [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    }

    @Test("no more than the window is on the wire, and each answer frees its slot in any order")
    func window() {
        var stage = SessionStage.bound { $0.window = 4 }
        stage.submit((0..<6).map { Stage.submission($0) })
        var first = stage.takeSent()
        #expect(first.count == 4 && stage.session.room(at: stage.now) == 0)
        stage.accept(first[3], as: "d")
        stage.accept(first[1], as: "b")
        #expect(stage.takeSent().count == 2)
        stage.accept(first.removeFirst(), as: "a")
        #expect(stage.session.room(at: stage.now) == 1)
        let ids = stage.events().compactMap { $0.response?.response }
        #expect(
            ids == [
                .accepted(providerID: "d"), .accepted(providerID: "b"), .accepted(providerID: "a"),
            ])
    }

    @Test("sequence numbers rise from 1 and none is used twice at once")
    func sequences() {
        var stage = SessionStage.bound { $0.window = 50 }
        stage.submit((0..<50).map { Stage.submission($0) })
        let numbers = stage.takeSent().map(\.sequence)
        #expect(numbers == Array(2...51).map(UInt32.init))
    }

    @Test("an answer that does not come makes its submission unknown; a late one still counts")
    func lateAnswer() {
        var stage = SessionStage.bound()
        stage.submit([Stage.submission(1)])
        let request = stage.takeSent()[0]
        stage.wait(.seconds(59))
        #expect(stage.events().isEmpty)
        stage.wait(.seconds(1))
        #expect(stage.events().map { $0.response?.response } == [.timedOut])
        #expect(stage.takeSent().isEmpty, "a submission in doubt was sent again")
        stage.wait(.seconds(20))
        stage.accept(request, as: "late")
        #expect(stage.events().map { $0.response?.response } == [.accepted(providerID: "late")])
        stage.accept(request, as: "late")
        #expect(stage.events().isEmpty && stage.session.strayAnswers == 1)
    }

    @Test("answers to nothing are counted and change nothing")
    func strayAnswers() {
        var stage = SessionStage.bound()
        var request = WirePacket(empty: SMPP.wire.layout(named: "submit_sm")!, sequence: 77)
        stage.accept(request, as: "x")
        request.sequence = 0xFFFF_FFFF
        stage.accept(request, as: "y")
        #expect(stage.events().isEmpty && stage.session.strayAnswers == 2)
        #expect(stage.session.standing == .bound)
    }

    @Test("a lost connection leaves what was written unknown and gives back what was not")
    func disconnect() {
        var stage = SessionStage.bound { $0.window = 2 }
        stage.submit((0..<3).map { Stage.submission($0) })
        #expect(stage.takeSent().count == 2)
        stage.run { $0.closed(reason: "reset", at: $1) }
        let responses = stage.events().compactMap { $0.response?.response }
        #expect(responses == [.timedOut, .timedOut, .throttled(code: "unsent")])
        #expect(stage.session.room(at: stage.now) == 0)
        stage.submit([Stage.submission(9)])
        #expect(stage.events().compactMap { $0.response?.response } == [.throttled(code: "unsent")])
    }

    @Test("what was in doubt is not sent again on the new connection, nor bound to its numbers")
    func reconnected() {
        var stage = SessionStage.bound()
        stage.submit([Stage.submission(1)])
        let old = stage.takeSent()[0]
        stage.run { $0.closed(reason: "reset", at: $1) }
        _ = stage.events()
        stage.wait(.seconds(1))
        stage.run { $0.connected(at: $1) }
        stage.answer(stage.sent.removeFirst(), ["system_id": "SMSC"])
        #expect(stage.takeSent().isEmpty)
        stage.accept(old, as: "old")
        #expect(stage.events().isEmpty && stage.session.strayAnswers == 1)
    }

    @Test("slow answers at nine tenths of the time-out with a full window: none is sent twice")
    func slowCarrier() {
        var stage = SessionStage.bound { $0.window = 10 }
        var accepted = 0
        var next = 0
        var seen: [String: Int] = [:]
        for _ in 0..<20 {
            let room = stage.session.room(at: stage.now)
            stage.submit((next..<next + room).map { Stage.submission($0) })
            next += room
            let requests = stage.takeSent()
            for request in requests { seen[request.text("destination_addr"), default: 0] += 1 }
            stage.wait(.seconds(54))
            for request in requests { stage.accept(request, as: "i\(request.sequence)") }
            accepted +=
                stage.events().filter {
                    if case .accepted = $0.response?.response { true } else { false }
                }.count
        }
        #expect(accepted == 200 && next == 200)
        #expect(seen.values.allSatisfy { $0 == 1 })
    }

    @Test(
        "throttled and queue full: the message goes back, and the channel pauses, longer each time",
        arguments: [UInt32(0x58), 0x14])
    func throttle(status: UInt32) {
        var stage = SessionStage.bound()
        var pauses: [Int64] = []
        for index in 0..<8 {
            stage.submit([Stage.submission(index)])
            stage.answer(stage.takeSent()[0], status: status)
            let code = status == 0x58 ? "RTHROTTLED" : "RMSGQFUL"
            #expect(stage.events().map { $0.response?.response } == [.throttled(code: code)])
            #expect(stage.session.room(at: stage.now) == 0)
            var pause: Int64 = 0
            while stage.session.room(at: stage.now) == 0 {
                stage.wait(Span(milliseconds: 250))
                pause += 250
            }
            pauses.append(pause)
        }
        #expect(pauses == [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000])
        stage.submit([Stage.submission(100)])
        stage.accept(stage.takeSent()[0], as: "ok")
        stage.submit([Stage.submission(101)])
        stage.answer(stage.takeSent()[0], status: status)
        stage.wait(Span(milliseconds: 250))
        #expect(stage.session.room(at: stage.now) == 1, "a throttle halves what is out at once")
        for index in 200..<260 {
            stage.submit([Stage.submission(index)])
            stage.accept(stage.takeSent()[0], as: "i\(index)")
        }
        #expect(stage.session.room(at: stage.now) == 10)
    }

    @Test("codes are of one closed set: only throttles and troubles of the far side go again")
    func codes() {
        let expected: [(UInt32, ProviderEvent.Response)] = [
            (0x0B, .refused(code: "RINVDSTADR")), (0x01, .refused(code: "RINVMSGLEN")),
            (0x08, .throttled(code: "RSYSERR")), (0x61, .refused(code: "RINVSCHED")),
            (0x0F, .refused(code: "RINVSYSID")), (0x412, .throttled(code: "0x412")),
            (0xFF, .timedOut),
        ]
        for (status, response) in expected {
            var stage = SessionStage.bound()
            stage.submit([Stage.submission(1)])
            stage.answer(stage.takeSent()[0], status: status)
            #expect(stage.events().map { $0.response?.response } == [response], "\(status)")
        }
        #expect(SMPPStatus.table.map(\.code) == SMPPStatus.table.map(\.code).sorted())
        #expect(Set(SMPPStatus.table.map(\.name)).count == SMPPStatus.table.count)
    }

    @Test("a generic_nack refuses the submission of its number")
    func genericNack() {
        var stage = SessionStage.bound()
        stage.submit([Stage.submission(1)])
        let request = stage.takeSent()[0]
        let nack = SMPP.wire.layout(named: "generic_nack")!
        stage.hear(WirePacket(nack, status: 2, sequence: 0, values: []))
        #expect(stage.events().isEmpty)
        stage.hear(WirePacket(nack, status: 2, sequence: request.sequence, values: []))
        #expect(stage.events().map { $0.response?.response } == [.refused(code: "RINVCMDLEN")])
    }

    @Test("silence is asked about; an answer of any kind keeps the connection, none ends it")
    func enquireLink() {
        var stage = SessionStage.bound { $0.responseTimeout = .seconds(10) }
        stage.wait(.seconds(30))
        #expect(stage.takeSent("enquire_link").count == 1)
        stage.wait(.seconds(5))
        stage.hear(Stage.deliver("id:1 stat:ENROUTE"))
        stage.wait(.seconds(29))
        #expect(stage.closes == 0 && stage.takeSent("enquire_link").isEmpty)
        stage.wait(.seconds(1))
        #expect(stage.takeSent("enquire_link").count == 1)
        stage.wait(.seconds(10))
        #expect(stage.closes == 1 && stage.session.standing == .idle)
    }

    @Test("the other end's enquire_link and unbind are answered")
    func asked() {
        var stage = SessionStage.bound()
        for name in ["enquire_link", "unbind"] {
            let layout = SMPP.wire.layout(named: name)!
            stage.hear(WirePacket(layout, sequence: 0xFFFF_0000, values: []))
            let answers = stage.takeSent("\(name)_resp")
            #expect(answers.map(\.sequence) == [0xFFFF_0000], "\(name)")
        }
        #expect(stage.closes == 1)
    }

    @Test("stopping says good-bye and connects no more")
    func stop() {
        var stage = SessionStage.bound()
        stage.run { $0.stop(at: $1) }
        let unbind = stage.takeSent("unbind")
        #expect(unbind.count == 1)
        stage.answer(unbind[0])
        #expect(stage.closes == 1)
        stage.run { $0.closed(reason: "closed", at: $1) }
        stage.wait(.minutes(10))
        #expect(stage.session.standing == .idle && stage.connects == 1)
    }
}
