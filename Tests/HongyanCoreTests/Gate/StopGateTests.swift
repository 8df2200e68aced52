import HongyanCore
import Testing

struct StopGateTests {
    static let held = "hold stop 2026-11-21T10:05:00+08:00"
    static let scopes: [(Stop.Scope, String)] = [
        (.all, held), (.rule("cart"), held), (.rule("old-cart"), held), (.rule("other"), "send"),
        (.channel("sim"), held), (.channel("other"), "send"), (.purpose(.marketing), held),
        (.purpose(.service), "send"), (.template("cart"), held), (.template("other"), "send"),
        (.signature("云杉商城"), held), (.signature("别家"), "send"),
    ]

    @Test("a stopped signature holds marketing only, a stopped template whatever it is for")
    func complaints() {
        for purpose in Purpose.allCases {
            let isMarketing = purpose == .marketing
            let cases: [(Stop.Scope, String)] = [
                (.signature("云杉商城"), isMarketing ? Self.held : "send"),
                (.template("cart"), Self.held),
            ]
            for (scope, expected) in cases {
                let stop = Stop(scope: scope, since: Given.now, reason: "complaints")
                let decision = Given.judge(
                    Given.facts(), Given.rule(purpose: purpose), Given.book(), stops: [stop])
                #expect(decision.summary == expected, "\(purpose) \(scope)")
            }
        }
    }

    @Test("a stop holds what it names and nothing else", arguments: scopes)
    func scope(_ scope: Stop.Scope, _ expected: String) {
        let stop = Stop(scope: scope, since: Given.now, reason: "test")
        let decision = Given.judge(
            Given.facts(), Given.rule(was: ["old-cart"]), Given.book(), stops: [stop])
        #expect(decision.summary == expected)
    }

    @Test("verification and emergency obey the kill switch", arguments: Purpose.allCases)
    func everyPurpose(_ purpose: Purpose) {
        let stop = Stop(scope: .all, since: Given.now, reason: "test")
        let decision = Given.judge(
            Given.facts(), Given.rule(purpose: purpose), Given.book(), stops: [stop])
        #expect(decision.summary == Self.held)
    }

    @Test("a hold never reaches past the deadline, where it becomes a drop")
    func deadline() {
        let stop = Stop(scope: .all, since: Given.now, reason: "test")
        let rule = Given.rule(closed: .defer(.minutes(3)))
        let first = Given.judge(Given.facts(), rule, Given.book(), stops: [stop])
        #expect(first.summary == "hold stop 2026-11-21T10:03:00+08:00")
        let woken = Given.facts(
            prior: .held(firstDecidedAt: Given.now, deadline: Given.time(10, 3)))
        let second = Given.judge(woken, rule, Given.book(), stops: [stop], at: Given.time(10, 3))
        #expect(second.summary == "drop stop")
    }

    @Test("what has no deadline of its own is held for a day, then dropped")
    func withoutDeadline() {
        let stop = Stop(scope: .all, since: Given.now, reason: "test")
        let rule = Given.rule(closed: .drop)
        let woken = Given.facts(prior: .held(firstDecidedAt: Given.now, deadline: nil))
        let before = Given.now + .hours(24) - .minutes(2)
        let early = Given.judge(woken, rule, Given.book(), stops: [stop], at: before)
        #expect(early.outcome == .hold(until: Given.now + .hours(24)))
        let late = Given.judge(
            woken, rule, Given.book(), stops: [stop], at: Given.now + .hours(24))
        #expect(late.summary == "drop stop")
    }
}
