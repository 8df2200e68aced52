import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Receipts, lost responses, restarts and money.
@Suite("Receipts, unknown and money")
struct ReceiptsAndUnknownTests {
    static let price = Money(units: 450)

    /// One message, submitted at 10:01 and answered 100 ms later.
    private func stage(
        _ carrier: ScriptedCarrier, policy: String = TestWorkspace.policy
    ) throws -> Stage {
        let stage = try Stage(
            try TestWorkspace.book([RuleText.order()], policy: policy), from: at("12-03 10:00"),
            carrier: carrier)
        try stage.customer("c1")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        return stage
    }

    private func providerID(_ carrier: ScriptedCarrier) throws -> String {
        ScriptedCarrier.providerID(of: try #require(carrier.received.first).submission)
    }

    @Test("the same receipt twice counts once, and acceptance is charged once")
    func receiptTwice() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(carrier)
        try stage.run(to: at("12-03 10:02"))
        let id = try providerID(carrier)
        for _ in 1...2 { carrier.receipt(id, .delivered, "DELIVRD", at: at("12-03 10:02:05")) }
        try stage.run(to: at("12-03 10:03"))
        carrier.receipt(id, .delivered, "DELIVRD", at: at("12-03 10:02:05"))
        try stage.run(to: at("12-03 10:04"))
        #expect(try stage.states() == [.delivered: 1])
        #expect(try stage.charged() == Self.price)
    }

    @Test("a receipt before the response waits for it")
    func early() throws {
        let carrier = ScriptedCarrier { _ in nil }
        let stage = try stage(carrier)
        try stage.run(to: at("12-03 10:01:01"))
        let submission = try #require(carrier.received.first).submission
        carrier.receipt("p-1", .delivered, "DELIVRD", at: at("12-03 10:01:02"))
        try stage.run(to: at("12-03 10:01:05"))
        #expect(try stage.states() == [.written: 1])
        carrier.say(
            .response(
                submission: submission.id, .accepted(providerID: "p-1"), at: at("12-03 10:01:06")))
        try stage.run(to: at("12-03 10:02"))
        #expect(try stage.states() == [.delivered: 1])
        #expect(try stage.charged() == Self.price)
    }

