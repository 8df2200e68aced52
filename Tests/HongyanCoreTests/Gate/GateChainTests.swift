import HongyanCore
import Testing

struct GateChainTests {
    @Test("a send fixes text, parts, cost, channel and template version")
    func send() throws {
        let decision = Given.judge()
        #expect(decision.summary == "send")
        let draft = try #require(decision.message)
        #expect(draft.text == "【云杉商城】王女士，购物车里的商品还在等您。拒收请回复R")
        #expect(draft.parts == 1)
        #expect(draft.cost == Money(units: 450))
        #expect(draft.channel == "sim")
        #expect(draft.template == "cart")
        #expect(draft.templateVersion == Digest(high: 0, low: 2))
        #expect(draft.number == Given.number)
        #expect(draft.purpose == .marketing)
        #expect(decision.firstDecidedAt == Given.now)
        #expect(decision.deadline == nil)
    }

    @Test("every part is paid for")
    func cost() {
        let long = Template(
            id: "cart", purpose: .marketing,
            runs: [.fixed(String(repeating: "好", count: 80))], version: Digest(high: 0, low: 9))
        let draft = Given.judge(
            Given.facts(), Given.rule(), Given.book(templates: [long])
        ).message
        #expect(draft?.parts == 2)
        #expect(draft?.cost == Money(units: 900))
    }

    @Test("all verdicts are recorded, in gate order, not only the first refusal")
    func allVerdicts() {
        let facts = Given.facts(
            trigger: .cancelled, tags: [:],
            recipient: RecipientFacts(
                number: Given.number, carrier: .mobile, state: .dead, sharedWith: "c-2"),
            optOut: OptOut(at: Given.now, source: "reply", purpose: nil), consents: [])
        let decision = Given.judge(facts)
        let refusals = decision.verdicts.compactMap(\.reason?.code)
        #expect(
            refusals == [
                "trigger.cancelled", "number.dead", "number.shared", "optout", "consent.missing",
                "text.variable",
            ])
        #expect(decision.reason?.code == "trigger.cancelled")
        let order = decision.verdicts.map { GateID.allCases.firstIndex(of: $0.gate)! }
        #expect(order == order.sorted())
    }

    @Test("a drop beats a hold, wherever it stands")
    func dropBeatsHold() {
        let stop = Stop(scope: .all, since: Given.now, reason: "test")
        let decision = Given.judge(
            Given.facts(consents: []), Given.rule(), Given.book(), stops: [stop])
        #expect(decision.summary == "drop consent.missing")
        #expect(decision.verdicts(of: .stop).first?.reason?.code == "stop")
    }

    @Test("of several holds the latest time counts and gives the reason")
    func latestHold() {
        let stop = Stop(scope: .all, since: Given.now, reason: "test")
        let rule = Given.rule(window: Given.evening, closed: .defer(.hours(24)))
        let decision = Given.judge(Given.facts(), rule, Given.book(), stops: [stop])
        #expect(decision.summary == "hold window 2026-11-21T18:00:00+08:00")
    }

    @Test("a hold carries no text")
    func holdHasNoText() {
        let rule = Given.rule(window: Given.evening, closed: .defer(.hours(24)))
        #expect(Given.judge(Given.facts(), rule).message == nil)
    }

    static let table: [(Purpose, [GateID])] = [
        (.emergency, [.stop, .trigger, .route, .recipient, .text, .parts]),
        (
            .verification,
            [
                .stop, .trigger, .route, .recipient, .template, .signature, .text, .parts, .cap,
            ]
        ),
        (
            .service,
            [
                .stop, .trigger, .route, .recipient, .optout, .template, .signature, .text,
                .content,
                .parts, .holdout, .rollout, .once, .cap, .late, .closed, .window, .limit, .pace,
                .budget,
            ]
        ),
        (.marketing, GateID.allCases),
    ]

    @Test("each purpose meets the gates of the table", arguments: table)
    func purposes(_ purpose: Purpose, _ gates: [GateID]) {
        #expect(GateTable.gates(for: purpose) == gates)
        let decision = Given.judge(Given.facts(), Given.rule(purpose: purpose))
        #expect(Set(decision.verdicts.map(\.gate)).isSubset(of: Set(gates)))
        #expect(decision.summary == "send")
    }

    @Test(
        "only marketing needs consent, its own number and opt-out words",
        arguments: [Purpose.service, .verification, .emergency])
    func lighter(_ purpose: Purpose) {
        let facts = Given.facts(
            recipient: RecipientFacts(
                number: Given.number, carrier: .mobile, sharedWith: "c-2"),
            consents: [])
        let decision = Given.judge(facts, Given.rule(purpose: purpose), Given.book(words: ""))
        #expect(decision.summary == "send")
        #expect(decision.message?.text.hasSuffix("等您。") == true)
    }

    @Test("no verdict shows a phone number")
    func masked() {
        let seen = Given.judge().verdicts.map(\.seen).joined(separator: " ")
        #expect(!seen.contains("13812345678"))
        #expect(!seen.contains("王女士"))
    }
}
