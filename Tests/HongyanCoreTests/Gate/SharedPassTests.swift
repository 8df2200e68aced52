import HongyanCore
import Testing

struct SharedPassTests {
    static func pass(
        _ rule: CompiledRule, _ book: RuleBook = Given.book(), cleared: Int = 0,
        taken: [CivilDay: Int] = [:], isTripped: Bool = false, at moment: Timestamp = Given.now
    ) -> SharedPass {
        SharedPass(
            GateContext(rule: rule, book: book, now: moment), clearedInPeriod: cleared,
            paceTaken: taken, isTripped: isTripped)
    }

    static func facts(_ customer: Int, key: String = "k") -> Facts {
        Given.facts(Given.occurrence(CustomerID("c-\(customer)"), key: key))
    }

    @Test("an occurrence with a final decision gets no other")
    func decided() {
        var pass = Self.pass(Given.rule())
        #expect(pass.settle(Given.facts(prior: .decided)) == nil)
    }

    @Test(
        "a cap's slot taken earlier in the page counts, judged ahead or not",
        arguments: [true, false])
    func capInPage(_ isAhead: Bool) {
        let book = Given.book(caps: [Cap(name: "day", count: 1, period: .day)])
        var pass = Self.pass(Given.rule(), book)
        let page = [Self.facts(1, key: "a"), Self.facts(1, key: "b"), Self.facts(2)]
        let judged = page.map { isAhead ? GateChain.judge($0, pass.context) : nil }
        let settled = zip(page, judged).compactMap { pass.settle($0, judged: $1) }
        #expect(settled.map(\.summary) == ["send", "drop cap.day", "send"])
        #expect(settled[1].reason?.winner == "cart")
    }

    @Test("once counts what the page cleared")
    func onceInPage() {
        var pass = Self.pass(Given.rule(once: .ever))
        #expect(pass.settle(Self.facts(1, key: "a"))?.summary == "send")
        #expect(pass.settle(Self.facts(1, key: "b"))?.summary == "drop once")
    }

    @Test("the next page leaves counting per customer to the store's facts")
    func nextPage() {
        var pass = Self.pass(Given.rule(once: .ever, limit: Limit(count: 2, period: .day)))
        #expect(pass.settle(Self.facts(1, key: "a"))?.summary == "send")
        pass.beginPage()
        #expect(pass.settle(Self.facts(1, key: "b"))?.summary == "send")
        #expect(pass.clearedInPeriod == 2)
    }

    @Test("judging ahead and judging in place come to the same")
    func sameEitherWay() {
        let rule = Given.rule(limit: Limit(count: 2, period: .hour), pace: 9, rollout: 5_000)
        var ahead = Self.pass(rule)
        var inPlace = Self.pass(rule)
        for customer in 0..<20 {
            let facts = Given.facts(
                Given.occurrence(CustomerID("c-\(customer)")),
                prior: customer % 7 == 3 ? .decided : .new,
                trigger: customer % 5 == 2 ? .restarted : .holds)
            let judged = GateChain.judge(facts, ahead.context)
            #expect(ahead.settle(facts, judged: judged) == inPlace.settle(facts))
        }
    }

    @Test("only what is sent counts towards the fuse")
    func refusalsDoNotCount() {
        var pass = Self.pass(Given.rule(limit: Limit(count: 1, period: .day)))
        let refused = Given.facts(Given.occurrence("c-9"), consents: [])
        #expect(pass.settle(refused)?.summary == "drop consent.missing")
        #expect(pass.settle(Self.facts(1))?.summary == "send")
        #expect(!pass.isTripped)
        #expect(pass.settle(refused)?.summary == "drop consent.missing")
        #expect(!pass.isTripped)
    }

    @Test("a blown fuse holds for an hour, never past the deadline")
    func blownFuse() {
        let limit = Limit(count: 1, period: .day)
        var free = Self.pass(Given.rule(limit: limit), cleared: 1)
        let held = free.settle(Self.facts(1))
        #expect(held?.summary == "hold limit 2026-11-21T11:00:00+08:00")
        #expect(held?.message == nil)
        #expect(held?.seen(.limit) == "1/1")
        #expect(free.isTripped)

        let rule = Given.rule(closed: .defer(.minutes(10)), limit: limit)
        var bound = Self.pass(rule, isTripped: true)
        #expect(bound.settle(Self.facts(1))?.summary == "hold limit 2026-11-21T10:10:00+08:00")
        let woken = Given.facts(
            prior: .held(firstDecidedAt: Given.now, deadline: Given.time(10, 10)))
        var later = Self.pass(rule, isTripped: true, at: Given.time(10, 10))
        #expect(later.settle(woken)?.summary == "drop limit")
    }

    @Test("periods of the fuse are calendar hours and days")
    func periods() {
        let moment = Given.time(10, 59)
        let ms = Span(milliseconds: 1)
        #expect(Limit.Period.hour.start(at: moment, zone: .china) == Given.time(10, 0) - ms)
        #expect(Limit.Period.day.start(at: moment, zone: .china) == Given.time(0, 0) - ms)
    }

    @Test("pace fills days in order, each from the window's opening")
    func pace() {
        let rule = Given.rule(window: Given.evening, closed: .defer(.hours(24)), pace: 2)
        var pass = Self.pass(
            rule, taken: [Given.today: 1, Given.today + 1: 1], at: Given.time(18, 0))
        let settled = (0..<5).compactMap { pass.settle(Self.facts($0)) }
        #expect(
            settled.map(\.summary) == [
                "send", "hold pace 2026-11-22T18:00:00+08:00",
                "hold pace 2026-11-23T18:00:00+08:00", "hold pace 2026-11-23T18:00:00+08:00",
                "hold pace 2026-11-24T18:00:00+08:00",
            ])
        // The day that pace gives brings its own deadline.
        #expect(settled[1].deadline == Given.time(18, 0, day: 2))
    }

    @Test("pace passes over days on which the window stays shut")
    func paceSkipsClosedDays() {
        let mondays = Window(name: "mondays", weekdays: [1, 6], spans: Given.evening.spans)
        let rule = Given.rule(window: mondays, closed: .defer(.hours(24)), pace: 1)
        var pass = Self.pass(rule, taken: [Given.today: 1], at: Given.time(18, 0))
        #expect(pass.settle(Self.facts(0))?.summary == "hold pace 2026-11-23T18:00:00+08:00")
        #expect(pass.settle(Self.facts(1))?.summary == "hold pace 2026-11-28T18:00:00+08:00")
    }

    @Test("who waited for a slot of today gets it, though the slots of today are taken")
    func pacedWakes() {
        let rule = Given.rule(window: Given.evening, closed: .defer(.hours(24)), pace: 2)
        let opening = Given.time(18, 0)
        var pass = Self.pass(rule, taken: [Given.today: 2], at: opening)
        let hold = Facts.Hold(until: opening, reason: Reason("pace"))
        let summaries = (0..<3).map { customer in
            let facts = Given.facts(
                Given.occurrence(CustomerID("c-\(customer)"), due: Given.time(18, 0, day: -3)),
                prior: .held(
                    firstDecidedAt: Given.time(18, 0, day: -3), deadline: opening + .hours(24)),
                hold: customer < 2 ? hold : nil)
            return pass.settle(facts)?.summary
        }
        #expect(summaries == ["send", "send", "hold pace 2026-11-22T18:00:00+08:00"])
        #expect(pass.paceTaken[Given.today] == 2)
    }
}
