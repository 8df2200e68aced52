import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Refusals by reply: at once, across signatures by policy, and doubtful ones before a person.
@Suite("Refusals by reply")
struct RefusalTests {
    private let carrier = ScriptedCarrier()

    private func stage(
        _ rules: [String] = [RuleText.order()], policy: String = TestWorkspace.policy,
        settings: String = TestWorkspace.settings
    ) throws -> Stage {
        let stage = try Stage(
            try TestWorkspace.book(
                rules, policy: policy, templates: RuleText.templates, settings: settings),
            from: at("12-03 10:00"), carrier: carrier)
        try stage.customer("c1")
        return stage
    }

    private func reply(_ text: String, at time: String, id: String) {
        carrier.reply(text, from: Stage.number(of: "c1"), at: at(time), id: id)
    }

    private func order(_ stage: Stage, _ time: String) throws {
        try stage.run(to: at(time))
        try stage.event("order.placed", of: "c1", at: at(time), id: "o \(time)")
    }

    @Test("a doubtful refusal holds marketing until a person resumes it")
    func pause() throws {
        let stage = try stage()
        reply("烦不烦", at: "12-03 10:00:30", id: "mo1")
        try order(stage, "12-03 10:01")
        try stage.run(to: at("12-03 10:30"))
        try stage.expect(["12-03 10:02 a c1 hold optout.pending until 12-04 10:01"])
        let review = try #require(try stage.store.replyReviews().first)
        #expect(review.text == "烦不烦")
        #expect(review.customer == "c1")
        #expect(review.matched == "烦不烦")
        try stage.store.resolveReview(
            review.id, as: .resume, by: "小王", note: "打过电话", narrowing: false,
            at: at("12-03 10:30"))
        try stage.run(to: at("12-03 10:35"))
        #expect(try stage.story().last == "12-03 10:31 a c1 send")
        #expect(try stage.store.replyReviews().isEmpty)
        let verdict = try #require(try stage.store.replyReviews(all: true).first?.verdict)
        #expect(verdict.resolution == .resume)
        #expect(verdict.by == "小王")
        #expect(verdict.note == "打过电话")
        #expect(verdict.at == at("12-03 10:30"))
    }

    @Test("or it becomes a refusal, and cannot be decided twice")
    func refused() throws {
        let stage = try stage()
        reply("没兴趣", at: "12-03 10:00:30", id: "mo1")
        try order(stage, "12-03 10:01")
        try stage.run(to: at("12-03 10:30"))
        let id = try #require(try stage.store.replyReviews().first?.id)
        try stage.store.resolveReview(
            id, as: .optOut, by: "小王", note: nil, narrowing: false, at: at("12-03 10:30"))
        try stage.run(to: at("12-03 10:35"))
        #expect(try stage.story().last == "12-03 10:31 a c1 drop optout")
        #expect(try stage.store.customerView("c1")?.optOuts.first?.source == "review")
        #expect(throws: StoreError.refused("reply \(id) was resolved before")) {
            try stage.store.resolveReview(
                id, as: .resume, by: "小李", note: nil, narrowing: false, at: at("12-03 10:40"))
        }
        #expect(throws: StoreError.refused("there is no reply 99 to resolve")) {
            try stage.store.resolveReview(
                99, as: .resume, by: "小李", note: nil, narrowing: false, at: at("12-03 10:40"))
        }
    }

    @Test("a clear word of the customer's settles what was doubtful")
    func settled() throws {
        let stage = try stage()
        reply("烦不烦", at: "12-03 10:00:30", id: "mo1")
        try order(stage, "12-03 10:01")
        try stage.run(to: at("12-03 10:30"))
        reply("退订", at: "12-03 10:30:30", id: "mo2")
        try stage.run(to: at("12-03 10:35"))
        #expect(try stage.story().last == "12-03 10:31 a c1 drop optout")
        #expect(try stage.store.replyReviews(all: true).first?.verdict?.by == "reply")
    }

    @Test("service goes on while marketing is paused")
    func service() throws {
        let stage = try stage([
            RuleText.make("note", "{event: order.placed}", purpose: "service", message: "note")
        ])
        reply("烦死了", at: "12-03 10:00:30", id: "mo1")
        try order(stage, "12-03 10:01")
        try stage.run(to: at("12-03 10:05"))
        #expect(try stage.records().map(\.decision) == ["send"])
    }

    @Test("a complaint is a refusal, and is named one")
    func complaint() throws {
        let stage = try stage()
        reply("再发就投诉到12321", at: "12-03 10:00:30", id: "mo1")
        try order(stage, "12-03 10:01")
        try stage.run(to: at("12-03 10:05"))
        try stage.expect(["12-03 10:02 a c1 drop optout"])
        #expect(try stage.store.customerView("c1")?.optOuts.first?.source == "complaint")
    }

    /// Everything waits in the queue: cleared in the evening window's last minute, at one part a
    /// second.
    @Test(
        "what is queued leaves the queue with the reply, before the next claim",
        arguments: [("TD", "optout"), ("别发了吧?", "optout.pending")])
    func queued(text: String, reason: String) throws {
        let stage = try stage(settings: RuleText.settings(rate: 1))
        for index in 2...30 {
            try stage.customer("c\(index)")
            try stage.event(
                "order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:01:05"))
        let gone = Set(carrier.received.map(\.submission.number))
        let waiting = try #require(
            (2...30).map { "c\($0)" }.first { !gone.contains(Stage.number(of: $0)) })
        let before = try stage.states()
        let reply = Reply(
            id: "mo", channel: "main", number: Stage.number(of: waiting), text: text,
            at: at("12-03 10:01:05"))
        // The store alone, without another step of the engine: nothing is claimed in between.
        try stage.store.record(
            [
                ClassifiedEvent(
                    event: .reply(reply), reading: ReplyClassifier.read(text),
                    scope: ReplyScope(signature: "云杉商城", isNarrow: false))
            ], terms: [:], retryAt: { _, _ in nil }, at: at("12-03 10:01:05"))
        let after = try stage.states()
        #expect(after[.withdrawn] == 1)
        #expect((after[.queued] ?? 0) == (before[.queued] ?? 0) - 1)
        try stage.run(to: at("12-03 10:05"))
        #expect(!carrier.received.contains { $0.submission.number == Stage.number(of: waiting) })
        let left = try stage.store.claim(
            channel: "main", maxParts: 99, limit: 99, book: stage.book, at: at("12-03 10:05"))
        #expect(left.isEmpty)
    }

    /// Two shops in one workspace: a channel each, one for service that a marketing rule may take.
    private static let twoShops = TestWorkspace.settings.replacing(
        "people:",
        with: """
              other:
                provider: simulated
                purposes: [marketing]
                carriers: [telecom]
                price: 0.01
                rate: 1000/s
                signature: 雪松商城
                profile: {latency: 100ms, refused: 0%, failed: 0%, silent: 0%}
            people:
            """)

    @Test(
        "a refusal binds all signatures, or the one it answered, as the policy says",
        arguments: [("all", "drop optout"), ("signature", "send")])
    func scope(scope: String, outcome: String) throws {
        let stage = try stage(
            policy: TestWorkspace.policy + "\nopt_out_scope: \(scope)", settings: Self.twoShops)
        // The refusal answers 云杉商城; then the number moves to a carrier that 雪松商城 serves.
        reply("R", at: "12-03 10:00:30", id: "mo1")
        try stage.run(to: at("12-03 10:01"))
        #expect(try stage.store.customerView("c1")?.optOuts.first?.signature == "云杉商城")
        try order(stage, "12-03 10:02")
        try stage.run(to: at("12-03 10:04"))
        #expect(try stage.story() == ["12-03 10:03 a c1 drop optout"])
        _ = try stage.store.importPortability([
            IncomingPortability(
                number: Stage.number(of: "c1"),
                portability: Portability(
                    carrier: .telecom, at: at("12-03 10:04"), source: "import"))
        ])
        try order(stage, "12-03 10:05")
        try stage.run(to: at("12-03 10:07"))
        #expect(try stage.story().last == "12-03 10:06 a c1 \(outcome)")
    }

    @Test("a service rule confirms a refusal where the policy allows it, through the same gates")
    func confirmation() throws {
        let rule = RuleText.make(
            "bye", "{reply: [R, TD]}", "once: per 30d", purpose: "service", message: "note")
        let stage = try stage([rule], policy: TestWorkspace.policy + "\nconfirm_opt_out: true")
        reply("回复TD", at: "12-03 10:00:30", id: "mo1")
        reply("R", at: "12-03 10:02:30", id: "mo2")
        try stage.run(to: at("12-03 10:05"))
        try stage.expect(["12-03 10:00 bye c1 send", "12-03 10:02 bye c1 drop once"])
        #expect(carrier.received.map(\.submission.text) == ["【云杉商城】您的订单已收到"])
    }
}