    @Test("the first final word stands, whatever comes after it; a failure is not refunded")
    func afterFinal() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(carrier)
        try stage.run(to: at("12-03 10:02"))
        let id = try providerID(carrier)
        carrier.receipt(id, .failed, "MI:0024", at: at("12-03 10:02:05"))
        carrier.receipt(id, .delivered, "DELIVRD", at: at("12-03 10:02:06"))
        try stage.run(to: at("12-03 10:03"))
        #expect(try stage.states() == [.failed: 1])
        #expect(try stage.charged() == Self.price)
    }

    @Test("without a receipt a message stays accepted")
    func silent() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(carrier)
        try stage.run(to: at("12-08 00:00"))
        #expect(try stage.states() == [.accepted: 1])
    }

    @Test("failed and unknown messages count for caps")
    func takesSlot() throws {
        let policy = TestWorkspace.policy.replacing("4 per month", with: "1 per month")
        for isFailed in [true, false] {
            let carrier = ScriptedCarrier {
                isFailed ? .accepted(providerID: ScriptedCarrier.providerID(of: $0)) : .timedOut
            }
            let stage = try stage(carrier, policy: policy)
            try stage.run(to: at("12-03 10:02"))
            if isFailed {
                carrier.receipt(
                    try providerID(carrier), .failed, "MI:0024", at: at("12-03 10:02:05"))
            }
            try stage.event("order.placed", of: "c1", at: at("12-03 10:02"), id: "o2")
            try stage.run(to: at("12-03 10:05"))
            #expect(try stage.states() == [isFailed ? .failed : .unknown: 1])
            try stage.expect(["12-03 10:01 a c1 send", "12-03 10:03 a c1 drop cap.month"])
        }
    }

    @Test("a lost response leaves it unknown, is not charged, and is never submitted again")
    func lost() throws {
        let carrier = ScriptedCarrier { _ in .timedOut }
        let stage = try stage(carrier)
        try stage.run(to: at("12-08 00:00"))
        #expect(try stage.states() == [.unknown: 1])
        #expect(carrier.received.count == 1)
        #expect(try stage.charged() == .zero)
        #expect(try stage.store.unknownMessages().map(\.key) == ["o1"])
    }

    /// What may come late to an unknown message, and how it ends.
    static let lateWords: [(ProviderEvent.Response, MessageState)] = [
        (.accepted(providerID: "p-9"), .accepted), (.refused(code: "MK:0012"), .refused),
        (.throttled(code: "8"), .expired), (.timedOut, .unknown),
    ]

    @Test("a late response resolves what is unknown, never queues it", arguments: lateWords)
    func lateResponse(_ word: ProviderEvent.Response, _ end: MessageState) throws {
        let carrier = ScriptedCarrier { _ in .timedOut }
        let stage = try stage(carrier)
        try stage.run(to: at("12-03 10:05"))
        let submission = try #require(carrier.received.first).submission
        for second in [6, 7] {
            carrier.say(
                .response(submission: submission.id, word, at: at("12-03 10:05:0\(second)")))
        }
        try stage.run(to: at("12-03 10:10"))
        #expect(try stage.states() == [end: 1])
        #expect(carrier.received.count == 1)
        #expect(try stage.charged() == (end == .accepted ? Self.price : .zero))
    }

    @Test("a restart turns written into unknown, never into queued; a late word resolves it")
    func restart() throws {
        let carrier = ScriptedCarrier { _ in nil }
        let stage = try stage(carrier)
        try stage.run(to: at("12-03 10:02"))
        #expect(try stage.states() == [.written: 1])
        #expect(try stage.restart().becameUnknown == 1)
        #expect(try stage.restart().becameUnknown == 0)
        try stage.run(to: at("12-04 10:00"))
        #expect(try stage.states() == [.unknown: 1])
        #expect(carrier.received.count == 1)
        let submission = try #require(carrier.received.first).submission
        carrier.say(
            .response(
                submission: submission.id, .accepted(providerID: "p-1"), at: at("12-04 10:00:01")))
        carrier.receipt("p-1", .delivered, "DELIVRD", at: at("12-04 10:00:02"))
        try stage.run(to: at("12-04 10:01"))
        #expect(try stage.states() == [.delivered: 1])
        #expect(try stage.charged() == Self.price)
    }

    @Test("a restart keeps the queue: what was not written leaves, once")
    func restartWithQueue() throws {
        let carrier = ScriptedCarrier()
        let book = try TestWorkspace.book(
            [RuleText.order()], settings: RuleText.settings(rate: 1))
        let stage = try Stage(book, from: at("12-03 10:00"), carrier: carrier)
        for index in 1...20 {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:01:08"))
        #expect(carrier.received.count < 15)
        try stage.restart()
        try stage.run(to: at("12-03 10:05"))
        #expect(carrier.received.count == 20)
        #expect(Set(carrier.received.map(\.submission.number)).count == 20)
    }

    @Test("a provider id that comes again belongs to the latest submission")
    func idAgain() throws {
        let carrier = ScriptedCarrier { _ in .accepted(providerID: "p-1") }
        let stage = try stage(carrier)
        try stage.run(to: at("12-03 10:02"))
        carrier.receipt("p-1", .failed, "MI:0024", at: at("12-03 10:02:01"))
        try stage.run(to: at("12-03 10:03"))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:03"), id: "o2")
        try stage.run(to: at("12-03 10:05"))
        #expect(try stage.states() == [.failed: 1, .accepted: 1])
        carrier.receipt("p-1", .delivered, "DELIVRD", at: at("12-03 10:05:01"))
        try stage.run(to: at("12-03 10:06"))
        #expect(try stage.states() == [.failed: 1, .delivered: 1])
        #expect(try stage.charged() == Self.price * 2)
    }
}