/// Whose phone it is now decides the way it takes.
@Suite("Portability")
struct PortabilityTests {
    private static let settings = TestWorkspace.settings.replacing(
        "people:",
        with: """
              cheap:
                provider: simulated
                purposes: [marketing]
                carriers: [mobile]
                price: 0.01
                rate: 1000/s
                profile: {latency: 100ms, refused: 0%, failed: 0%, silent: 0%}
            people:
            """)

    private func stage(_ carrier: ScriptedCarrier? = nil) throws -> Stage {
        let stage = try Stage(
            try TestWorkspace.book([RuleText.order()], settings: Self.settings),
            from: at("12-03 10:00"), carrier: carrier)
        try stage.customer("c1")
        return stage
    }

    private func channels(_ stage: Stage) throws -> [String] {
        try stage.records().map { $0.channel?.rawValue ?? "-" }
    }

    @Test("the override routes, not the prefix; a later word beats an earlier one")
    func routes() throws {
        let stage = try stage()
        let number = Stage.number(of: "c1")
        func learn(_ carrier: Carrier, _ time: String) throws -> IngestCount {
            try stage.store.importPortability([
                IncomingPortability(
                    number: number,
                    portability: Portability(carrier: carrier, at: at(time), source: "test"))
            ])
        }
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:02"))
        #expect(try learn(.unicom, "12-03 10:02") == IngestCount(added: 1))
        #expect(try learn(.unicom, "12-03 10:02") == IngestCount(unchanged: 1))
        #expect(try learn(.telecom, "12-02 10:02") == IngestCount(unchanged: 1))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:02"), id: "o2")
        try stage.run(to: at("12-03 10:04"))
        #expect(try channels(stage) == ["cheap", "main"])
        #expect(try stage.store.portability(of: number)?.carrier == .unicom)
    }

    @Test("a receipt that says the number has left teaches it: another way the next time")
    func learned() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(carrier)
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:02"))
        let submission = try #require(carrier.received.first?.submission)
        carrier.say(
            .receipt(
                Receipt(
                    channel: "cheap", providerID: ScriptedCarrier.providerID(of: submission),
                    outcome: .failed, code: "MB:1048", at: at("12-03 10:02"))))
        try stage.run(to: at("12-03 10:03"))
        let known = try #require(
            try stage.store.portability(of: Stage.number(of: "c1")))
        #expect(known.carrier == .unknown)
        #expect(known.source == "receipt")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:03"), id: "o2")
        try stage.run(to: at("12-03 10:05"))
        #expect(try channels(stage) == ["cheap", "main"])
    }
}
